"""Search everywhere (Ctrl+K): records, pages, commands, and what a field means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from peerdesk.models.fields import fields_of, kind_of
from peerdesk.models.registry import RECORDS, record_type
from peerdesk.services.store.search import Search
from peerdesk.ui.shell.menus import Command
from peerdesk.ui.widgets.icons import icon

_PAUSE_MS = 120
"""How long typing rests before the list follows."""
_WIDTH = 74
"""Width, in average letters."""
_LINES = 11
"""Height of the list, in lines."""
_HINT = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_MOST_HELP = 8
Open = Callable[[str, int], None]
Shown = Callable[[str], bool]


@dataclass(frozen=True)
class Found:
    """One line of the list: what it is called, what it is, and what Enter does with it."""

    title: str
    hint: str
    run: Callable[[], object]


Source = Callable[[str], Sequence[Found]]
"""Returns what fits the words typed so far."""


class Palette(QDialog):
    """A line to type in and a list below it; the keyboard stays in the line."""

    def __init__(self, sources: Sequence[Source], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Dialog)
        self.setWindowTitle("Search everywhere")
        self._sources, self._over = sources, parent
        self._found: list[Found] = []
        self.line = QLineEdit()
        self.line.setAccessibleName("Search everywhere")
        self.line.setPlaceholderText("Search records, pages, commands and help")
        sign = icon("search", QPalette.ColorRole.PlaceholderText)
        self.line.addAction(sign, QLineEdit.ActionPosition.LeadingPosition)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Found")
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._tell)
        self.list.itemClicked.connect(lambda _: self.accept())
        self.state = QLabel()
        self.state.setObjectName("Muted")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.line.textEdited.connect(lambda _: self._pause.start())
        self.line.returnPressed.connect(self.accept)
        self._lay_out()
        self.look()

    def look(self) -> None:
        """Show what fits the words as they are now."""
        self._pause.stop()
        words = self.line.text()
        self._found = [found for source in self._sources for found in source(words)]
        self.list.clear()
        for found in self._found:
            item = QListWidgetItem(found.title)
            item.setData(_HINT, found.hint)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{found.title}, {found.hint}")
            self.list.addItem(item)
        self.list.setCurrentRow(0 if self._found else -1)
        self.state.setText(_state(words, len(self._found)))
        self._fit()

    def accept(self) -> None:
        """Do what the chosen line is for."""
        if self._pause.isActive():
            self.look()
        row = self.list.currentRow()
        if row < 0:
            return
        super().accept()
        self._found[row].run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the keyboard stays in the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: _LINES - 1,
                Qt.Key.Key_PageUp: 1 - _LINES,
            }.get(Qt.Key(event.key()))
            if steps is not None and self.list.count():
                row = self.list.currentRow() + steps
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
                return True
        return super().eventFilter(watched, event)

    def _tell(self, item: QListWidgetItem | None) -> None:
        """Let a screen reader say the chosen line, since the keyboard stays in the other one."""
        role = Qt.ItemDataRole.AccessibleTextRole
        self.line.setAccessibleDescription(item.data(role) if item else self.state.text())

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("Palette")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 12, 12, 10)
        inside.setSpacing(8)
        inside.addWidget(self.line)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.state)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(card)
        room = self._over.width()
        width = min(_WIDTH * self.fontMetrics().averageCharWidth(), room - 48)
        self.line.setFixedWidth(width - 24)
        page.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        top = self._over.mapToGlobal(self._over.rect().topLeft())
        self.move(top.x() + (room - width) // 2, top.y() + 64)

    def _fit(self) -> None:
        """Be as high as the list needs, and no higher than the window."""
        line = _line_height(self.fontMetrics())
        most = max(1, min(_LINES, (self._over.height() - 96) // line - 4))
        self.list.setFixedHeight(line * min(most, len(self._found)))


class _Painter(QStyledItemDelegate):
    """Paints the title, and at the right what kind of thing it is."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Leave room above and below."""
        return QSize(100, _line_height(option.fontMetrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one line."""
        painter.save()
        palette = QApplication.palette()
        area = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            soft = palette.color(QPalette.ColorRole.Highlight)
            soft.setAlphaF(0.16)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(soft)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), 6, 6)
        inside = area.adjusted(10, 0, -10, 0)
        metrics = option.fontMetrics
        hint = metrics.elidedText(index.data(_HINT), Qt.TextElideMode.ElideRight, area.width() // 2)
        room = inside.width() - metrics.horizontalAdvance(hint) - 16
        painter.setFont(QFont(option.font))
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignRight, hint)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        title = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, middle | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()


def _line_height(metrics: QFontMetrics) -> int:
    return round(metrics.height() * 2)


def _state(words: str, count: int) -> str:
    if not count:
        return "Nothing fits. Confidential fields and contacts are not searched."
    return "Enter opens, arrows choose, Esc closes." if words else "Type, or choose a page."


def sources(
    search: Search,
    open_record: Open,
    shown: Shown,
    menus: Mapping[str, Sequence[Command]],
) -> tuple[Source, ...]:
    """Return records first, then pages and commands, then help.

    ``shown`` says whether a kind of record has a page.
    """
    commands = [each for menu in menus.values() for each in menu if each.text]
    return (
        partial(_records, search, open_record, shown),
        partial(_commands, commands),
        partial(_help, open_record, shown),
    )


def _records(search: Search, open_record: Open, shown: Shown, words: str) -> list[Found]:
    return [
        Found(hit.title, _label(hit.kind), partial(open_record, hit.kind, hit.id))
        for hit in search.find(words)
        if shown(hit.kind)
    ]


def _commands(commands: Iterable[Command], words: str) -> list[Found]:
    return [
        Found(each.text.replace("&", ""), each.keys.partition(" ")[0], each.run)
        for each in commands
        if _fits(each.text.replace("&", ""), words)
    ]


def _help(open_record: Open, shown: Shown, words: str) -> list[Found]:
    """Return the fields that fit, with the hint that their form gives."""
    if not words.strip():
        return []
    found = [
        Found(
            f"{field.label} ({record.label})", field.hint, partial(open_record, kind_of(record), 0)
        )
        for record in RECORDS
        if shown(kind_of(record))
        for field in fields_of(record)
        if field.hint and _fits(f"{field.label} {field.hint}", words)
    ]
    return found[:_MOST_HELP]


def _fits(text: str, words: str) -> bool:
    return all(word.lower() in text.lower() for word in words.split())


def _label(kind: str) -> str:
    label = record_type(kind).label
    return label[:1].upper() + label[1:]
