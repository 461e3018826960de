"""A still picture that follows the theme and the size of text."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from peerdesk.ui.widgets.icons import icon


class Sign(QWidget):
    """Paints an icon anew each time, so that it never freezes one theme's colors.

    ``size`` is in heights of a line of text.
    """

    def __init__(
        self,
        name: str,
        meaning: str,
        size: float = 1.2,
        role: QPalette.ColorRole = QPalette.ColorRole.WindowText,
    ) -> None:
        super().__init__()
        self._icon = icon(name, role)
        self._size = size
        self.setAccessibleName(meaning)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a square that grows with the text."""
        side = round(self.fontMetrics().height() * self._size)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon in the palette's color."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()
