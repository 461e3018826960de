"""What journeys share: the real window, the keyboard, and the way through the first start."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.app import build_window
from peerdesk.clock import FixedClock
from peerdesk.opened import VaultFolder
from peerdesk.ui.door.first_backup import BackupStep, DoneStep
from peerdesk.ui.door.first_run import FirstRun
from peerdesk.ui.door.unlock import UnlockPage
from peerdesk.ui.guides.guide import Guide
from peerdesk.ui.guides.passphrase_steps import OpenStep
from peerdesk.ui.guides.recovery_steps import PrintStep, TypeStep
from peerdesk.ui.shell.window import Window
from tests.conftest import PASSPHRASE

SLOW = 20_000
"""In milliseconds: key derivation is slow on purpose, and slower on a busy machine."""


def start(qtbot: QtBot, folder: Path, clock: FixedClock) -> Window:
    """Start the program on a folder, as it starts on a computer."""
    place = VaultFolder(folder / "vault", clock, folder / "settings")
    _, window = build_window(place, folder / "settings")
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


def has_vault(folder: Path, clock: FixedClock) -> None:
    """Let a folder hold the vault of an agency, made with a fast key derivation."""
    place = VaultFolder(folder / "vault", clock, folder / "settings")
    profile = {"name": "Pine County Sheriff's Office", "logging_mode": "coded"}
    place.create(PASSPHRASE, profile, fast=True).close()


def here(window: Window) -> QWidget:
    """Return what the keyboard reaches: a list of suggestions, or the field with the focus."""
    widget = QApplication.activePopupWidget() or window.focusWidget()
    assert widget is not None
    return widget


def type_keys(window: Window, text: str) -> None:
    """Type a text, key by key."""
    for sign in text:
        QTest.keyClicks(here(window), sign)


def press(window: Window, key: Qt.Key) -> None:
    """Press one key."""
    QTest.keyClick(here(window), key)


def reach(qtbot: QtBot, guide: Guide, step: type) -> None:
    """Wait until a guide has come to a step and needs nothing slow any more."""
    qtbot.waitUntil(lambda: isinstance(guide.step, step) and not guide._tasks.running, timeout=SLOW)


def set_up(qtbot: QtBot, window: Window, *, coded: bool = True) -> tuple[str, ...]:
    """Go through the first start and return the words of the recovery sheet."""
    guide = window.centralWidget()
    assert isinstance(guide, FirstRun)
    guide.forward.click()
    guide._agency.name.setText("Pine County Sheriff's Office")
    guide.forward.click()
    guide._logging.options.buttons[int(coded)].setChecked(True)
    guide.forward.click()
    for line in (guide._secret.secret.first, guide._secret.secret.again):
        QTest.keyClicks(line.line, PASSPHRASE)
    guide.forward.click()
    reach(qtbot, guide, OpenStep)
    QTest.keyClicks(guide._open.line.line, PASSPHRASE)
    guide.forward.click()
    words = prove_sheet(qtbot, window, guide)
    reach(qtbot, guide, BackupStep)
    guide._backup.options.buttons[1].setChecked(True)
    guide.forward.click()
    reach(qtbot, guide, DoneStep)
    guide.forward.click()
    qtbot.waitUntil(lambda: window.desk is not None)
    return words


def prove_sheet(qtbot: QtBot, window: Window, guide: Guide) -> tuple[str, ...]:
    """Read the sheet from the screen and type it back by keyboard; return its words."""
    reach(qtbot, guide, PrintStep)
    step = guide.step
    assert isinstance(step, PrintStep)
    sheet = step._paperwork.sheet
    assert sheet is not None
    assert step.preview.content.startswith(b"%PDF")
    guide.forward.click()
    reach(qtbot, guide, TypeStep)
    type_keys(window, " ".join(word[:4] for word in sheet.cards[0]))
    press(window, Qt.Key.Key_Return)
    return sheet.cards[0]


def unlock(qtbot: QtBot, window: Window, secret: str = PASSPHRASE) -> None:
    """Type the passphrase at the lock page and wait for the pages."""
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    QTest.keyClicks(page.passphrase.line, secret)
    QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=SLOW)
