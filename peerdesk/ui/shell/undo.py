"""Taking back what was removed or done, one thing after the other, while the vault stays open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from peerdesk.errors import UserFacing
from peerdesk.services.records.bin import DAYS
from peerdesk.ui.page import PageContext

_SECONDS = 12
"""How long it is offered."""


class Undoing(QObject):
    """Remembers what was removed or done, and says so with an Undo button for a while."""

    def __init__(self, context: PageContext, show: Callable[[str, int], None]) -> None:
        super().__init__()
        self._context = context
        self._show = show
        self._backs: list[Callable[[], None]] = []
        self.toast = Toast()
        self.toast.undo_wanted.connect(self.undo)
        context.changes.removed.connect(self._removed)
        context.changes.done.connect(self._remember)

    def undo(self) -> None:
        """Take back what was removed or done last."""
        if not self._backs:
            return
        self.toast.hide()
        try:
            self._backs.pop()()
        except UserFacing as refusal:
            self._context.dialogs.error(self.toast.window(), refusal)

    def _bring_back(self, item: int) -> None:
        kind, number = self._context.workspace.bin.bring_back(item)
        self._context.changes.changed.emit(kind)
        self._show(kind, number)

    def _removed(self, label: str, item: int) -> None:
        words = f"The {label} was removed. It stays in the bin for {DAYS} days."
        self._remember(words, partial(self._bring_back, item))

    def _remember(self, words: str, back: Callable[[], None]) -> None:
        self._backs.append(back)
        self.toast.say(words)


class Toast(QFrame):
    """Shows one sentence with an Undo button for a while; never takes the keyboard."""

    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Toast")
        self._words = QLabel()
        self.undo_button = QPushButton("Undo")
        self.undo_button.setToolTip("Ctrl+Z")
        self.undo_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.undo_button.clicked.connect(self.undo_wanted)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self.undo_button)
        self.hide()

    def say(self, words: str) -> None:
        """Show a sentence, and start its time anew."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
