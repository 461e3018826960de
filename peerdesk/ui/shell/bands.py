"""Sentences across the top of the pages that somebody has to have read, until they say so."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from peerdesk.ui.widgets import labels


class Bands(QWidget):
    """One band for each warning, each with a button that takes it away."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self.words: list[str] = []
        """What is said now."""

    def warn(self, words: str) -> None:
        """Say something, once however often it happens."""
        if words not in self.words:
            self.words.append(words)
            self._column.addWidget(self._band(words))

    def _band(self, words: str) -> QFrame:
        band = QFrame()
        band.setObjectName("WarningBand")
        label = labels.words(words, "WarningWords")
        button = QPushButton("OK")
        button.setAccessibleName(f"Read: {words}")
        row = QHBoxLayout(band)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(12)
        row.addWidget(label, 1)
        row.addWidget(button)

        def read() -> None:
            self.words.remove(words)
            band.hide()
            band.deleteLater()

        button.clicked.connect(read)
        return band
