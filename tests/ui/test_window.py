"""The window opens, locks without a trace, and is worked by keys."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu
from pytestqt.qtbot import QtBot

from peerdesk.ui.first_run import FirstRun
from peerdesk.ui.unlock import UnlockPage
from peerdesk.ui.window import Surroundings, Window
from tests.conftest import PASSPHRASE
from tests.ui.conftest import RealVaults
from tests.ui.freed import freed

AGENCY = {"name": "Pine County Sheriff's Office", "logging_mode": "coded"}

SUPPORTER = {
    "full_name": "Marisol Aguirre",
    "role": "peer",
    "personnel_class": "sworn",
    "status": "active",
}


@pytest.fixture
def window(qtbot: QtBot, surroundings: Surroundings, real_vaults: RealVaults) -> Window:
    real_vaults.create(PASSPHRASE, AGENCY)
    real_vaults.close()
    window = Window(surroundings)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


def _unlock(qtbot: QtBot, window: Window) -> None:
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    QTest.keyClicks(page.passphrase.line, PASSPHRASE)
    QTest.keyClick(page.passphrase.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.desk is not None and window.desk.page.isVisible())


def _actions(window: Window) -> list[QAction]:
    menus = window.menuBar().findChildren(QMenu)
    return [each for menu in menus for each in menu.actions() if each.text()]


def test_starts_with_the_guide_where_there_is_no_vault(
    qtbot: QtBot, surroundings: Surroundings
) -> None:
    window = Window(surroundings)
    qtbot.addWidget(window)
    assert isinstance(window.centralWidget(), FirstRun)


def test_unlocks_locks_and_unlocks_again(qtbot: QtBot, window: Window) -> None:
    for _ in range(2):
        _unlock(qtbot, window)
        desk = window.desk
        assert desk is not None
        for key, _title in desk.titles:
            desk.go(key)
        with qtbot.waitActive(window):
            window.activateWindow()
        with freed(qtbot, desk):
            QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
            qtbot.waitUntil(lambda: window.desk is None)
        assert isinstance(window.centralWidget(), UnlockPage)
        assert window.windowTitle() == "PeerDesk - locked"


def test_after_locking_no_record_can_be_reached(qtbot: QtBot, window: Window) -> None:
    _unlock(qtbot, window)
    assert window.desk is not None
    workspace = window.desk._context.workspace
    workspace.records.save("supporter", SUPPORTER)
    window.desk.go("supporter")
    gone = weakref.ref(workspace)
    del workspace
    with freed(qtbot, window.desk):
        window.lock_now()
    gc.collect()
    assert gone() is None
    words = [each.text() for each in window.findChildren(QLabel)]
    assert not any("Marisol" in text or "Pine" in text for text in words)


def test_a_sample_is_marked(
    qtbot: QtBot, surroundings: Surroundings, real_vaults: RealVaults
) -> None:
    window = Window(surroundings)
    qtbot.addWidget(window)
    window.show_open(real_vaults.create(PASSPHRASE, {"name": "Pine County"}))
    assert window.windowTitle() == "PeerDesk"
    window._put_away()
    workspace = real_vaults.open(PASSPHRASE)
    workspace.agency.change(sample=True)
    window.show_open(workspace)
    assert window.windowTitle() == "PeerDesk - SAMPLE"
    assert any("SAMPLE" in each.text() for each in window.findChildren(QLabel))


def test_every_page_has_a_key(qtbot: QtBot, window: Window) -> None:
    _unlock(qtbot, window)
    desk = window.desk
    assert desk is not None
    for number, (_key, title) in enumerate(desk.titles, start=1):
        action = next(each for each in _actions(window) if each.text() == title)
        assert action.shortcut().toString() == f"Ctrl+{number}"
        action.trigger()
        assert desk.sidebar.list.currentItem().text() == title
    keys = [key.toString() for action in _actions(window) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_f6_goes_round_the_panes(qtbot: QtBot, window: Window) -> None:
    _unlock(qtbot, window)
    desk = window.desk
    assert desk is not None
    desk._context.workspace.records.save("supporter", SUPPORTER)
    desk._context.changes.changed.emit("supporter")
    desk.sidebar.list.setFocus()
    places = []
    for _ in range(5):
        desk.next_pane()
        places.append(window.focusWidget())
    assert desk.sidebar.list in places
    assert any(desk.page.isAncestorOf(place) for place in places)
    assert len(set(places)) == 3  # the sidebar, the list, the form


def test_zoom_and_colors_are_remembered(
    qtbot: QtBot, window: Window, surroundings: Surroundings
) -> None:
    QTest.keyClick(window, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert surroundings.settings.point_size == surroundings.theme.point_size == 9.0
    next(each for each in _actions(window) if each.text() == "Dark").trigger()
    assert surroundings.settings.mode == surroundings.theme.mode == "dark"


def test_closing_the_guide_closes_what_it_made(
    qtbot: QtBot, surroundings: Surroundings, real_vaults: RealVaults
) -> None:
    window = Window(surroundings)
    qtbot.addWidget(window)
    window.show()
    real_vaults.create(PASSPHRASE, AGENCY)
    window.close()
    assert real_vaults.vault is None


def test_closing_closes_the_vault(
    qtbot: QtBot, window: Window, real_vaults: RealVaults, surroundings: Surroundings
) -> None:
    _unlock(qtbot, window)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert real_vaults.vault is None
    assert not surroundings.settings.geometry.isEmpty()
