"""One sentence on what just happened: good, worth a thought, or wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class Notice(QLabel):
    """Hidden until there is something to say; the color only repeats the words."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Muted")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def say(self, text: str, state: str = "good") -> None:
        """Say it, as ``good``, ``warn`` or ``bad``; nothing for an empty text."""
        self.setProperty("state", state)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setText(text)
        self.setVisible(bool(text))
