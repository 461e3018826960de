"""States in words, which a color only repeats: of a record, or of what just happened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from peerdesk.ui.widgets.theme import mark


class Badge(QLabel):
    """Says a state in words; its color (``good``, ``warn``, ``bad`` or none) only repeats it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Badge")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def show_state(self, words: str, state: str = "") -> None:
        """Show a state, or nothing for an empty text."""
        self.setText(words)
        mark(self, state)
        self.setVisible(bool(words))


class Notice(QLabel):
    """One sentence on what just happened; hidden until there is something to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Muted")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def say(self, text: str, state: str = "good") -> None:
        """Say it, as ``good``, ``warn`` or ``bad``; nothing for an empty text."""
        mark(self, state)
        self.setText(text)
        self.setVisible(bool(text))
