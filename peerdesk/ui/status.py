"""The line at the foot of the window: when something was last saved, and that it is encrypted."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from peerdesk.ui.sign import Sign


class Status(QStatusBar):
    """Shows facts about the vault, never anything from a record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._saved = QLabel()
        self._saved.setObjectName("Muted")
        self._saved.setContentsMargins(8, 4, 0, 4)
        self.addWidget(self._saved, 1)
        self.addPermanentWidget(_encrypted())

    def show_saved(self, at: datetime) -> None:
        """Say when something was last saved, in local time."""
        self._saved.setText(f"Saved at {at.astimezone():%H:%M}")


def _encrypted() -> QWidget:
    words = QLabel("Encrypted")
    words.setObjectName("Muted")
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 4, 12, 4)
    row.setSpacing(6)
    row.addWidget(Sign("lock", "", 1.0, QPalette.ColorRole.PlaceholderText))
    row.addWidget(words)
    return pair
