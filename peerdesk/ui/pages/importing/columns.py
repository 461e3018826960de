"""The step that shows where each column of a file goes, and lets the coordinator change it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peerdesk.exchange.headings import Headings, headings
from peerdesk.exchange.mapping import Mapping
from peerdesk.exchange.proposal import MappedColumn
from peerdesk.ui.pages.importing.words import KINDS
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.sign import Sign

_CHOSEN = "You chose to leave it out."
_PARTS_OF_NAME = {"first_name": "First name", "last_name": "Last name"}


class ColumnsStep(QWidget):
    """One line for each column. Columns that may identify someone cannot be changed."""

    kind_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._mapping: Mapping | None = None
        self.choices: dict[int, QComboBox] = {}
        self.kind = QComboBox()
        self.kind.setAccessibleName("What the file holds")
        for code, kind in KINDS.items():
            self.kind.addItem(kind.choice, code)
        self.kind.activated.connect(lambda: self.kind_chosen.emit(self.kind.currentData()))
        label = QLabel("The file &holds")
        label.setBuddy(self.kind)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(label)
        top.addWidget(self.kind)
        top.addStretch(1)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 8, 0)
        self._body.setSpacing(12)
        self._body.addLayout(top)
        self._table = QWidget()
        self._body.addWidget(self._table)
        self._body.addStretch(1)

    def show_mapping(self, mapping: Mapping) -> None:
        """Show what is proposed for each column."""
        self._mapping = mapping
        self.kind.setCurrentIndex(self.kind.findData(mapping.kind))
        self.choices = {}
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for place, text in enumerate(("Column in your file", "Goes to")):
            header = QLabel(text)
            header.setObjectName("Muted")
            grid.addWidget(header, 0, place)
        known = headings(mapping.kind)
        for row, column in enumerate(mapping.columns, start=1):
            self._add(grid, row, column, known)
        self._body.replaceWidget(self._table, table)
        self._table.deleteLater()
        self._table = table

    @property
    def mapping(self) -> Mapping:
        """The mapping as it was left."""
        assert self._mapping is not None  # noqa: S101 - a step is filled before it is read
        return Mapping(self._mapping.kind, tuple(map(self._chosen, self._mapping.columns)))

    def _chosen(self, column: MappedColumn) -> MappedColumn:
        choice = self.choices.get(column.position)
        if choice is None:
            return column
        targets = tuple(choice.currentData())
        why = "" if targets else column.why or _CHOSEN
        return replace(column, targets=targets, why=why)

    def _add(self, grid: QGridLayout, row: int, column: MappedColumn, known: Headings) -> None:
        name = QLabel(column.name)
        name.setTextFormat(Qt.TextFormat.PlainText)
        why = labels.muted(column.why)
        grid.addWidget(name, 2 * row, 0)
        grid.addWidget(why, 2 * row + 1, 1, 1, 2)
        why.setHidden(not column.why)
        if column.refused:
            grid.addWidget(_stays_out(), 2 * row, 1)
            return
        choice = QComboBox()
        choice.setAccessibleName(f"Column {column.name} goes to")
        choice.setAccessibleDescription(column.why)
        for targets in _offers(column, known):
            choice.addItem(_words(targets, known) or "Leave out", list(targets))
        choice.activated.connect(
            lambda: why.setVisible(bool(column.why) and not choice.currentData())
        )
        name.setBuddy(choice)
        grid.addWidget(choice, 2 * row, 1)
        self.choices[column.position] = choice


def _offers(column: MappedColumn, known: Headings) -> list[tuple[str, ...]]:
    """List what a column can feed; the proposal comes first."""
    singles: list[tuple[str, ...]] = [(target,) for target in known.targets]
    return list(dict.fromkeys([column.targets, (), *singles]))


def _words(targets: tuple[str, ...], known: Headings) -> str:
    named = {**{name: each.label for name, each in known.fields.items()}, **_PARTS_OF_NAME}
    return ", ".join(named[target] for target in targets)


def _stays_out() -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 4, 0, 4)
    row.setSpacing(8)
    row.addWidget(Sign("lock", "", 1.0, QPalette.ColorRole.PlaceholderText))
    row.addWidget(QLabel("Stays out"))
    row.addStretch(1)
    return pair
