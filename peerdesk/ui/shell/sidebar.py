"""The list of pages at the window's left edge, in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QIcon, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from peerdesk.ui.widgets.icons import icon

_KEY = Qt.ItemDataRole.UserRole
_BESIDE_IN_LINES = 7
"""Room beside the longest title for icon and margins, in heights of a line."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """One line of the sidebar; ``group`` is the heading above the first of its group."""

    key: str
    title: str
    icon: str
    group: str


class Sidebar(QFrame):
    """One Tab stop; arrows move, and every move shows the page."""

    chosen = Signal(str)
    search_wanted = Signal()

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = _Pages()  # first: whatever Qt is told next, it may ask how wide this is
        self.setObjectName("Sidebar")
        self.list.setObjectName("NavList")
        self.list.setAccessibleName("Pages")
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.viewport().setAutoFillBackground(False)
        self._rows: dict[str, int] = {}
        self.search_button = QPushButton(icon("search", QPalette.ColorRole.PlaceholderText), "")
        self.search_button.setObjectName("SearchButton")
        self.search_button.setText("Search (Ctrl+K)")
        self.search_button.clicked.connect(self.search_wanted)
        self.fill(entries)
        self.list.currentRowChanged.connect(self._announce)
        self.setFocusProxy(self.list)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 8, 0, 8)
        above = QHBoxLayout()
        above.setContentsMargins(8, 4, 8, 4)
        above.addWidget(self.search_button)
        inside.addLayout(above)
        inside.addWidget(self.list)

    def fill(self, entries: Sequence[Entry]) -> None:
        """Show these pages."""
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's order
        self.list.clear()
        self._rows.clear()
        group = ""
        for entry in entries:
            if entry.group != group:
                group = entry.group
                self._add_heading(group)
            self._add(entry)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's order
        self.updateGeometry()

    def show_chosen(self, key: str) -> None:
        """Mark a page as the one shown, without announcing it."""
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's order
        self.list.setCurrentRow(self._rows.get(key, -1))
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's order

    def minimumSizeHint(self) -> QSize:
        """Never give way to a page that wants more room."""
        return QSize(self.sizeHint().width(), 0)

    def sizeHint(self) -> QSize:
        """Be as wide as the longest title needs."""
        titles = (self.list.item(row).text() for row in range(self.list.count()))
        longest = max((self.fontMetrics().horizontalAdvance(title) for title in titles), default=0)
        return QSize(longest + _BESIDE_IN_LINES * self.fontMetrics().height(), 300)

    def _add_heading(self, group: str) -> None:
        item = QListWidgetItem(group.upper(), self.list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _add(self, entry: Entry) -> None:
        item = QListWidgetItem(icon(entry.icon), entry.title, self.list)
        item.setData(_KEY, entry.key)
        self._rows[entry.key] = self.list.count() - 1

    def _announce(self, row: int) -> None:
        item = self.list.item(row)
        if row >= 0 and item.data(_KEY):
            self.chosen.emit(item.data(_KEY))


class _Pages(QListWidget):
    """A list that shows nothing else just because the keyboard comes to it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keep the row: Qt would choose the first one where the page shown is not on the list."""
        row = self.currentRow()
        self.blockSignals(True)  # noqa: FBT003 - Qt's order
        super().focusInEvent(event)
        self.setCurrentRow(row)
        self.blockSignals(False)  # noqa: FBT003 - Qt's order


class _Painter(QStyledItemDelegate):
    """Paints headings small and pages as rounded buttons (style sheets get the heights wrong)."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Leave air above a heading."""
        line = option.fontMetrics.height()
        return QSize(100, round(line * (2.1 if index.data(_KEY) else 2.3)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        palette = QApplication.palette()  # a style sheet puts its own colors into the option
        font = QFont(option.font)
        if index.data(_KEY):
            state: QStyle.StateFlag = option.state
            _paint_page(painter, area.adjusted(8, 1, -8, -1), palette, (index, state, font))
        else:
            font.setPointSizeF(font.pointSizeF() * 0.85)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            below = area.adjusted(16, 0, -8, -round(area.height() * 0.12))
            bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
            painter.drawText(below, bottom, index.data())
        painter.restore()


def _paint_page(
    painter: QPainter,
    area: QRect,
    palette: QPalette,
    line: tuple[_Index, QStyle.StateFlag, QFont],
) -> None:
    index, state, font = line
    accent = palette.color(QPalette.ColorRole.Highlight)
    chosen = bool(state & QStyle.StateFlag.State_Selected)
    if chosen or state & QStyle.StateFlag.State_MouseOver:
        soft = QColor(accent)
        soft.setAlphaF(0.16 if chosen else 0.07)
        painter.setBrush(soft)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(area), 6, 6)
    if chosen:
        painter.setBrush(accent)
        painter.drawRoundedRect(
            QRectF(area.left(), area.top() + 6, 3, area.height() - 12), 1.5, 1.5
        )
        font.setWeight(QFont.Weight.DemiBold)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(accent)
        painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    side = round(area.height() * 0.55)
    picture = QRect(area.left() + 12, area.center().y() - side // 2 + 1, side, side)
    sign: QIcon = index.data(Qt.ItemDataRole.DecorationRole)
    sign.paint(painter, picture)
    painter.setFont(font)
    painter.setPen(palette.color(QPalette.ColorRole.Text))
    words = area.adjusted(side + 22, 0, -4, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, index.data())
