"""The page of everything that was issued: to whom, why, what it made known, and calling it back."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QMenu,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from peerdesk.errors import CannotWrite, UserFacing
from peerdesk.paths import write_private
from peerdesk.safe import Note
from peerdesk.services.issuing.ledger import Issue
from peerdesk.services.issuing.receipts import open_receipt
from peerdesk.services.summaries.issued_numbers import told_lines
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.issued.gap import GapBar
from peerdesk.ui.pages.issued.region import RegionDialog
from peerdesk.ui.pages.issued.ways import WAYS
from peerdesk.ui.pages.issued.words import described, register_of, to_whom
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.dialogs import Choice, show
from peerdesk.ui.widgets.page_frame import PageFrame
from peerdesk.vocabulary import vocabulary

_HEADINGS = ("Period", "For whom", "State", "Issued on", "Report")
_NOTHING = "Nothing was issued yet. Issue a report on the page Reports."
_RECALL = (
    "Its readers have to be told; PeerDesk cannot do that. What it said stays known, so later "
    "reports are still protected beside it. A new report on the period can be issued then."
)
_PRIVACY = (
    "These are the numbers on the papers, and the yearly numbers behind a report over several "
    "years. A dot here was a dot there."
)


class IssuedPage(QWidget):
    """The register on the left, what one report said on the right."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._entries: tuple[Issue, ...] = ()
        self.gap = GapBar(context)
        self.list = _tree(_HEADINGS, "Issued reports")
        self.about = labels.words(_NOTHING)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.numbers = _tree(("Number", "What it made known"), "What it made known")
        self.numbers.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.save_button = QPushButton("&Save…")
        self.take_button = QPushButton("&Take a receipt in…")
        self.recall_button = QPushButton("Re&call…")
        self._lay_out()
        self.list.currentItemChanged.connect(lambda *_: self._show())
        self.save_button.setMenu(self._ways())
        self.take_button.clicked.connect(self._take)
        self.recall_button.clicked.connect(self._ask)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.numbers)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(lambda: _copy(self.numbers))
        context.changes.changed.connect(self._notice)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the register when the page is shown."""
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """Read the register again."""
        kept = self._place
        self._entries = self._context.workspace.ledger.register()
        self.gap.reload()
        self.list.clear()
        for each in self._entries:
            self.list.addTopLevelItem(QTreeWidgetItem(_row(each)))
        for column in range(len(_HEADINGS)):
            self.list.resizeColumnToContents(column)
        if self._entries:
            self.list.setCurrentIndex(self.list.model().index(max(0, kept), 0))
        self._show()

    @property
    def _place(self) -> int:
        return self.list.currentIndex().row()

    @property
    def _chosen(self) -> Issue | None:
        return self._entries[self._place] if 0 <= self._place < len(self._entries) else None

    def _show(self) -> None:
        one = self._chosen
        may = self._context.workspace.access.may("issue")
        for action in self.save_button.menu().actions()[: len(WAYS)]:
            action.setEnabled(one is not None)
        self.recall_button.setEnabled(may and one is not None and one.state == "issued")
        self.take_button.setEnabled(may)
        self.numbers.clear()
        self.about.setText(described(one) if one else _NOTHING)
        if one:
            cells = self._context.workspace.ledger.cells(one.number)
            for what, number in told_lines(cells):
                self.numbers.addTopLevelItem(QTreeWidgetItem([number, what]))
            self.numbers.resizeColumnToContents(0)

    def _notice(self, kind: str) -> None:
        if kind == "publication" and self.isVisible():
            self.reload()

    def _ways(self) -> QMenu:
        """Return the ways in which an issued report can leave again, each as it was."""
        menu = QMenu(self)
        for name, way in WAYS.items():
            menu.addAction(way.label, partial(self._save, name))
        menu.addSeparator()
        menu.addAction("The re&gister of all reports, on paper…", self._print_register)
        menu.addAction("Com&bine totals of agencies…", self._combine)
        return menu

    def _print_register(self) -> None:
        show(PaperDialog(self._context, "register", register_of(self._entries), self))

    def _combine(self) -> None:
        show(RegionDialog(self._context, self._chosen, self))

    def _save(self, name: str) -> None:
        one = self._chosen
        if one is None:
            return
        way = WAYS[name]
        try:
            content = way.content(self._context.workspace, one.number)
        except UserFacing as problem:
            self._context.dialogs.error(self, problem)
            return
        suggested = f"{one.title} {one.period} no. {one.number}{way.ending}"
        self._context.dialogs.save_file(
            self, "Save", suggested, partial(save_issued, self, self._context, one.number, content)
        )

    def _take(self) -> None:
        self._context.dialogs.open_file(
            self, "Take a receipt in", "Receipts (*.json)", self._received
        )

    def _received(self, path: Path) -> None:
        try:
            self._context.workspace.receipts.receive(open_receipt(path))
        except UserFacing as problem:
            self._context.dialogs.error(self, problem)
        else:
            self._context.changes.changed.emit("publication")

    def _ask(self) -> None:
        one = self._chosen
        if one is not None:
            terms = vocabulary("recall_reason").terms
            choices = [Choice(each.code, each.label) for each in terms]
            choices.append(Choice("", "Keep it", safe=True))
            question = (f"Recall {one.title}, {one.period.label}? Why?", _RECALL)
            number = one.number
            self._context.dialogs.ask(
                self, question, choices, lambda reason: recall(self._context, number, reason)
            )

    def _lay_out(self) -> None:
        buttons = (self.take_button, self.recall_button, self.save_button)
        privacy = labels.muted(_PRIVACY)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(12, 0, 0, 0)
        column.addWidget(self.about)
        column.addWidget(self.numbers, 1)
        parts = QSplitter()
        parts.addWidget(self.list)
        parts.addWidget(right)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 1)
        page = PageFrame("Issued reports", "", *buttons)
        page.addWidget(self.gap)
        page.addWidget(parts, 1)
        page.addWidget(privacy)
        self.setLayout(page)
        self.setFocusProxy(self.list)
        for before, after in pairwise((self.list, self.numbers, *buttons)):
            QWidget.setTabOrder(before, after)


def save_issued(
    page: QWidget, context: PageContext, number: int, content: bytes, path: Path
) -> None:
    """Write what left of an issued report, and enter that it did."""
    try:
        write_private(path, content)
    except OSError:
        context.dialogs.error(
            page, CannotWrite("The file could not be saved.", "Choose another folder.")
        )
    else:
        context.safe.log.note(Note("export", "publication", number))


def _copy(numbers: QTreeWidget) -> None:
    """Copy the chosen lines: numbers that were issued, and dots."""
    chosen = [f"{each.text(1)}\t{each.text(0)}" for each in numbers.selectedItems()]
    QApplication.clipboard().setText("\n".join(chosen))


def recall(context: PageContext, number: int, reason: str) -> None:
    """Call a report back where a reason was given, and tell the other pages."""
    if reason:
        context.workspace.ledger.recall(number, reason)
        context.changes.changed.emit("publication")


def _tree(headings: tuple[str, ...], name: str) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setHeaderLabels(headings)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setAccessibleName(name)
    tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    return tree


def _row(one: Issue) -> list[str]:
    day, audience = to_whom(one)
    return [one.period.label, audience, one.state.capitalize(), day, one.title]
