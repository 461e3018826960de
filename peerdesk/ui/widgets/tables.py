"""Tables to read and to choose from: no grid, no editing, and rows as high in all of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QTableWidget,
    QTableWidgetItem,
)

_ROW = 2.1
"""Height of a row, in heights of a line of text."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def quieten(table: QTableView, name: str) -> None:
    """Let a table be like all others; Tab leaves it, arrows move in it."""
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(_LEFT)


def fit_rows(table: QTableView) -> None:
    """Make the rows as high as the text wants them."""
    table.verticalHeader().setDefaultSectionSize(round(table.fontMetrics().height() * _ROW))


class ShownTable(QTableWidget):
    """A short table of texts. For long lists there is ``RecordList``: it holds what is seen."""

    def __init__(
        self, name: str, headings: Sequence[str] = (), numbers: Collection[int] = ()
    ) -> None:
        super().__init__()
        self._numbers = numbers
        quieten(self, name)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.show_headings(headings)
        fit_rows(self)

    def show_headings(self, headings: Sequence[str]) -> None:
        """Name the columns; numbers stand at the right."""
        self.setColumnCount(len(headings))
        for column, text in enumerate(headings):
            item = QTableWidgetItem(text)
            item.setTextAlignment(_RIGHT if column in self._numbers else _LEFT)
            self.setHorizontalHeaderItem(column, item)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Replace the rows; what does not fit into a cell is its tool tip."""
        self.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                # Words from a file could pass for markup, which a tool tip would follow.
                item.setToolTip(f"<span>{escape(text)}</span>" if "<" in text else text)
                if column in self._numbers:
                    item.setTextAlignment(_RIGHT)
                self.setItem(row, column, item)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            fit_rows(self)
