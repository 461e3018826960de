"""The history of one record: what changed, field by field, when and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QWidget

from peerdesk.services.store.history import Change
from peerdesk.ui.widgets.page_frame import PageFrame
from peerdesk.ui.widgets.tables import ShownTable
from peerdesk.vocabulary import vocabulary

_HEADINGS = ("When", "Who", "What", "Before", "After")
_LETTERS, _LINES = 130, 28
"""Width and height that the dialog likes to have, in letters and lines."""


class HistoryDialog(QDialog):
    """A table, the newest change first. It holds a record's values only as long as it is open."""

    def __init__(self, title: str, changes: Sequence[Change], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("History")
        self.table = ShownTable("Changes, the newest first", _HEADINGS)
        self.table.show_rows(list(_once(list(_rows(changes)))))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        page = PageFrame(title, "Kept in the vault only. It is erased together with the record.")
        page.addWidget(self.table, 1)
        page.addWidget(buttons)
        self.setLayout(page)
        self._fit(parent)

    def _fit(self, parent: QWidget | None) -> None:
        """Be as large as the table likes, and no larger than the window."""
        header = self.table.horizontalHeader()
        for place in range(len(_HEADINGS)):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(place, mode.ResizeToContents if place < 2 else mode.Stretch)
        metrics = self.fontMetrics()
        wanted = QSize(_LETTERS * metrics.averageCharWidth(), _LINES * metrics.height())
        self.resize(wanted.boundedTo(parent.window().size()) if parent else wanted)


def _rows(changes: Sequence[Change]) -> Iterator[tuple[str, ...]]:
    for change in changes:
        when = f"{change.at.astimezone():%m/%d/%Y %I:%M %p}"
        done = vocabulary("activity").label(change.action).capitalize()
        if not change.fields:
            yield when, change.who, done, "", ""
        for field in change.fields:
            yield when, change.who, field.label, field.before, field.after


def _once(rows: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Leave time and person out where they are those of the row above."""
    for above, row in pairwise([("", ""), *rows]):
        yield ("", "", *row[2:]) if above[:2] == row[:2] else row
