"""A vault worth trusting, through the real window: a second person, a restore, a hand-over."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from peerdesk.app import build_window
from peerdesk.clock import FixedClock
from peerdesk.errors import WrongSecret
from peerdesk.opened import VaultFolder
from peerdesk.services.records.records import ListQuery
from peerdesk.ui.door.unlock import UnlockPage
from peerdesk.ui.guides.person_steps import Secrets, Who
from peerdesk.ui.guides.proof_steps import AskPassphrase
from peerdesk.ui.pages.activity.page import ActivityPage
from peerdesk.ui.pages.backup.page import BackupPage
from peerdesk.ui.pages.backup.restore import Restore
from peerdesk.ui.pages.handover.page import HandOverPage
from peerdesk.ui.pages.handover.steps import NewCoordinator, Receipt
from peerdesk.ui.pages.security.page import SecurityPage
from peerdesk.ui.shell.window import Window
from tests.conftest import PASSPHRASE
from tests.ui.guiding import dialog_of, finish, go_on, type_back, type_into

SECOND = "another lamp on the sill"
NEW = "somebody else's lantern"
WAIT = 20_000
P = TypeVar("P", bound=QWidget)


@pytest.fixture
def place(tmp_path: Path, clock: FixedClock) -> VaultFolder:
    return VaultFolder(tmp_path / "vault", clock, tmp_path / "settings")


@pytest.fixture
def window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: VaultFolder
) -> Iterator[Window]:
    """The program on a vault with one supporter in it."""
    monkeypatch.setattr("sys.excepthook", sys.excepthook)  # put back what the program replaces
    made = place.create(PASSPHRASE, {"name": "Pine County Sheriff's Office"}, fast=True)
    _add(made.workspace, "Ottoline Marsh")
    made.close()
    _, window = build_window(place, tmp_path / "settings")
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    _unlock(qtbot, window, PASSPHRASE)
    yield window
    window.lock_now()


def _add(workspace: object, name: str) -> None:
    values = {"full_name": name, "role": "peer", "status": "active", "personnel_class": "sworn"}
    workspace.records.save("supporter", values)  # type: ignore[attr-defined]


def _unlock(qtbot: QtBot, window: Window, secret: str) -> None:
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    type_into(page.passphrase, secret)
    page.button.click()
    qtbot.waitUntil(lambda: window.desk is not None or not page.problem.isHidden(), timeout=WAIT)


def _page(window: Window, kind: type[P], key: str) -> P:
    assert window.desk is not None
    window.desk.go(key)
    page = window.desk.page
    assert isinstance(page, kind)
    return page


def test_a_second_person_comes_in_and_is_shut_out(
    qtbot: QtBot, window: Window, place: VaultFolder
) -> None:
    security = _page(window, SecurityPage, "security")
    security.person_button.click()
    dialog = dialog_of(qtbot, security)
    who = dialog.guide.step
    assert isinstance(who, Who)
    QTest.keyClicks(who.name, "Sam Rivera")
    secrets = go_on(qtbot, dialog.guide)
    assert isinstance(secrets, Secrets)
    type_into(secrets.theirs.first, SECOND)
    type_into(secrets.theirs.again, SECOND)
    type_into(secrets.yours, PASSPHRASE)
    go_on(qtbot, dialog.guide)
    finish(qtbot, dialog)

    window.lock_now()
    _unlock(qtbot, window, SECOND)
    security = _page(window, SecurityPage, "security")
    assert not security.person_button.isEnabled()
    assert "coordinator" in security.person_button.toolTip()
    activity = _page(window, ActivityPage, "activity")
    assert "Sam Rivera opened the vault" in activity.sentences[0]

    window.lock_now()
    _unlock(qtbot, window, PASSPHRASE)
    security = _page(window, SecurityPage, "security")
    security.people.shut_buttons[1].click()
    dialog = dialog_of(qtbot, security)
    ask = dialog.guide.step
    assert isinstance(ask, AskPassphrase)
    type_into(ask.passphrase, PASSPHRASE)
    go_on(qtbot, dialog.guide)
    finish(qtbot, dialog)

    window.lock_now()
    with pytest.raises(WrongSecret):
        place.open(SECOND)


def test_a_backup_brings_back_what_was_there(qtbot: QtBot, window: Window) -> None:
    backup = _page(window, BackupPage, "backup")
    backup.make_button.click()
    qtbot.waitUntil(lambda: "opened and counted" in backup.message.text(), timeout=WAIT)
    assert window.desk is not None
    workspace = window.desk._context.workspace
    _add(workspace, "Entered Afterwards")
    assert len(workspace.records.ids(ListQuery("supporter"))) == 2

    backup.restore_button.click()
    dialog = dialog_of(qtbot, backup)
    step = dialog.guide.step
    assert isinstance(step, Restore)
    type_into(step.passphrase, PASSPHRASE)
    dialog.guide.forward.click()
    qtbot.waitUntil(lambda: window.desk is None, timeout=WAIT)

    _unlock(qtbot, window, PASSPHRASE)
    assert window.desk is not None
    workspace = window.desk._context.workspace
    assert [title for _, title in workspace.records.choices("supporter")] == ["Ottoline Marsh"]
    backup = _page(window, BackupPage, "backup")
    assert backup.list.rowCount() >= 2  # the safety copy is there too


def test_a_new_coordinator_takes_over(qtbot: QtBot, window: Window, place: VaultFolder) -> None:
    security = _page(window, SecurityPage, "security")
    security.hand_over_button.click()
    assert window.desk is not None
    page = window.desk.page
    assert isinstance(page, HandOverPage)
    guide = page.guide
    assert guide is not None
    ask = guide.step
    assert isinstance(ask, AskPassphrase)
    type_into(ask.passphrase, PASSPHRASE)
    new = go_on(qtbot, guide)
    assert isinstance(new, NewCoordinator)
    QTest.keyClicks(new.name, "Sam Rivera")
    type_into(new.secret.first, NEW)
    type_into(new.secret.again, NEW)
    go_on(qtbot, guide)
    type_back(go_on(qtbot, guide))
    for _ in range(3):
        last = go_on(qtbot, guide)
    assert isinstance(last, Receipt)
    guide.forward.click()
    qtbot.waitUntil(
        lambda: window.desk is not None and isinstance(window.desk.page, SecurityPage), timeout=WAIT
    )
    window.lock_now()
    with pytest.raises(WrongSecret):
        place.open(PASSPHRASE)
    _unlock(qtbot, window, NEW)
    assert window.desk is not None
    choices = window.desk._context.workspace.records.choices("supporter")
    assert [title for _, title in choices] == ["Ottoline Marsh"]
