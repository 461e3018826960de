"""What the coordinator is asked after a restore: which reports were issued since the backup."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from peerdesk.ui.page import PageContext
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.dialogs import Choice

_ASKED = (
    "This vault was restored from a backup. Reports issued since the backup are not known here, so "
    "new reports could give something away beside them. Take their receipts in, or say that none "
    "are missing."
)
_SURE = (
    "If one was issued all the same, its readers could find out small numbers by comparing it with "
    "the next report."
)


class GapBar(QWidget):
    """Hidden as long as nothing is asked."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        text = labels.words(_ASKED, "FieldError")
        self.button = QPushButton("&None are missing…")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self._ask)
        self.hide()

    def reload(self) -> None:
        """Show the question where it wants an answer."""
        workspace = self._context.workspace
        self.setVisible(workspace.receipts.missing_since() is not None)
        self.button.setEnabled(workspace.access.may("issue"))

    def _ask(self) -> None:
        choices = [Choice("none", "None are missing"), Choice("", "Look again", safe=True)]
        self._context.dialogs.ask(
            self, ("Were no reports issued since the backup?", _SURE), choices, self._answered
        )

    def _answered(self, answer: str) -> None:
        if answer:
            self._context.workspace.receipts.nothing_missing()
            self._context.changes.changed.emit("publication")
            self.reload()
