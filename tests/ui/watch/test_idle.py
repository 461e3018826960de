"""The program notices that nobody is there, by keys, clicks and clocks."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.ui.watch.idle import IdleWatch, computer_times


class Times:
    """Clocks that a test sets."""

    def __init__(self) -> None:
        self.wall, self.steady = 1_000_000.0, 50.0

    def __call__(self) -> tuple[float, float]:
        return self.wall, self.steady

    def go(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
def watch(qtbot: QtBot, times: Times) -> Iterator[IdleWatch]:
    watch = IdleWatch(None, times)
    watch.heard = []  # type: ignore[attr-defined]
    watch.left.connect(lambda: watch.heard.append("left"))  # type: ignore[attr-defined]
    watch.nearing.connect(watch.heard.append)  # type: ignore[attr-defined]
    watch.start(10)
    yield watch
    watch.stop()


def _pass(watch: IdleWatch, times: Times, seconds: float) -> list[object]:
    for _ in range(int(seconds // 5)):
        times.go(5)
        watch.tick()
    heard: list[object] = watch.heard  # type: ignore[attr-defined]
    return heard


def test_nobody_for_ten_minutes(watch: IdleWatch, times: Times) -> None:
    assert _pass(watch, times, 475) == []
    assert _pass(watch, times, 120) == [2, 1]
    assert _pass(watch, times, 5) == [2, 1, 0, "left"]
    assert not watch._timer.isActive()


def test_the_clocks_count_from_the_start_not_from_the_making(qtbot: QtBot, times: Times) -> None:
    watch, heard = IdleWatch(None, times), list[str]()
    watch.left.connect(lambda: heard.append("left"))
    times.go(10_000)
    times.wall += 500  # the computer slept while nothing was watched
    watch.start(10)
    watch.tick()
    assert heard == []
    times.go(599)
    watch.tick()
    assert heard == []
    times.wall += 500
    watch.tick()
    assert heard == ["left"]


@pytest.mark.parametrize("sign", ["key", "click"])
def test_a_key_or_a_click_in_any_window_starts_anew(
    qtbot: QtBot, watch: IdleWatch, times: Times, sign: str
) -> None:
    anywhere = QWidget()
    qtbot.addWidget(anywhere)
    anywhere.show()
    _pass(watch, times, 595)
    if sign == "key":
        QTest.keyClick(anywhere, Qt.Key.Key_A)
    else:
        QTest.mouseClick(anywhere, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert watch.heard == [2, 1, 0]  # type: ignore[attr-defined]
    assert "left" not in _pass(watch, times, 595)
    assert "left" in _pass(watch, times, 10)


@pytest.mark.parametrize(
    ("key", "control", "hides"),
    [
        (Qt.Key.Key_F12, False, True),
        (Qt.Key.Key_Period, True, True),
        (Qt.Key.Key_Period, False, False),
    ],
)
def test_the_key_for_hiding_works_in_any_window(
    qtbot: QtBot, watch: IdleWatch, key: Qt.Key, control: bool, hides: bool
) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.show()
    held = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    heard: list[int] = []
    watch.hide_wanted.connect(lambda: heard.append(1))
    QTest.keyClick(line, key, held)
    assert bool(heard) is hides
    assert line.text() == ("" if hides else ".")


def test_what_is_no_sign_of_life_does_not_count(watch: IdleWatch, times: Times) -> None:
    _pass(watch, times, 595)
    for kind in (QEvent.Type.Paint, QEvent.Type.Timer, QEvent.Type.MouseMove):
        QApplication.sendEvent(QObject(), QEvent(kind))
    assert "left" in _pass(watch, times, 5)


@pytest.mark.parametrize(("wall", "steady"), [(3600, 5), (40, 5), (-60, 5)])
def test_a_clock_that_jumped_means_sleep(
    watch: IdleWatch, times: Times, wall: float, steady: float
) -> None:
    times.wall += wall
    times.steady += steady
    watch.tick()
    assert watch.heard == ["left"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("apart", "slept"), [(30, False), (-30, False), (31, True), (-31, True)])
def test_clocks_may_part_by_half_a_minute(
    watch: IdleWatch, times: Times, *, apart: float, slept: bool
) -> None:
    times.go(5)
    times.wall += apart
    watch.tick()
    assert bool(watch.heard) is slept  # type: ignore[attr-defined]


def test_clocks_that_part_slowly_mean_no_sleep(watch: IdleWatch, times: Times) -> None:
    for _ in range(5):
        times.go(5)
        times.wall += 20
        watch.tick()
    assert watch.heard == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("minutes", "seconds"), [(3, 180), (1, 60), (0, 60)])
def test_the_limit_is_that_of_the_start_and_a_minute_at_least(
    watch: IdleWatch, times: Times, minutes: int, seconds: int
) -> None:
    watch.start(minutes)
    times.go(seconds - 1)
    watch.tick()
    assert "left" not in watch.heard  # type: ignore[attr-defined]
    times.go(1)
    watch.tick()
    assert "left" in watch.heard  # type: ignore[attr-defined]


def test_a_slow_computer_is_no_sleep(watch: IdleWatch, times: Times) -> None:
    times.go(90)
    times.wall += 20
    watch.tick()
    assert watch.heard == []  # type: ignore[attr-defined]


def test_the_limit_can_change(watch: IdleWatch, times: Times) -> None:
    _pass(watch, times, 100)
    watch.set_limit(1)
    assert "left" in _pass(watch, times, 5)


def test_nothing_is_watched_once_stopped(watch: IdleWatch, times: Times) -> None:
    watch.stop()
    QTest.qWait(1)
    assert not watch._timer.isActive()


def test_the_computers_clocks_go_alike() -> None:
    wall, steady = computer_times()
    time.sleep(0.02)
    later = computer_times()
    assert later[0] - wall == pytest.approx(later[1] - steady, abs=0.5)
