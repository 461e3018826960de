"""Watches over an open vault: when to lock it, and when to end the process that held its key."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from peerdesk.ui.idle import IdleWatch, Times, computer_times

_RESTART_AFTER = 120_000
"""In milliseconds. Python keeps copies of what it has forgotten; only a new process has none."""


class Guard(QObject):
    """Says when to lock while the vault is open, and restarts the program some time after.

    ``restart`` is called when the vault has been locked for two minutes and ``quiet`` says that
    nobody is typing; otherwise two minutes later.
    """

    left = Signal()
    hide_wanted = Signal()
    nearing = Signal(int)

    def __init__(
        self,
        window: QWidget,
        quiet: Callable[[], bool],
        restart: Callable[[], None] | None,
        times: Times = computer_times,
    ) -> None:
        super().__init__(window)
        self._window, self._quiet, self._restart = window, quiet, restart
        self._away: QObject | None = None
        self.idle = IdleWatch(self, times)
        self.idle.left.connect(self.left)
        self.idle.hide_wanted.connect(self.hide_wanted)
        self.idle.nearing.connect(self.nearing)
        self._timer = QTimer(self)
        self._timer.setInterval(_RESTART_AFTER)
        self._timer.timeout.connect(self._restart_if_quiet)

    def opened(self, minutes: int) -> None:
        """Watch an open vault."""
        self._timer.stop()
        self.idle.start(minutes)
        if self._away is None:
            # Needs D-Bus on Linux, which is not wanted before the first window is painted.
            from peerdesk.ui.away import Away  # noqa: PLC0415 - see above

            away = Away(int(self._window.winId()), self)
            away.left.connect(self.left)
            self._away = away

    def closed(self) -> None:
        """Watch no longer; end this process before long."""
        self.idle.stop()
        if self._restart is not None:
            self._timer.start()

    def _restart_if_quiet(self) -> None:
        if self._restart is not None and self._quiet():
            self._timer.stop()
            self._restart()
