"""The history of one record: what changed, field by field, when and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from peerdesk.services.history import Change
from peerdesk.vocabulary import vocabulary

_HEADINGS = ("When", "Who", "What", "Before", "After")
_LETTERS = (22, 18, 26, 24, 24)
_ROW = 2.1
"""Height of a row, in heights of a line of text."""


class HistoryDialog(QDialog):
    """A table, the newest change first. It holds a record's values only as long as it is open."""

    def __init__(self, title: str, changes: Sequence[Change], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("History")
        heading = QLabel(title)
        heading.setObjectName("PageTitle")
        note = QLabel("Kept in the vault only. It is erased together with the record.")
        note.setObjectName("Muted")
        note.setWordWrap(True)
        self.table = _table(list(_rows(changes)))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(12)
        for widget in (heading, note):
            page.addWidget(widget)
        page.addWidget(self.table, 1)
        page.addWidget(buttons)
        letter = self.fontMetrics().averageCharWidth()
        self.resize(letter * (sum(_LETTERS) + 12), self.fontMetrics().height() * 26)


def _rows(changes: Sequence[Change]) -> Iterator[tuple[str, ...]]:
    for change in changes:
        when = f"{change.at.astimezone():%m/%d/%Y %I:%M %p}"
        done = vocabulary("activity").label(change.action).capitalize()
        if not change.fields:
            yield when, change.who, done, "", ""
        for field in change.fields:
            yield when, change.who, field.label, field.before, field.after


def _table(rows: Sequence[tuple[str, ...]]) -> QTableWidget:
    table = QTableWidget(len(rows), len(_HEADINGS))
    table.setAccessibleName("Changes, the newest first")
    table.setHorizontalHeaderLabels(_HEADINGS)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(round(table.fontMetrics().height() * _ROW))
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    for column, letters in enumerate(_LETTERS):
        table.setColumnWidth(column, letters * table.fontMetrics().averageCharWidth())
    bold = QFont(table.font())
    bold.setWeight(QFont.Weight.DemiBold)
    for row, (above, cells) in enumerate(pairwise([("", "", "", "", ""), *rows])):
        same = above[:2] == cells[:2]
        for column, text in enumerate(cells):
            item = QTableWidgetItem("" if same and column < 2 else text)
            item.setToolTip(text)
            if column == 2:
                item.setFont(bold)
            table.setItem(row, column, item)
    return table
