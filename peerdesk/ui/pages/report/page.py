"""The page that shows a report on screen, closes its period, issues it, saves and prints it."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from peerdesk.disclosure.identity_guard import Guard
from peerdesk.errors import CannotWrite, UserFacing
from peerdesk.paths import write_private
from peerdesk.periods import Period
from peerdesk.safe import Note
from peerdesk.services.issuing.ledger import Delivery, Issue
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.issued.words import to_whom
from peerdesk.ui.pages.report.issue import IssueDialog
from peerdesk.ui.pages.report.selection import ReportChoice
from peerdesk.ui.pages.report.why import WhyDialog
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.dialogs import Choice, show
from peerdesk.ui.widgets.page_frame import PageFrame
from peerdesk.ui.widgets.preview import Preview, ask_to_print
from peerdesk.ui.widgets.tasks import Tasks
from peerdesk.vocabulary import Term

_PRIVACY = (
    "The preview stays in memory: no file is written until you save. Small numbers are hidden, so "
    "that the report points at nobody."
)
_OPEN = "DRAFT. Numbers can still change. Close the period, then issue the report to hand it on."
_CLOSED = "DRAFT of a closed period. Its numbers no longer change. Issue the report to hand it on."
_ISSUED = "Issued on {}, for: {}. This is the paper as it was handed on."
_FIRST, _AGAIN = "&Issue…", "&Issue to others…"
_NAMED = (
    "NAMED: your own working paper, for you and the team. It never goes to command and is not "
    "issued."
)
_EMPTY = "There is nothing to report yet. Enter last month's contacts first."
_CLOSING = (
    "After closing, the counts of this quarter stay as they are. A contact that is reported late "
    "counts in the next open quarter. The report can be issued. A closed quarter cannot be opened "
    "again."
)


class ReportPage(QWidget):
    """Choices on top, the paper below."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self._tasks = Tasks(context.pool, self)
        self._issuing = Tasks(context.pool, self)
        # Apart, so that a preview made meanwhile does not take the place of its answer.
        self._stale = True
        self._closed = False
        self._issued: Issue | None = None
        self._readers: tuple[Term, ...] = ()
        self.choice = ReportChoice(context.workspace)
        self.preview = Preview()
        self.message = labels.muted()
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.state = labels.words()
        self.save_button = _button("&Save as PDF…", "Ctrl+S")
        self.print_button = _button("&Print…", "Ctrl+P")
        self.why_button = _button("&Why dots…", "")
        self.close_button = _button("&Close period…", "")
        self.issue_button = primary(_FIRST)
        self._stack = QStackedWidget()
        self._lay_out()
        self.choice.changed.connect(self.refresh)
        self.save_button.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)
        self.close_button.clicked.connect(self._ask_to_close)
        self.issue_button.clicked.connect(self._ask_to_issue)
        self.why_button.clicked.connect(lambda: _explain(self))
        context.changes.changed.connect(self._notice)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the report anew when numbers may have changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Make the chosen report on a worker and show it."""
        self._stale = False
        self.choice.reload()
        self.preview.clear()
        period = self.choice.period
        self.state.setVisible(period is not None)
        self._issued, self._readers = self.choice.issued, self.choice.readers
        if period is None:
            self.close_button.setEnabled(False)
            self._explain(_EMPTY)
            return
        self._describe(period)
        self._explain("Making the report…")
        printing, name, paper = self.context.printing, self.choice.name, self.choice.paper_size
        number = self._issued.number if self._issued else None
        self._tasks.run(
            lambda: printing.preview(name, period, paper, number),
            self._show_pdf,
            lambda problem: self._explain(str(problem)),
        )

    def open_at(self, _kind: str, _number: int, at: str) -> None:
        """Show the report of a period that is to be closed."""
        self.choice.choose(Period.parse(at))
        self.refresh()

    def _describe(self, period: Period) -> None:
        workspace = self.context.workspace
        if self.choice.is_working_paper:
            self._closed = False
            self.state.setText(_NAMED)
            self.close_button.setEnabled(False)
            return
        self._closed = workspace.closing.is_closed(period)
        draft = _CLOSED if self._closed else _OPEN
        self.state.setText(_ISSUED.format(*to_whom(self._issued)) if self._issued else draft)
        self.close_button.setEnabled(not self._closed)

    def _show_pdf(self, content: bytes) -> None:
        self.preview.show_pdf(content)
        self._stack.setCurrentWidget(self.preview)
        self._enable(ready=True)

    def _explain(self, text: str) -> None:
        self.message.setText(text)
        self._stack.setCurrentWidget(self.message)
        self._enable(ready=False)

    def _enable(self, *, ready: bool) -> None:
        # A draft is for the screen only: it leaves by being issued.
        leaves = self._issued is not None or self.choice.is_working_paper
        self.save_button.setEnabled(ready and leaves)
        self.print_button.setEnabled(ready and leaves)
        self.why_button.setEnabled(ready and not leaves)
        self.issue_button.setEnabled(ready and self._closed and bool(self._readers))
        self.close_button.setVisible(not self._closed and not leaves)
        self.issue_button.setVisible(self._closed)
        self.issue_button.setText(_AGAIN if self._issued else _FIRST)
        self.why_button.setVisible(not leaves)
        for button in (self.save_button, self.print_button):
            button.setVisible(leaves)

    def _notice(self, _kind: str) -> None:
        self._stale = True
        if self.isVisible() and not self._issuing.running:
            self.refresh()

    def _save(self) -> None:
        name = f"{self.choice.report.currentText()} {self.choice.period}.pdf"
        self.context.dialogs.save_file(self, "Save the report", name, self._write)

    def _write(self, path: Path) -> None:
        try:
            write_private(path, self.preview.content)
        except OSError:
            self.context.dialogs.error(
                self, CannotWrite("The report could not be saved.", "Choose another folder.")
            )
        else:
            self.context.safe.log.note(Note("export", self.choice.name))

    def _print(self) -> None:
        log, note = self.context.safe.log, Note("print", self.choice.name)
        a4 = self.choice.paper_size == "a4"
        ask_to_print(self.preview, self, self.context.dialogs, lambda: log.note(note), a4=a4)

    def _ask_to_close(self) -> None:
        period = self.choice.period
        if period is not None:
            self.context.dialogs.ask(
                self,
                (f"Close {period.label}?", _CLOSING),
                [
                    Choice("close", "Close it"),
                    Choice("keep", "Keep it open", safe=True),
                ],
                lambda answer: self._close(period) if answer == "close" else None,
            )

    def _close(self, period: Period) -> None:
        try:
            self.context.workspace.closing.close(period)
        except UserFacing as problem:
            self.context.dialogs.error(self, problem)
        else:
            self.context.changes.changed.emit("closed_period")

    def _ask_to_issue(self) -> None:
        period = self.choice.period
        if period is not None:
            title = f"{self.choice.report.currentText()}, {period.label}"
            guard = Guard(self.context.workspace.records.names("supporter"))
            show(IssueDialog(self, title, guard, self._readers, partial(self._issue, period)))

    def _issue(self, period: Period, delivery: Delivery, narrative: str) -> None:
        printing, name, paper = self.context.printing, self.choice.name, self.choice.paper_size
        self._explain("Issuing the report…")
        self._issuing.run(
            lambda: printing.issue(name, period, paper, delivery, narrative),
            lambda _pdf: self.context.changes.changed.emit("publication"),
            partial(_refuse, self),
        )

    def _lay_out(self) -> None:
        buttons = (
            self.why_button,
            self.close_button,
            self.print_button,
            self.save_button,
            self.issue_button,
        )
        privacy = labels.muted(_PRIVACY)
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.preview)
        page = PageFrame("Reports", "", *buttons)
        page.addWidget(self.choice)
        page.addWidget(self.state)
        page.addWidget(self._stack, 1)
        page.addWidget(privacy)
        self.setLayout(page)
        order = (
            self.choice.paper,
            self.preview,
            self.why_button,
            self.close_button,
            self.print_button,
        )
        for before, after in pairwise((*order, self.save_button, self.issue_button)):
            QWidget.setTabOrder(before, after)


def _button(text: str, keys: str) -> QPushButton:
    button = QPushButton(text)
    if keys:
        button.setShortcut(QKeySequence(keys))
    return button


def _refuse(page: ReportPage, problem: UserFacing) -> None:
    page.refresh()
    page.context.dialogs.error(page, problem)


def _explain(page: ReportPage) -> None:
    period = page.choice.period
    if period is None:
        return
    try:
        reasons = page.context.workspace.reporting.why(page.choice.name, period)
    except UserFacing as problem:
        page.context.dialogs.error(page, problem)
    else:
        show(WhyDialog(page, reasons))
