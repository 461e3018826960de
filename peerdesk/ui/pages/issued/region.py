"""Adds up the totals of several agencies: their files in a list, then the paper of the sums."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from peerdesk.errors import UserFacing
from peerdesk.services.issuing.ledger import Issue
from peerdesk.services.issuing.totals_file import open_totals, own_totals
from peerdesk.services.summaries.region import AgencyTotals, combine, refuse_misfit
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.page import PageContext
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.dialogs import show
from peerdesk.ui.widgets.page_frame import PageFrame
from peerdesk.ui.widgets.tables import ShownTable

_TITLE = "Combine the totals of agencies"
_HOW = (
    "Each agency issues its report for the regional team, and saves its totals under Save on the "
    "page Issued reports. Add their files here. Only numbers that every agency tells are added up; "
    "the others are dots. No records are in these files."
)
_NO_SIGNATURE = (
    "A file that was damaged on its way is refused. A file is not signed: if in doubt, ask its "
    "agency whether it is theirs."
)
_HEADS = ("Agency", "Period", "What it tells")
_WIDTH_IN_LETTERS, _HEIGHT_IN_LINES = 100, 44


class RegionDialog(QDialog):
    """Begins with the report that is chosen on the page, where that can be shared."""

    def __init__(self, context: PageContext, chosen: Issue | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_TITLE)
        self._context, self._room = context, parent.window().size()
        self.totals: list[AgencyTotals] = []
        self.list = ShownTable("Agencies whose totals are added up", _HEADS)
        self.message = labels.words("", "FieldError")
        self.add_button = QPushButton("&Add files…")
        self.remove_button = QPushButton("&Remove")
        self.close_button = QPushButton("Close")
        self.paper_button = primary("Show the &paper")
        self.add_button.clicked.connect(self._ask)
        self.remove_button.clicked.connect(self._remove)
        self.close_button.clicked.connect(self.reject)
        self.paper_button.clicked.connect(self._show_paper)
        self._lay_out()
        self._begin(chosen)
        self.add_button.setFocus()

    def add(self, paths: list[Path]) -> None:
        """Add files; those that cannot be added are told one by one, the others stay."""
        problems = []
        for path in paths:
            try:
                self._put(open_totals(path))
            except UserFacing as problem:
                problems.append(str(problem) if len(paths) == 1 else f"{path.name}: {problem}")
        self._tell("\n".join(problems))

    def _begin(self, chosen: Issue | None) -> None:
        self._tell("")
        if chosen is None:
            return
        workspace = self._context.workspace
        try:
            self._put(own_totals(workspace.ledger, workspace.agency, chosen.number))
        except UserFacing as problem:
            self._tell(f"The chosen report is not in the list. {problem}")
        else:
            self._tell("")

    def _put(self, new: AgencyTotals) -> None:
        refuse_misfit(self.totals, new)
        self.totals.append(new)

    def _tell(self, problem: str) -> None:
        """Show the list as it is now, and what was refused."""
        self.list.show_rows([_row(each) for each in self.totals])
        if self.totals:
            self.list.selectRow(len(self.totals) - 1)
        self.message.setText(problem)
        self.message.setVisible(bool(problem))
        self.remove_button.setEnabled(bool(self.totals))
        self.paper_button.setEnabled(len(self.totals) > 1)

    def _ask(self) -> None:
        self._context.dialogs.open_files(self, "Add totals", "Totals (*.json)", self.add)

    def _remove(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self.totals):
            del self.totals[place]
        self._tell("")

    def _show_paper(self) -> None:
        summary = combine(self.totals, self._context.workspace.clock.today())
        show(PaperDialog(self._context, "region", summary, self))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for button in (self.add_button, self.remove_button):
            foot.addWidget(button)
        foot.addStretch(1)
        for button in (self.close_button, self.paper_button):
            foot.addWidget(button)
        column = PageFrame(_TITLE)
        column.addWidget(labels.words(_HOW))
        column.addWidget(self.list, 1)
        column.addWidget(self.message)
        column.addWidget(labels.muted(_NO_SIGNATURE))
        column.addLayout(foot)
        self.setLayout(column)
        letters, room = self.fontMetrics(), self._room
        self.resize(
            min(_WIDTH_IN_LETTERS * letters.averageCharWidth(), room.width()),
            min(_HEIGHT_IN_LINES * letters.height(), room.height()),
        )


def _row(totals: AgencyTotals) -> tuple[str, str, str]:
    dots = sum(value is None for value in totals.cells.values())
    told = f"{len(totals.cells) - dots} numbers, {dots} dots"
    return totals.agency, totals.period.label, told
