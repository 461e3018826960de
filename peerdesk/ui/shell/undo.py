"""Taking back what was removed, one record after the other, while the vault stays open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from peerdesk.errors import UserFacing
from peerdesk.services.records.bin import DAYS
from peerdesk.ui.page import PageContext
from peerdesk.ui.shell.toast import Toast


class Undoing(QObject):
    """Remembers what was removed, and says so with an Undo button for a while."""

    def __init__(self, context: PageContext, show: Callable[[str, int], None]) -> None:
        super().__init__()
        self._context = context
        self._show = show
        self._items: list[int] = []
        self.toast = Toast()
        self.toast.undo_wanted.connect(self.undo)
        context.changes.removed.connect(self._remember)

    def undo(self) -> None:
        """Bring back what was removed last, and show it."""
        if not self._items:
            return
        self.toast.hide()
        try:
            kind, number = self._context.workspace.bin.bring_back(self._items.pop())
        except UserFacing as refusal:
            self._context.dialogs.error(self.toast.window(), refusal)
            return
        self._context.changes.changed.emit(kind)
        self._show(kind, number)

    def _remember(self, label: str, item: int) -> None:
        self._items.append(item)
        self.toast.say(f"The {label} was removed. It stays in the bin for {DAYS} days.")
