"""What deserves a second look about the record in the form; it never stops anyone from saving."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from peerdesk.services.kinds.kind import Look


class SecondLook(QLabel):
    """A quiet band of sentences; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("SecondLook")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.show_words(())

    def show_words(self, looks: Sequence[Look]) -> None:
        """Show the sentences, one below the other; in a quiet color where none of them warns."""
        self.setText("\n".join(each.words for each in looks))
        self.setProperty("calm", not any(each.warns for each in looks))
        self.style().unpolish(self)
        self.style().polish(self)
        self.setVisible(bool(looks))
