"""What deserves a second look about the record in the form; it never stops anyone from saving."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class SecondLook(QLabel):
    """A quiet band of sentences; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("SecondLook")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.show_words(())

    def show_words(self, sentences: Sequence[str]) -> None:
        """Show the sentences, one below the other."""
        self.setText("\n".join(sentences))
        self.setVisible(bool(sentences))
