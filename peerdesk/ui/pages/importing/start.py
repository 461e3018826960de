"""The step that asks for a file, and lists the imports that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from peerdesk.services.importing.imports import Batch
from peerdesk.ui.pages.importing.words import KINDS, STORED
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary

_WORDS = (
    "Bring in a roster, classes, a contact log or monthly totals from a spreadsheet (xlsx, xls, "
    "ods, csv). The file itself is not changed. Names of people who were helped, notes and case "
    "numbers never come in. You see everything before it is stored, and you can take it back."
)
_HEADERS = ("Brought in on", "What", "Added", "Completed")


class StartStep(QWidget):
    """``undo_asked`` carries the number of an earlier import."""

    file_asked = Signal()
    undo_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._batches: tuple[Batch, ...] = ()
        self.kind = QComboBox()
        self.kind.setAccessibleName("What the file holds")
        self.kind.addItem("Let PeerDesk find out", None)
        for code, kind in KINDS.items():
            self.kind.addItem(kind.choice, code)
        self.choose = primary("&Choose a file…")
        self.choose.clicked.connect(self.file_asked)
        self.table = QTableWidget(0, len(_HEADERS))
        self.undo = QPushButton("&Undo this import…")
        self.undo.setEnabled(False)
        self.undo.clicked.connect(self._ask_undo)
        self._earlier = QWidget()
        self._lay_out()

    def show_batches(self, batches: Sequence[Batch]) -> None:
        """List the imports that can be taken back."""
        self._batches = tuple(batches)
        self._earlier.setVisible(bool(batches))
        self.table.setRowCount(len(batches))
        for row, batch in enumerate(batches):
            day = f"{batch.imported_on:%b %d, %Y}"
            what = STORED[batch.kind].choice
            for column, text in enumerate((day, what, str(batch.added), str(batch.merged))):
                self.table.setItem(row, column, QTableWidgetItem(text))

    def _ask_undo(self) -> None:
        self.undo_asked.emit(self._batches[self.table.currentRow()].id)

    def _lay_out(self) -> None:
        words = labels.words(_WORDS)
        label = QLabel("The file &holds")
        label.setBuddy(self.kind)
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget in (label, self.kind, self.choose):
            row.addWidget(widget)
        row.addStretch(1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 8, 0)
        body.setSpacing(16)
        body.addWidget(words)
        body.addLayout(row)
        body.addWidget(self._earlier, 1)
        body.addStretch(0)
        self._lay_out_earlier()

    def _lay_out_earlier(self) -> None:
        title = QLabel("Earlier imports")
        title.setObjectName("SectionTitle")
        self.table.setAccessibleName("Earlier imports")
        self.table.setHorizontalHeaderLabels(_HEADERS)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(
            lambda: self.undo.setEnabled(bool(self.table.selectedItems()))
        )
        inside = QVBoxLayout(self._earlier)
        inside.setContentsMargins(0, 12, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(title)
        inside.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.undo)
        foot.addStretch(1)
        inside.addLayout(foot)
