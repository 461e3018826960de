"""Looks after the vault while it is open: checks it once, and makes a backup now and then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from peerdesk.errors import UserFacing
from peerdesk.ui.widgets.tasks import Tasks

_EVERY = 600_000
"""In milliseconds: how often to look whether a backup is due."""
_FIRST = 3_000
"""In milliseconds: when to look first, after the first page has been painted."""


class RegularLooks(QObject):
    """Looks soon and then every ten minutes; lives as long as the pages of the vault.

    ``look_after`` works on a worker and returns sentences about what is wrong.
    """

    looked = Signal()
    """A backup may have been made."""
    failed = Signal(str)

    def __init__(
        self, look_after: Callable[[], tuple[str, ...]], pool: QThreadPool, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._look_after = look_after
        self._tasks = Tasks(pool, self)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(_FIRST, self, self.look)

    def look(self) -> None:
        """Look now, unless somebody is looking already."""
        if not self._tasks.running:
            self._tasks.run(self._look_after, self._done, self._say)

    def _done(self, found: tuple[str, ...]) -> None:
        self.looked.emit()
        for words in found:
            self.failed.emit(words)

    def _say(self, problem: UserFacing) -> None:
        self.failed.emit(str(problem))
