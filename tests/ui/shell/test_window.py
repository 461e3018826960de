"""The window opens, locks without a trace, and is worked by keys."""

from __future__ import annotations

import gc
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Event
from threading import Timer as ThreadTimer

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QMenu,
    QMessageBox,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from peerdesk.errors import CannotWrite
from peerdesk.ui.door.blank import BlankPage
from peerdesk.ui.door.first_run import FirstRun
from peerdesk.ui.door.unlock import UnlockPage
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.shell.palette import Palette
from peerdesk.ui.shell.status import Status
from peerdesk.ui.shell.window import Window
from peerdesk.ui.surroundings import Surroundings, opened
from peerdesk.ui.watch.capture import Unseen
from peerdesk.ui.widgets.dialogs import Choice
from peerdesk.ui.widgets.tasks import Tasks
from tests.conftest import PASSPHRASE
from tests.ui.conftest import RealVaults
from tests.ui.early import asked_early
from tests.ui.freed import freed
from tests.ui.watch.test_capture import User32
from tests.ui.watch.test_idle import Times

ROOT = QModelIndex()
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


def test_nothing_in_the_window_answers_too_late(
    qtbot: QtBot, surroundings: Surroundings, real_vaults: RealVaults
) -> None:
    real_vaults.create(PASSPHRASE, AGENCY)
    real_vaults.close()
    with asked_early() as failed:
        window = Window(surroundings)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
        _unlock(qtbot, window)
    assert failed == []


def _actions(window: Window) -> list[QAction]:
    menus = window.menuBar().findChildren(QMenu)
    return [each for menu in menus for each in menu.actions() if each.text()]


def _has_command(window: Window, start: str) -> bool:
    return any(each.text().startswith(start) for each in _actions(window))


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


def _texts() -> set[str]:
    """Return every text that can be reached from any widget or model of the program."""
    found: set[str] = set()
    models = {each for each in gc.get_objects() if isinstance(each, QAbstractItemModel)}
    for widget in QApplication.allWidgets():
        for read in (
            *("text", "toPlainText", "currentText", "windowTitle", "toolTip", "title"),
            *("accessibleName", "accessibleDescription", "statusTip", "placeholderText"),
        ):
            method = getattr(widget, read, None)
            found |= {str(method())} if callable(method) else set()
        if isinstance(widget, QAbstractItemView | QComboBox) and widget.model() is not None:
            models.add(widget.model())
    for model in filter(isValid, models):
        flat = isinstance(model, QAbstractListModel)
        rows, columns = model.rowCount(ROOT), 1 if flat else model.columnCount(ROOT)
        cells = [model.index(row, column) for row in range(rows) for column in range(columns)]
        found |= {str(cell.data()) for cell in cells}
    return found


def test_no_widget_and_no_model_holds_a_record_after_locking(qtbot: QtBot, window: Window) -> None:
    _unlock(qtbot, window)
    desk = window.desk
    assert desk is not None
    desk._context.workspace.records.save("supporter", SUPPORTER)
    for key, _title in (*desk.titles, *desk.program):
        desk.go(key)
    desk.go("supporter")
    desk._context.changes.changed.emit("supporter")
    page = desk.page
    assert isinstance(page, RecordPage)
    _settle(window)
    page.detail.open(1)
    page.form.fill({"display_name": "Zqxvbn"})
    desk._context.dialogs.ask(page, ("Marisol Zqxvbn?", ""), [Choice("a", "A")], lambda _: None)
    marks = ("Marisol", "Zqxvbn", "Pine County")
    assert all(any(mark in text for text in _texts()) for mark in marks)  # the search does find
    del page
    with freed(qtbot, desk):
        window.lock_now()
    del desk
    qtbot.waitUntil(lambda: not window.findChildren(QDialog))
    _settle(window)
    assert not [text for text in _texts() if any(mark in text for mark in marks)]
    assert window.windowTitle() == "PeerDesk - locked"


def _settle(window: Window) -> None:
    window.pool.waitForDone()
    QApplication.processEvents()
    gc.collect()


def test_locking_asks_nothing_and_keeps_a_draft(qtbot: QtBot, window: Window) -> None:
    _unlock(qtbot, window)
    page = _supporters(window)
    page.add()
    page.form.fill({"full_name": "Lily Ch"})
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(window.centralWidget(), UnlockPage)
    _unlock(qtbot, window)
    page = _supporters(window)
    qtbot.waitUntil(page.drafts.isVisible)
    page.drafts.continue_button.click()
    assert page.form.values()["full_name"] == "Lily Ch"
    window.lock_now()


def _supporters(window: Window) -> RecordPage:
    assert window.desk is not None
    window.desk.go("supporter")
    assert isinstance(window.desk.page, RecordPage)
    return window.desk.page


