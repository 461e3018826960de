"""Watches over an open vault: when to lock it, and when to end the process that held its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from peerdesk.ui.watch.idle import IdleWatch, Times, computer_times

_RESTART_AFTER = 120_000
"""In milliseconds. Python keeps copies of what it has forgotten; only a new process has none."""


class Guard(QObject):
    """Says when to lock while the vault is open, and restarts the program some time after.

    ``begin_anew`` is called every two minutes while the vault is locked, until it says that this
    process is about to end.
    """

    left = Signal()
    hide_wanted = Signal()
    nearing = Signal(int)

    def __init__(
        self, window: QWidget, begin_anew: Callable[[], bool], times: Times = computer_times
    ) -> None:
        super().__init__(window)
        self._window, self._begin_anew = window, begin_anew
        self._away: QObject | None = None
        self.idle = IdleWatch(self, times)
        self.idle.left.connect(self.left)
        self.idle.hide_wanted.connect(self.hide_wanted)
        self.idle.nearing.connect(self.nearing)
        self._timer = QTimer(self)
        self._timer.setInterval(_RESTART_AFTER)
        self._timer.timeout.connect(self._on_time)

    def opened(self, minutes: int) -> None:
        """Watch an open vault."""
        self._timer.stop()
        self.idle.start(minutes)
        if self._away is None:
            # Needs D-Bus on Linux, which is not wanted before the first window is painted.
            from peerdesk.ui.watch.away import Away  # noqa: PLC0415 - see above

            away = Away(int(self._window.winId()), self)
            away.left.connect(self.left)
            self._away = away

    def closed(self) -> None:
        """Watch no longer; end this process before long."""
        self.idle.stop()
        self._timer.start()

    def stop(self) -> None:
        """Watch nothing any more: the window is closed for good."""
        self.idle.stop()
        self._timer.stop()

    def _on_time(self) -> None:
        if self._begin_anew():
            self._timer.stop()
