"""What the window shows when it must show nothing: no word says what program this is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget


class BlankPage(QWidget):
    """An empty page; Escape or a click asks for the passphrase."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Hidden")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Escape; every other key does nothing, as on a switched-off screen."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave with a click."""
        self.left.emit()
