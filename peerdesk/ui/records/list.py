"""A list with its filters: words to look for, values to choose, and what to do when empty."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from peerdesk.models.fields import Field
from peerdesk.services.records.records import ListQuery, Records
from peerdesk.ui.forms.choice import ChoiceEditor
from peerdesk.ui.records.list_model import Column, WindowModel
from peerdesk.ui.records.spec import Group
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.icons import icon
from peerdesk.ui.widgets.tables import fit_rows, quieten
from peerdesk.vocabulary import vocabulary

_NARROWEST = 12
"""Least width of a filter, in letters."""
_PAUSE_MS = 120
"""How long typing rests before the list follows."""


class RecordList(QFrame):
    """Shows records of a kind and says which one is chosen."""

    chosen = Signal(int)
    wanted = Signal()
    """The button of the empty list was pressed."""

    def __init__(self, records: Records, query: ListQuery, columns: Sequence[Column]) -> None:
        super().__init__()
        self.setObjectName("Panel")
        self.model = WindowModel(records, query, columns)
        self.table = Table(self.model)
        self.empty = Empty()
        self.empty.button.clicked.connect(self.wanted)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(1, 1, 1, 1)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.show_state()

    def choose(self, record_id: int) -> None:
        """Mark a record without telling anybody."""
        row = self.model.row_of(record_id)
        selection = self.table.selectionModel()
        selection.blockSignals(True)  # noqa: FBT003 - Qt's order
        if row < 0:
            selection.clear()
        else:
            flags = QItemSelectionModel.SelectionFlag
            index = self.model.index(row, 0)
            selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(index)
        selection.blockSignals(False)  # noqa: FBT003 - Qt's order
        self.table.viewport().update()

    def show_state(self) -> None:
        """Show the rows, or the words for a list without any."""
        narrowed = bool(self.model.query.text or self.model.query.where)
        self.empty.show_reason(narrowed=narrowed)
        filled = bool(self.model.rowCount())
        self._stack.setCurrentIndex(0 if filled else 1)
        # What is hidden takes no keyboard: Tab would stop before it for ever.
        self.setFocusProxy(self.table if filled else self.empty.button)

    def _on_row(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.model.ids[current.row()])


class Table(QTableView):
    """Rows 2.1 lines high; columns as wide as declared, the last ones hidden where none fit."""

    def __init__(self, model: WindowModel) -> None:
        super().__init__()
        self._columns = model.columns
        self.setModel(model)
        quieten(self, "List")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(False)
        header.setSortIndicator(*model.sorting)
        self.setSortingEnabled(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns that fit."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        fit_rows(self)
        letter = self.fontMetrics().averageCharWidth()
        widths = [letter * column.letters for column in self._columns]
        room = self.viewport().width()
        shown = next(n for n in range(len(widths), 0, -1) if n == 1 or sum(widths[:n]) <= room)
        spare = max(0, room - sum(widths[:shown]))
        for position, width in enumerate(widths):
            self.setColumnHidden(position, position >= shown)
            share = spare * width // sum(widths[:shown])
            self.setColumnWidth(position, width + share)


class Empty(QWidget):
    """What a list without rows says, and the one thing to do about it."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.action = ""
        self._label = labels.muted()
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button: QPushButton = primary("")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._label)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def show_reason(self, *, narrowed: bool) -> None:
        """Say that there are no records yet, or that none fits the filters."""
        self._label.setText("Nothing fits these filters." if narrowed else self.words)
        self.button.setText("Clear the filters" if narrowed else self.action)


class Filters(QWidget):
    """Words to look for, and one choice for each field given."""

    changed = Signal()

    def __init__(self, fields: Sequence[Field], groups: Sequence[Group] = ()) -> None:
        super().__init__()
        self._groups = {each.name: each for each in groups}
        self.words = QLineEdit()
        self.words.setPlaceholderText("Filter list")
        self.words.setMinimumWidth(self.fontMetrics().averageCharWidth() * _NARROWEST)
        self.words.setAccessibleName("Filter list")
        self.words.setClearButtonEnabled(True)
        self.words.addAction(
            icon("search", QPalette.ColorRole.PlaceholderText),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.words.textEdited.connect(lambda _: self._pause.start())
        self.words.textChanged.connect(lambda text: None if text else self.changed.emit())
        self.choices = {
            field.name: _filter(field, [each for each in groups if each.field == field.name])
            for field in fields
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 3)
        for choice in self.choices.values():
            choice.edited.connect(self.changed)
            row.addWidget(choice, 2)

    @property
    def where(self) -> dict[str, object]:
        """The values chosen, by field; the codes of a group where one is."""
        found = {name: choice.value() for name, choice in self.choices.items()}
        return {
            name: self._groups[value].codes if value in self._groups else value
            for name, value in found.items()
            if value is not None
        }

    def show_group(self, name: str) -> None:
        """Narrow the list to a group and nothing else."""
        for choice in self.choices.values():
            choice.set_value(None)
        self.words.setText("")
        self.choices[self._groups[name].field].set_value(name)
        self.changed.emit()

    def clear(self) -> None:
        """Show everything again."""
        for choice in self.choices.values():
            choice.set_value(None)
        self.words.setText("")
        self.changed.emit()


def _filter(field: Field, groups: Sequence[Group]) -> ChoiceEditor:
    terms = vocabulary(field.vocabulary or "").terms
    offered = [(each.name, each.label) for each in groups]
    offered += [(term.code, term.label) for term in terms]
    choice = ChoiceEditor(offered, f"{field.label}: all")
    choice.setMinimumWidth(choice.fontMetrics().averageCharWidth() * _NARROWEST)
    choice.setAccessibleName(field.label)
    return choice
