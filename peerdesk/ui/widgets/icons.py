"""Icons that are painted in the palette's color, so that a change of theme needs no new ones."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from peerdesk.paths import resource

Role = QPalette.ColorRole
_STROKE = '"1.75"'


def icon(name: str, role: Role = Role.ButtonText) -> QIcon:
    """Return a shipped icon that follows one color of the palette.

    Raises FileNotFoundError for a name that is not under ``resources/icons``.
    """
    _drawing(name)
    return QIcon(_PaletteEngine(name, role))


@cache
def _drawing(name: str) -> str:
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return drawing.replace('stroke-width="2"', f"stroke-width={_STROKE}")


class _PaletteEngine(QIconEngine):
    """Draws the picture in the color that the palette has at the moment of painting."""

    def __init__(self, name: str, role: Role) -> None:
        super().__init__()
        self._name, self._role = name, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        disabled = mode == QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if disabled else QPalette.ColorGroup.Active
        color = QApplication.palette().color(group, self._role).name()
        drawing = _drawing(self._name).replace("currentColor", color)
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return self.pixmap(size, mode, state)

    def clone(self) -> QIconEngine:
        return _PaletteEngine(self._name, self._role)
