"""The guard says when to lock, and goes on asking for a new process until there is one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from peerdesk.ui.watch.guard import Guard
from tests.ui.watch.test_idle import Times


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_passes_on_what_idle_clock_and_system_say(qtbot: QtBot, window: QWidget) -> None:
    times = Times()
    guard = Guard(window, lambda: True, times)
    heard: list[str] = []
    guard.left.connect(lambda: heard.append("left"))
    guard.hide_wanted.connect(lambda: heard.append("hide"))
    guard.nearing.connect(lambda minutes: heard.append(f"{minutes}"))
    guard.opened(3)
    times.go(90)
    guard.idle.tick()
    guard.idle.hide_wanted.emit()
    assert guard._away is not None
    guard._away.left.emit()  # type: ignore[attr-defined]
    times.go(95)
    guard.idle.tick()
    assert heard == ["2", "hide", "left", "0", "left"]
    guard.closed()


def test_asks_for_a_new_process_until_it_comes(qtbot: QtBot, window: QWidget) -> None:
    answers = [False, True]
    guard = Guard(window, lambda: answers.pop(0), Times())
    guard._timer.setInterval(10)
    guard.opened(10)
    qtbot.wait(40)
    assert answers == [False, True]
    guard.closed()
    qtbot.waitUntil(lambda: answers == [])
    qtbot.wait(40)
    assert not guard._timer.isActive()


def test_opening_again_keeps_the_process(qtbot: QtBot, window: QWidget) -> None:
    asked: list[int] = []

    def ask() -> bool:
        asked.append(1)
        return False

    guard = Guard(window, ask, Times())
    guard._timer.setInterval(10)
    guard.closed()
    guard.opened(10)
    qtbot.wait(40)
    assert asked == []
    guard.idle.stop()


@pytest.mark.parametrize("end", ["closed", "stop"])
def test_nobody_is_watched_once_there_is_no_open_vault(window: QWidget, end: str) -> None:
    guard = Guard(window, lambda: True, Times())
    guard.opened(10)
    assert guard.idle._timer.isActive()
    getattr(guard, end)()
    assert not guard.idle._timer.isActive()
    assert guard._timer.isActive() is (end == "closed")
    guard.stop()


def test_the_clocks_are_read_anew_whenever_a_vault_is_opened(window: QWidget) -> None:
    times = Times()
    guard, heard = Guard(window, lambda: True, times), list[str]()
    guard.left.connect(lambda: heard.append("left"))
    for _ in range(2):
        guard.opened(10)
        times.go(599)
        guard.idle.tick()
        assert heard == []
        guard.closed()
        times.go(10_000)
        times.wall += 500  # the computer slept while the vault was closed
    guard.opened(10)
    times.go(600)
    guard.idle.tick()
    assert heard == ["left"]
    guard.stop()
