"""The recycle bin: what was removed in the last thirty days, to bring back or to erase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QWidget,
)

from peerdesk.errors import UserFacing
from peerdesk.models.registry import record_type
from peerdesk.services.records.bin import DAYS, Removed
from peerdesk.ui.page import PageContext
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.dialogs import Choice
from peerdesk.ui.widgets.page_frame import PageFrame
from peerdesk.ui.widgets.tables import ShownTable

_PURPOSE = (
    f"What you removed stays here for {DAYS} days and can come back, with the links to it. "
    "Then it is erased for good."
)
_EMPTY = "Nothing was removed in the last thirty days."
_HEADINGS = ("Record", "Kind", "Removed on", "Erased on")
_ERASE = (Choice("erase", "Erase for good"), Choice("keep", "Keep", safe=True))


class RemovedPage(QWidget):
    """Lists what is in the bin, the last removed first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._bin = context.workspace.bin
        self._items: tuple[Removed, ...] = ()
        self.table = ShownTable("Removed records", _HEADINGS)
        self.table.setObjectName("Panel")
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.empty = labels.muted(_EMPTY)
        self.back_button = primary("&Bring back")
        self.erase_button = QPushButton("&Erase for good…")
        self.clear_button = QPushButton("E&mpty the bin…")
        self.back_button.clicked.connect(self.bring_back)
        self.erase_button.clicked.connect(self.ask_to_erase)
        self.clear_button.clicked.connect(self.ask_to_empty)
        self.table.itemSelectionChanged.connect(self._show_state)
        self.table.itemActivated.connect(lambda _: self.bring_back())
        self._lay_out()
        context.changes.changed.connect(lambda _kind: self.reload())
        self.reload()

    def reload(self) -> None:
        """Show what is in the bin."""
        self._items = self._bin.items()
        self.table.show_rows([_cells(item) for item in self._items])
        if self._items:
            self.table.selectRow(0)
        self.table.setVisible(bool(self._items))
        self.empty.setVisible(not self._items)
        self._show_state()

    def bring_back(self) -> None:
        """Put the chosen record back and show it on its page."""
        try:
            kind, number = self._bin.bring_back(self._chosen().id)
        except UserFacing as refusal:
            self._context.dialogs.error(self, refusal)
            return
        self._context.changes.changed.emit(kind)
        self._context.open_record(kind, number)

    def ask_to_erase(self) -> None:
        """Erase the chosen record, after asking."""
        chosen = self._chosen()
        question = (f"Erase “{chosen.title}” for good?", "This cannot be undone.")
        self._ask(question, lambda: self._bin.erase(chosen.id))

    def ask_to_empty(self) -> None:
        """Erase everything, after asking."""
        question = ("Erase everything in the bin for good?", "This cannot be undone.")
        self._ask(question, self._bin.empty)

    def _ask(self, question: tuple[str, str], erase: Callable[[], object]) -> None:
        def answered(answer: str) -> None:
            if answer == "erase":
                try:
                    erase()
                except UserFacing as refusal:
                    self._context.dialogs.error(self, refusal)
                self.reload()

        self._context.dialogs.ask(self, question, _ERASE, answered)

    def _chosen(self) -> Removed:
        return self._items[self.table.currentRow()]

    def _show_state(self) -> None:
        may_erase = self._context.workspace.access.may("erase")
        chosen = 0 <= self.table.currentRow() < len(self._items)
        self.back_button.setEnabled(chosen and self._context.workspace.access.may("write"))
        self.erase_button.setEnabled(chosen and may_erase)
        self.clear_button.setEnabled(bool(self._items) and may_erase)

    def _lay_out(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.clear_button)
        foot.addStretch(1)
        foot.addWidget(self.erase_button)
        foot.addWidget(self.back_button)
        page = PageFrame("Removed", _PURPOSE)
        page.addWidget(self.table, 1)
        page.addWidget(self.empty, 1)
        page.addLayout(foot)
        self.setLayout(page)


def _cells(item: Removed) -> tuple[str, ...]:
    label = record_type(item.kind).label.capitalize()
    return item.title, label, f"{item.removed_on:%m/%d/%Y}", f"{item.until:%m/%d/%Y}"
