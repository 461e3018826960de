"""A list with its filters: words to look for, values to choose, and what to do when empty."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from peerdesk.models.fields import Field
from peerdesk.services.records import ListQuery, Records
from peerdesk.ui.editors import ChoiceEditor
from peerdesk.ui.icons import icon
from peerdesk.ui.lists import Column, WindowModel
from peerdesk.vocabulary import vocabulary

_NARROWEST = 12
"""Least width of a filter, in letters."""
_PAUSE_MS = 120
"""How long typing rests before the list follows."""


class RecordList(QFrame):
    """Shows records of a kind and says which one is chosen."""

    chosen = Signal(int)

    def __init__(self, records: Records, query: ListQuery, columns: Sequence[Column]) -> None:
        super().__init__()
        self.setObjectName("Panel")
        self.model = WindowModel(records, query, columns)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName("List")
        self.nothing = ""
        """What the list says before there is any record."""
        self.empty = QLabel()
        self.empty.setObjectName("Muted")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout()
        self._set_up(columns)
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
        self.empty.setText("Nothing matches the filter." if narrowed else self.nothing)
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)

    def _on_row(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self.model.ids[current.row()])

    def _order(self, columns: Sequence[Column]) -> tuple[int, Qt.SortOrder]:
        names = [column.field.name for column in columns]
        query = self.model.query
        direction = (
            Qt.SortOrder.DescendingOrder if query.descending else Qt.SortOrder.AscendingOrder
        )
        return names.index(query.order), direction

    def _set_up(self, columns: Sequence[Column]) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setSortIndicator(*self._order(columns))
        table.setSortingEnabled(True)
        table.setWordWrap(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 2.1))
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        header.setSortIndicatorClearable(False)
        for position, column in enumerate(columns[:-1]):
            letter = self.fontMetrics().averageCharWidth()
            table.setColumnWidth(position, round(letter * column.letters))
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addLayout(self._stack)
        self._stack.addWidget(table)
        self._stack.addWidget(self.empty)


class Filters(QWidget):
    """Words to look for, and one choice for each field given."""

    changed = Signal()

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
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
        self.choices = {field.name: _filter(field) for field in fields}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 3)
        for choice in self.choices.values():
            choice.edited.connect(self.changed)
            row.addWidget(choice, 2)

    @property
    def where(self) -> dict[str, object]:
        """The values chosen, by field."""
        found = {name: choice.value() for name, choice in self.choices.items()}
        return {name: value for name, value in found.items() if value is not None}


def _filter(field: Field) -> ChoiceEditor:
    terms = vocabulary(field.vocabulary or "").terms
    choice = ChoiceEditor([(term.code, term.label) for term in terms])
    choice.setItemText(0, f"{field.label}: all")
    choice.setMinimumWidth(choice.fontMetrics().averageCharWidth() * _NARROWEST)
    choice.setAccessibleName(field.label)
    return choice
