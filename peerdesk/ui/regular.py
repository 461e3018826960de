"""Makes a backup now and then while the vault is open, without anybody asking."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from peerdesk.errors import UserFacing
from peerdesk.ui.tasks import Tasks

_EVERY = 600_000
"""In milliseconds: how often to look whether a backup is due."""


class RegularBackups(QObject):
    """Looks every ten minutes; lives as long as the pages of the vault."""

    looked = Signal()
    """A backup may have been made."""
    failed = Signal(str)

    def __init__(
        self, backup_if_due: Callable[[], None], pool: QThreadPool, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._backup_if_due = backup_if_due
        self._tasks = Tasks(pool, self)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Make a backup if one is due."""
        if not self._tasks.running:
            self._tasks.run(self._backup_if_due, self._done, self._say)

    def _done(self, _nothing: None) -> None:
        self.looked.emit()

    def _say(self, problem: UserFacing) -> None:
        self.failed.emit(str(problem))
