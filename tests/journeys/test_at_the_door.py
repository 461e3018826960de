"""What a coordinator meets at the door: the first start, the lost passphrase, the lock."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from peerdesk.clock import FixedClock
from peerdesk.errors import WrongSecret
from peerdesk.opened import VaultFolder
from peerdesk.ui.door.lost_passphrase import CountsStep, EndStep, LostPassphrase
from peerdesk.ui.door.unlock import UnlockPage
from peerdesk.ui.guides.passphrase_steps import SecretStep
from peerdesk.ui.guides.recovery_steps import PrintStep
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.shell.status import Status
from peerdesk.ui.shell.window import Window
from tests.conftest import PASSPHRASE
from tests.journeys.at_the_door import (
    SLOW,
    has_vault,
    press,
    prove_sheet,
    reach,
    set_up,
    start,
    type_keys,
    unlock,
)
from tests.ui.watch.test_idle import Times

NEW = "another lantern by the door"


@pytest.fixture
def a_vault(tmp_path: Path, clock: FixedClock) -> None:
    has_vault(tmp_path, clock)


@pytest.fixture
def begin(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> Iterator[Callable[[], Window]]:
    """Start the program, as often as it is asked; the windows are closed at the end."""
    monkeypatch.setattr("sys.excepthook", sys.excepthook)  # put back what the program replaces
    windows: list[Window] = []

    def begun() -> Window:
        windows.append(start(qtbot, tmp_path, clock))
        return windows[-1]

    yield begun
    for window in windows:
        window.lock_now()


def _supporters(window: Window) -> RecordPage:
    assert window.desk is not None
    window.desk.go("supporter")
    page = window.desk.page
    assert isinstance(page, RecordPage)
    return page


def test_the_sheet_made_at_set_up_brings_back_who_lost_the_passphrase(
    qtbot: QtBot, begin: Callable[[], Window], tmp_path: Path, clock: FixedClock
) -> None:
    window = begin()
    words = set_up(qtbot, window)
    page = _supporters(window)
    page.add()
    page.form.fill({"full_name": "Lily Chen", "personnel_class": "dispatch"})
    assert page.save()
    status = window.statusBar()
    assert isinstance(status, Status)
    assert status.backup.text() == "No backup on another disk yet"
    assert status.saved.text().startswith("Saved at")
    assert list((tmp_path / "vault" / "backups").glob("*.pdbackup"))
    window.lock_now()

    locked = window.centralWidget()
    assert isinstance(locked, UnlockPage)
    locked.lost_button.click()
    guide = window.centralWidget()
    assert isinstance(guide, LostPassphrase)
    type_keys(window, " ".join(words))
    press(window, Qt.Key.Key_Return)
    reach(qtbot, guide, SecretStep)
    for _ in range(2):
        type_keys(window, NEW)
        press(window, Qt.Key.Key_Return)
    reach(qtbot, guide, CountsStep)
    before, now = [int(word) for word in guide._counts.counts.text().split() if word.isdigit()]
    assert before == now == 2
    guide.forward.click()
    reach(qtbot, guide, PrintStep)
    printed = PdfReader(io.BytesIO(guide._print.preview.content)).pages[0].extract_text()
    sheet = guide._print._paperwork.sheet
    assert sheet is not None
    assert all(word in printed for word in sheet.cards[0])
    new_words = prove_sheet(qtbot, window, guide)
    reach(qtbot, guide, EndStep)
    guide.forward.click()
    qtbot.waitUntil(lambda: window.desk is not None, timeout=SLOW)
    assert _supporters(window).detail.head.title == "Lily Chen"
    window.lock_now()

    place = VaultFolder(tmp_path / "vault", clock, tmp_path / "other settings")
    for secret, kind in ((PASSPHRASE, "pass"), (" ".join(words), "recovery")):
        with pytest.raises(WrongSecret):
            place.open(secret, kind)
    for secret, kind in ((NEW, "pass"), (" ".join(new_words), "recovery")):
        place.open(secret, kind).close()


def test_nobody_for_ten_minutes_and_the_draft_is_there_again(
    qtbot: QtBot, a_vault: None, begin: Callable[[], Window]
) -> None:
    window, times = begin(), Times()
    unlock(qtbot, window)
    window._guard.idle._times = times
    window._guard.opened(10)
    page = _supporters(window)
    page.add()
    type_keys(window, "Lily Ch")
    times.go(595)
    window._guard.idle.tick()
    assert window.desk is not None
    times.go(10)
    window._guard.idle.tick()
    assert window.desk is None
    assert window.windowTitle() == "PeerDesk - locked"
    assert not any("Lily" in each.text() for each in window.findChildren(QLabel))

    unlock(qtbot, window)
    assert window.desk is not None
    assert window.desk.key == "supporter"
    page = _supporters(window)
    qtbot.waitUntil(page.drafts.isVisible)
    page.drafts.continue_button.click()
    assert page.form.values()["full_name"] == "Lily Ch"
    page.form.fill({"full_name": "Lily Chen", "personnel_class": "dispatch"})
    assert page.save()
    window.lock_now()
    unlock(qtbot, window)
    assert not _supporters(window).drafts.isVisible()


@pytest.mark.parametrize("way", ["another page", "quit"])
def test_leaving_asks_and_keeps_a_draft_meanwhile(
    qtbot: QtBot, a_vault: None, begin: Callable[[], Window], way: str
) -> None:
    window = begin()
    unlock(qtbot, window)
    page = _supporters(window)
    page.add()
    type_keys(window, "Lily Ch")
    assert window.desk is not None
    drafts = window.desk._context.workspace.drafts
    assert drafts.of("supporter") == ()
    if way == "quit":
        window.close()
    else:
        window.desk.go("report")
    (box,) = window.findChildren(QMessageBox)
    assert len(drafts.of("supporter")) == 1
    next(each for each in box.buttons() if each.text() == "Discard").click()
    if way == "another page":
        assert drafts.of("supporter") == ()
    else:
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=SLOW)


_KILLED = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from peerdesk.app import build_window
from peerdesk.opened import VaultFolder

folder = Path(sys.argv[1])
place = VaultFolder(folder / "vault", state_at=folder / "settings")
app, window = build_window(place, folder / "settings", sys.argv[2])
window.show()
window.desk.go("supporter")
page = window.desk.page
page.drafts._timer.setInterval(50)
page.add()
QTest.keyClicks(page.form.rows["full_name"].widget, "Lily Ch")
drafts = window.desk._context.workspace.drafts
while not drafts.of("supporter"):
    app.processEvents()
print("kept", flush=True)
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a signal that cannot be caught")
def test_a_killed_program_leaves_its_draft(
    qtbot: QtBot, a_vault: None, begin: Callable[[], Window], tmp_path: Path
) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _KILLED, str(tmp_path), PASSPHRASE]
    with subprocess.Popen(  # noqa: S603 - fixed commands
        command, stdout=subprocess.PIPE, env=environment
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"kept\n"
        running.send_signal(signal.SIGKILL)
    again = begin()
    unlock(qtbot, again)
    page = _supporters(again)
    qtbot.waitUntil(page.drafts.isVisible)
    page.drafts.continue_button.click()
    assert page.form.values()["full_name"] == "Lily Ch"


def test_guessing_is_slowed_down(qtbot: QtBot, a_vault: None, begin: Callable[[], Window]) -> None:
    window = begin()
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    for _ in range(3):
        QTest.keyClicks(page.passphrase.line, "not the passphrase")
        page.unlock()
        qtbot.waitUntil(lambda: not page._tasks.running, timeout=SLOW)
    assert page.button.text().startswith("Wait ")
    assert not page.button.isEnabled()
    page.unlock()
    assert not page._tasks.running


_ANEW = """
import os, sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from peerdesk.app import build_window
from peerdesk.opened import VaultFolder

folder = Path(sys.argv[1])
again = os.environ.get("PEERDESK_ANEW")
place = VaultFolder(folder / "vault", state_at=folder / "settings")
app, window = build_window(place, folder / "settings", None if again else sys.argv[2])
window.show()
print(os.getpid(), type(window.centralWidget()).__name__, flush=True)
if not again:
    window.lock_now()
    window._guard._timer.setInterval(50)
    app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot become another there")
def test_a_long_lock_ends_the_process_that_held_the_key(a_vault: None, tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _ANEW, str(tmp_path), PASSPHRASE]
    done = subprocess.run(  # noqa: S603 - fixed commands
        command, check=True, capture_output=True, text=True, timeout=60, env=environment
    )
    before, after = (line.split() for line in done.stdout.splitlines())
    assert before[0] == after[0]
    assert (before[1], after[1]) == ("Desk", "UnlockPage")
