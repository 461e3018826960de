"""What was copied here is taken back in time, and what others copied is left alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from peerdesk.ui.watch.copied import Copied


@pytest.fixture
def copied(qtbot: QtBot) -> Iterator[Copied]:
    """A watch over the clipboard of a platform that does not say whose it is."""
    owner = QLineEdit()
    qtbot.addWidget(owner)
    watch = Copied(QApplication.clipboard(), owner)
    watch.owns = lambda: True
    watch._timer.setInterval(0)
    yield watch
    QApplication.clipboard().clear()  # or Qt frees at the end what Python made


def _copy(qtbot: QtBot, text: str) -> None:
    line = QLineEdit(text)
    qtbot.addWidget(line)
    line.selectAll()
    line.copy()


def test_what_any_field_copied_is_gone_after_a_while(qtbot: QtBot, copied: Copied) -> None:
    clipboard = QApplication.clipboard()
    _copy(qtbot, "MARISOL")
    assert clipboard.text() == "MARISOL"
    qtbot.waitUntil(lambda: not clipboard.text())


def test_it_stays_for_a_minute(qtbot: QtBot) -> None:
    owner = QLineEdit()
    qtbot.addWidget(owner)
    assert Copied(QApplication.clipboard(), owner)._timer.interval() == 60_000


def test_programs_that_keep_what_is_copied_are_asked_not_to(qtbot: QtBot, copied: Copied) -> None:
    copied._timer.setInterval(60_000)
    _copy(qtbot, "MARISOL")
    held = QApplication.clipboard().mimeData()
    assert held.text() == "MARISOL"
    assert held.data("x-kde-passwordManagerHint").data() == b"secret"
    history = 'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"'
    assert held.data(history).data() == bytes(4)
    copied.take_back()
    assert not QApplication.clipboard().text()


def test_what_another_program_copied_is_left_alone(qtbot: QtBot, copied: Copied) -> None:
    _copy(qtbot, "MARISOL")
    copied.owns = lambda: False
    QApplication.clipboard().setText("theirs")
    copied.take_back()
    assert not copied._timer.isActive()
    copied._timer.timeout.emit()
    assert QApplication.clipboard().text() == "theirs"
    assert QApplication.clipboard().mimeData().formats() == ["text/plain"]


_OURS = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from peerdesk.ui.watch.copied import Copied
app = QApplication([])
line = QLineEdit("MARISOL")
line.show()
if sys.argv[1] == "watched":
    watch = Copied(app.clipboard(), line)
    watch._timer.setInterval(1500)
line.selectAll()
line.copy()
QTimer.singleShot(200, lambda: print("copied", flush=True))
QTimer.singleShot(6000, app.quit)
app.exec()
"""
_THEIRS = """
import sys, time
from PySide6.QtWidgets import QApplication
app = QApplication([])
def see():
    app.processEvents()
    return app.clipboard().text() or "nothing"
if sys.argv[1] == "takes":
    app.clipboard().setText("theirs")
seen = [see()]
for _ in range(30):
    time.sleep(0.1)
    app.processEvents()
print(*seen, see())
"""


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="needs a screen of X11's")
@pytest.mark.parametrize(
    ("ours", "theirs", "seen"),
    [
        ("watched", "looks", "MARISOL nothing"),
        ("watched", "takes", "theirs theirs"),
        ("unwatched", "looks", "MARISOL MARISOL"),
    ],
)
def test_two_programs_on_one_screen(ours: str, theirs: str, seen: str) -> None:
    """The last is the control: nobody takes back what was copied."""
    one, two = (f'{sys.executable} -c "${name}"' for name in ("OURS", "THEIRS"))
    script = f"{one} {ours} | {{ read line; {two} {theirs}; }}"
    done = subprocess.run(  # noqa: S603 - fixed programs
        ["xvfb-run", "-a", "sh", "-c", script],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"OURS": _OURS, "THEIRS": _THEIRS, "QT_QPA_PLATFORM": "xcb"},
    )
    assert done.stdout.strip() == seen, done.stderr
