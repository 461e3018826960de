"""Lists of any length: sorted and filtered in the vault, shown a page of rows at a time."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from peerdesk.models.fields import Field
from peerdesk.services.records.records import ListQuery, Records
from peerdesk.services.store.titles import NOTHING, in_words

PAGE = 200
_PAGES_KEPT = 20
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """One column of a list: a field, how wide it is in letters, and its heading."""

    field: Field
    letters: int = 14
    heading: str = ""
    """The field's label where it is empty."""


class WindowModel(QAbstractTableModel):
    """Holds the numbers of all rows and the values of the few that were looked at."""

    def __init__(self, records: Records, query: ListQuery, columns: Sequence[Column]) -> None:
        super().__init__()
        self._records = records
        self.columns = tuple(columns)
        self._titles: dict[str, dict[int, str]] = {}
        self._pages: OrderedDict[int, dict[int, tuple[Any, ...]]] = OrderedDict()
        self.query = query
        self.ids: array[int] = array("q")
        self.reload()

    @property
    def sorting(self) -> tuple[int, Qt.SortOrder]:
        """The column by which the list is sorted, and which way."""
        names = [each.field.name for each in self.columns]
        down = Qt.SortOrder.DescendingOrder
        up = Qt.SortOrder.AscendingOrder
        return names.index(self.query.order), down if self.query.descending else up

    def reload(self) -> None:
        """Ask the vault again."""
        self.beginResetModel()
        self._pages.clear()
        self._titles = {
            each.field.refers_to: dict(self._records.choices(each.field.refers_to))
            for each in self.columns
            if each.field.refers_to
        }
        self.ids = self._records.ids(self.query)
        self.endResetModel()

    def narrow(self, text: str, where: Mapping[str, object]) -> None:
        """Show only records with these words and values."""
        self.query = replace(self.query, text=text, where=where)
        self.reload()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, in the vault."""
        if (column, order) == self.sorting:
            return
        descending = order == Qt.SortOrder.DescendingOrder
        name = self.columns[column].field.name
        self.query = replace(self.query, order=name, descending=descending)
        self.reload()

    def row_of(self, record_id: int) -> int:
        """Return the row of a record, or -1."""
        return self.ids.index(record_id) if record_id in self.ids else -1

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many records the list has."""
        return 0 if parent is not None and parent.isValid() else len(self.ids)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many columns the list has."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's heading."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading or self.columns[section].field.label
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell as words; the tool tip is for those that do not fit."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self._page(index.row() // PAGE).get(self.ids[index.row()])
        if row is None:
            return ""
        field = self.columns[index.column()].field
        value = row[index.column()]
        if field.refers_to:
            return self._titles[field.refers_to].get(value, NOTHING)
        return in_words(field, value)

    def _page(self, number: int) -> dict[int, tuple[Any, ...]]:
        if number not in self._pages:
            ids = self.ids[number * PAGE : (number + 1) * PAGE]
            names = [each.field.name for each in self.columns]
            self._pages[number] = self._records.rows(self.query.kind, ids, names)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number]
