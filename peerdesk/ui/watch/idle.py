"""Notices that nobody is at the computer any more, or that somebody wants it hidden at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

_TICK = 5_000
"""In milliseconds."""
_JUMP = 30.0
"""By how many seconds the two clocks may part between two ticks."""
_WARN_MINUTES = 2
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)

_HIDE = ((Qt.Key.Key_F12, False), (Qt.Key.Key_Period, True))
"""Keys that hide everything, and whether Control belongs to them."""

Times = Callable[[], tuple[float, float]]
"""The wall clock and the clock that stands still while the computer sleeps, in seconds."""


def computer_times() -> tuple[float, float]:
    """Return both clocks of this computer."""
    return time.time(), time.monotonic()


class IdleWatch(QObject):
    """Counts from the last key or click anywhere in the program, while it is started.

    A clock on the wall that parts from the steady one means that the computer has slept.
    """

    left = Signal()
    """Nobody has been here for too long, or the computer has slept."""
    hide_wanted = Signal()
    """The key for hiding was pressed in a dialog, where no command of the window is heard."""
    nearing = Signal(int)
    """Minutes until ``left``, in the last two; 0 as soon as somebody is here again."""

    def __init__(self, parent: QObject | None = None, times: Times = computer_times) -> None:
        super().__init__(parent)
        self._times = times
        self._limit = 600.0
        self._wall, self._steady = times()
        self._alive = self._steady
        self._warned = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.tick)

    def start(self, minutes: int) -> None:
        """Watch from now on; whoever starts it is there."""
        self.set_limit(minutes)
        self._wall, self._steady = self._times()
        self._alive = self._steady
        self._timer.start()
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def set_limit(self, minutes: int) -> None:
        """Change how long nobody may be there."""
        self._limit = 60.0 * max(1, minutes)

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._warn(0)

    def tick(self) -> None:
        """Look at the clocks."""
        wall, steady = self._times()
        slept = abs((wall - self._wall) - (steady - self._steady)) > _JUMP
        self._wall, self._steady = wall, steady
        remaining = self._limit - (steady - self._alive)
        if slept or remaining <= 0:
            self.stop()
            self.left.emit()
        else:
            minutes = ceil(remaining / 60)
            self._warn(minutes if minutes <= _WARN_MINUTES else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a sign of life; let everything pass but the key for hiding."""
        if event.type() not in _SIGNS_OF_LIFE:
            return False
        self._alive = self._times()[1]
        self._warn(0)
        if isinstance(event, QKeyEvent) and _hides(event):
            self.hide_wanted.emit()
            return True
        return False

    def _warn(self, minutes: int) -> None:
        if minutes != self._warned:
            self._warned = minutes
            self.nearing.emit(minutes)


def _hides(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return (event.key(), control) in _HIDE
