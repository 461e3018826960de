"""The list of backups, newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from peerdesk.safe import Backup
from peerdesk.ui.pages.backup import words

_HEAD = ("Made", "Why", "Records", "Size", "Verified", "Where")
_LETTERS = (24, 26, 9, 8, 14, 15)
_NUMBERS = (2, 3)
_ROW = 2.1
"""Height of a row, in heights of a line of text."""


class BackupList(QTableWidget):
    """One row for each backup; Tab leaves the list, arrows move in it."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__(0, len(_HEAD))
        self._backups: tuple[Backup, ...] = ()
        self.setAccessibleName("Backups")
        self.setHorizontalHeaderLabels(list(_HEAD))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        letters = self.fontMetrics().averageCharWidth()
        for column, count in enumerate(_LETTERS):
            self.setColumnWidth(column, letters * count)
        for column in _NUMBERS:
            self.model().setHeaderData(
                column,
                Qt.Orientation.Horizontal,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                Qt.ItemDataRole.TextAlignmentRole,
            )
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * _ROW))
        self.currentCellChanged.connect(self.moved)

    @property
    def chosen(self) -> Backup | None:
        """The backup that is chosen."""
        row = self.currentRow()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """List these, and keep the one that is chosen."""
        before = self.chosen
        self._backups = tuple(backups)
        self.blockSignals(True)  # noqa: FBT003 - Qt's order
        self.setRowCount(len(backups))
        for row, each in enumerate(backups):
            self._fill(row, each)
        paths = [each.path for each in backups]
        row = paths.index(before.path) if before is not None and before.path in paths else 0
        self.setCurrentCell(row, 0)
        self.blockSignals(False)  # noqa: FBT003 - Qt's order
        self.moved.emit()

    def _fill(self, row: int, backup: Backup) -> None:
        texts = (
            words.moment(backup.made_at),
            words.why(backup),
            f"{backup.records:,}",
            words.size(backup.size),
            words.verified(backup),
            words.where(backup),
        )
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column in _NUMBERS:
                item.setTextAlignment(right)
            self.setItem(row, column, item)
