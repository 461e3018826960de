"""A word on a colored ground: what state a record is in."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QSizePolicy


class Badge(QLabel):
    """Says a state in words; its color (``good``, ``warn``, ``bad`` or none) only repeats it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("Badge")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)

    def show_state(self, words: str, state: str = "") -> None:
        """Show a state, or nothing for an empty text."""
        self.setText(words)
        self.setProperty("state", state)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setVisible(bool(words))