def test_a_draft_that_could_not_be_kept_is_said(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    _unlock(qtbot, window)
    page = _supporters(window)
    page.add()
    page.form.fill({"full_name": "Lily Ch"})

    def full(*_: object) -> None:
        raise CannotWrite("The disk is full.")

    monkeypatch.setattr(page.drafts._drafts, "save", full)
    window.lock_now()
    assert window.desk is None
    assert any("The disk is full." in each.text() for each in window.findChildren(QLabel))


def test_what_a_worker_has_begun_is_finished_before_the_key_is_gone(
    qtbot: QtBot, window: Window, real_vaults: RealVaults
) -> None:
    _unlock(qtbot, window)
    seen: list[bool] = []
    begun = threading.Event()

    def work() -> None:
        begun.set()
        time.sleep(0.1)
        seen.append(real_vaults.vault is not None)

    window.pool.start(work)
    begun.wait(5)
    window.lock_now()
    assert seen == [True]
    assert real_vaults.vault is None


@pytest.mark.parametrize("way", ["key", "dialog", "command"])
@pytest.mark.parametrize("back", ["Escape", "click"])
def test_hiding_shows_nothing_until_somebody_asks(
    qtbot: QtBot, window: Window, real_vaults: RealVaults, way: str, back: str
) -> None:
    _unlock(qtbot, window)
    assert window.desk is not None
    if way == "dialog":
        window.desk._context.dialogs.ask(window, ("?", ""), [Choice("a", "A")], lambda _: None)
        (box,) = window.findChildren(QMessageBox)
        QTest.keyClick(box, Qt.Key.Key_F12)
    elif way == "key":
        QTest.keyClick(window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    else:
        next(each for each in _actions(window) if "hide" in each.text()).trigger()
    page = window.centralWidget()
    assert isinstance(page, BlankPage)
    assert real_vaults.vault is None
    assert not [each for each in page.findChildren(QLabel) if each.text()]
    QTest.keyClick(page, Qt.Key.Key_A)
    assert window.centralWidget() is page
    if back == "click":
        QTest.mouseClick(page, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(page, Qt.Key.Key_Escape)
    assert isinstance(window.centralWidget(), UnlockPage)


def test_locks_when_nobody_is_there(
    qtbot: QtBot, real_vaults: RealVaults, surroundings: Surroundings
) -> None:
    times = Times()
    real_vaults.create(PASSPHRASE, {**AGENCY, "lock_minutes": 3})
    real_vaults.close()
    window = Window(replace(surroundings, times=times))
    qtbot.addWidget(window)
    window.show()
    _unlock(qtbot, window)
    status = window.statusBar()
    assert isinstance(status, Status)
    for _ in range(12):
        times.go(5)
        window._guard.idle.tick()
    assert status.locking.text() == "Locks in 2 minutes"
    assert status.locking.isVisible()
    assert window.desk is not None
    window.desk._context.workspace.agency.change(lock_minutes=30)
    window.desk._context.changes.changed.emit("agency")
    times.go(600)
    window._guard.idle.tick()
    assert window.desk is not None
    times.go(1200)
    window._guard.idle.tick()
    assert window.desk is None
    assert isinstance(window.centralWidget(), UnlockPage)


def test_begins_anew_only_while_nobody_types(
    qtbot: QtBot, real_vaults: RealVaults, surroundings: Surroundings
) -> None:
    begun: list[int] = []
    real_vaults.create(PASSPHRASE, AGENCY)
    real_vaults.close()
    window = Window(replace(surroundings, restart=lambda: begun.append(1)))
    qtbot.addWidget(window)
    window.show()
    _unlock(qtbot, window)
    window._guard._timer.timeout.emit()
    assert begun == []  # never while it is open
    window.lock_now()
    page = window.centralWidget()
    assert isinstance(page, UnlockPage)
    QTest.keyClicks(page.passphrase.line, "half a pass")
    window._guard._timer.timeout.emit()
    assert begun == []
    page.passphrase.clear()
    window._guard._timer.timeout.emit()
    assert begun == [1]
    assert not window._guard._timer.isActive()
    assert not surroundings.settings.geometry.isEmpty()


def test_a_closed_window_does_not_begin_anew(qtbot: QtBot, window: Window) -> None:
    _unlock(qtbot, window)
    window.lock_now()
    assert window._guard._timer.isActive()
    window.close()
    assert not window._guard._timer.isActive()


def test_a_guide_that_holds_the_vault_open_is_locked_too(
    qtbot: QtBot, real_vaults: RealVaults, surroundings: Surroundings
) -> None:
    times = Times()
    window = Window(replace(surroundings, times=times))
    qtbot.addWidget(window)
    window.show()
    guide = window.centralWidget()
    assert isinstance(guide, FirstRun)
    real_vaults.create(PASSPHRASE, AGENCY)
    guide._hold(object())
    times.go(700)
    window._guard.idle.tick()
    assert real_vaults.vault is None
    assert isinstance(window.centralWidget(), UnlockPage)


def _let_go_later(held: Event) -> None:
    """Locking waits for a worker, so the worker is let go from outside of this thread."""
    ThreadTimer(0.2, held.set).start()


def test_what_a_guide_waits_for_is_not_heard_by_a_closed_vault(
    qtbot: QtBot, real_vaults: RealVaults, surroundings: Surroundings
) -> None:
    times, held, heard = Times(), Event(), list[object]()
    window = Window(replace(surroundings, times=times))
    qtbot.addWidget(window)
    window.show()
    guide = window.centralWidget()
    assert isinstance(guide, FirstRun)
    real_vaults.create(PASSPHRASE, AGENCY)
    guide._hold(object())
    guide._tasks.run(partial(held.wait, 20), heard.append, heard.append)
    QTimer.singleShot(0, guide, lambda: heard.append(opened(guide._vaults)))
    _let_go_later(held)
    times.go(700)
    window._guard.idle.tick()
    assert held.is_set()
    qtbot.wait(50)
    assert heard == []


def test_what_a_page_waits_for_is_not_heard_by_a_closed_vault(qtbot: QtBot, window: Window) -> None:
    _unlock(qtbot, window)
    held, heard = Event(), list[object]()
    desk = window.desk
    assert desk is not None
    agency = desk._context.workspace.agency
    waiting, timer = Tasks(window.pool, desk.page), QTimer(desk.page)
    waiting.run(partial(held.wait, 20), lambda _: heard.append(agency.profile()), heard.append)
    timer.timeout.connect(lambda: heard.append(agency.profile()))
    timer.start(1)
    QTimer.singleShot(0, desk.page, lambda: heard.append(agency.profile()))
    _let_go_later(held)
    window.lock_now()
    assert held.is_set()
    qtbot.wait(50)
    assert heard == []


def test_what_a_closed_window_waits_for_is_not_heard_either(
    qtbot: QtBot, real_vaults: RealVaults, surroundings: Surroundings
) -> None:
    held, heard = Event(), list[object]()
    window = Window(surroundings)
    qtbot.addWidget(window)
    window.show()
    guide = window.centralWidget()
    assert isinstance(guide, FirstRun)
    workspace = real_vaults.create(PASSPHRASE, AGENCY)
    guide._tasks.run(partial(held.wait, 20), lambda _: heard.append(workspace), heard.append)
    QTimer.singleShot(0, guide, lambda: heard.append(workspace))
    _let_go_later(held)
    window.close()
    assert held.is_set()
    assert real_vaults.vault is None
    qtbot.wait(50)
    assert heard == []


def test_a_search_that_is_being_typed_asks_no_closed_vault(qtbot: QtBot, window: Window) -> None:
    _unlock(qtbot, window)
    assert window.desk is not None
    window.desk.search()
    palette = window.findChild(Palette)
    assert isinstance(palette, Palette)
    QTest.keyClicks(palette.line, "ad")
    assert palette._pause.isActive()
    window.lock_now()
    assert not palette._pause.isActive()


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
        assert action.shortcut().toString() == (f"Ctrl+{number}" if number < 10 else "")
        action.trigger()
        assert desk.sidebar.list.currentItem().text() == title
    for key, title in desk.program:
        next(each for each in _actions(window) if each.text() == title).trigger()
        assert desk.key == key
    keys = [key.toString() for action in _actions(window) for key in action.shortcuts()]
    assert len(keys) == len(set(keys))


def test_f6_goes_round_the_panes(qtbot: QtBot, window: Window) -> None:
    _unlock(qtbot, window)
    desk = window.desk
    assert desk is not None
    desk._context.workspace.records.save("supporter", SUPPORTER)
    desk.go("supporter")
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


@pytest.mark.parametrize("ours", [True, False])
@pytest.mark.parametrize("leave", [Window.lock_now, Window.close])
def test_what_was_copied_goes_with_the_records(
    qtbot: QtBot, window: Window, leave: Callable[[Window], object], ours: bool
) -> None:
    _unlock(qtbot, window)
    clipboard = QApplication.clipboard()
    clipboard.setText("MARISOL")
    window._copied.owns = lambda: ours
    leave(window)
    qtbot.waitUntil(lambda: window.desk is None)
    qtbot.waitUntil(lambda: clipboard.text() == ("" if ours else "MARISOL"))
    window.close()


def test_what_was_copied_from_a_guide_goes_with_it(
    qtbot: QtBot, surroundings: Surroundings
) -> None:
    window = Window(surroundings)
    qtbot.addWidget(window)
    window._copied.owns = lambda: True
    QApplication.clipboard().setText("MARISOL")
    window.close()
    assert not QApplication.clipboard().text()


def test_pictures_of_the_screen_can_be_allowed_for_a_while(
    qtbot: QtBot, surroundings: Surroundings, qapp: QApplication
) -> None:
    assert not [each for each in _actions(Window(surroundings)) if "picture" in each.text()]
    user32 = User32()
    unseen = Unseen(user32, qapp)
    window = Window(replace(surroundings, unseen=unseen))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    for text, before, after in (("Allow", 0x11, 0), ("Keep", 0, 0x11)):
        assert user32.wishes[int(window.winId())] == before
        qtbot.waitUntil(partial(_has_command, window, text))
        next(each for each in _actions(window) if each.text().startswith(text)).trigger()
        assert user32.wishes[int(window.winId())] == after
    qapp.removeEventFilter(unseen)
    unseen.deleteLater()


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
