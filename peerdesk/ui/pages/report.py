"""The page that shows a report on screen, saves it, prints it, and closes the quarter."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from peerdesk.errors import CannotWrite, UserFacing
from peerdesk.paths import write_private
from peerdesk.periods import Period
from peerdesk.ui.buttons import primary
from peerdesk.ui.context import PageContext
from peerdesk.ui.dialogs import Choice
from peerdesk.ui.pages.report_choice import ReportChoice
from peerdesk.ui.preview import Preview, ask_to_print
from peerdesk.ui.tasks import Tasks

_PRIVACY = (
    "The preview stays in memory: no file is written until you save. Small numbers are hidden, so "
    "that the report points at nobody."
)
_OPEN = "DRAFT. Numbers can still change. Close the quarter before you hand the report on."
_CLOSED = "This quarter is closed. Its numbers no longer change."
_EMPTY = "There is nothing to report yet. Enter last month's contacts first."
_CLOSING = (
    "After closing, the counts of this quarter stay as they are. A contact that is reported late "
    "counts in the next open quarter. The report loses its DRAFT mark. A closed quarter cannot be "
    "opened again."
)


class ReportPage(QWidget):
    """Choices on top, the paper below."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._tasks = Tasks(context.pool, self)
        self._stale = True
        self.choice = ReportChoice(context.workspace)
        self.preview = Preview()
        self.message = QLabel()
        self.message.setObjectName("Muted")
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.save_button = primary("&Save as PDF…")
        self.save_button.setShortcut(QKeySequence("Ctrl+S"))
        self.print_button = _button("&Print…", "Ctrl+P")
        self.close_button = _button("&Close quarter…", "")
        self._stack = QStackedWidget()
        self._lay_out()
        self.choice.changed.connect(self.refresh)
        self.save_button.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)
        self.close_button.clicked.connect(self._ask_to_close)
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
        closed = period in self._context.workspace.closing.closed()
        self.close_button.setEnabled(period is not None and not closed)
        self.state.setVisible(period is not None)
        self.state.setText(_CLOSED if closed else _OPEN)
        if period is None:
            self._explain(_EMPTY)
            return
        self._explain("Making the report…")
        printing, name, paper = self._context.printing, self.choice.name, self.choice.paper_size
        self._tasks.run(
            lambda: printing.preview(name, period, paper, closed),
            self._show_pdf,
            lambda problem: self._explain(str(problem)),
        )

    def _show_pdf(self, content: bytes) -> None:
        self.preview.show_pdf(content)
        self._stack.setCurrentWidget(self.preview)
        self._enable(ready=True)

    def _explain(self, text: str) -> None:
        self.message.setText(text)
        self._stack.setCurrentWidget(self.message)
        self._enable(ready=False)

    def _enable(self, *, ready: bool) -> None:
        self.save_button.setEnabled(ready)
        self.print_button.setEnabled(ready)

    def _notice(self, _kind: str) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _save(self) -> None:
        name = f"{self.choice.report.currentText()} {self.choice.period}.pdf"
        self._context.dialogs.save_file(self, "Save the report", name, self._write)

    def _write(self, path: Path) -> None:
        try:
            write_private(path, self.preview.content)
        except OSError:
            self._context.dialogs.error(
                self, CannotWrite("The report could not be saved.", "Choose another folder.")
            )

    def _print(self) -> None:
        ask_to_print(self.preview, self, a4=self.choice.paper_size == "a4")

    def _ask_to_close(self) -> None:
        period = self.choice.period
        if period is not None:
            self._context.dialogs.ask(
                self,
                (f"Close {period.label}?", _CLOSING),
                [
                    Choice("close", "Close the quarter"),
                    Choice("keep", "Keep it open", safe=True),
                ],
                lambda answer: self._close(period) if answer == "close" else None,
            )

    def _close(self, period: Period) -> None:
        try:
            self._context.workspace.closing.close(period)
        except UserFacing as problem:
            self._context.dialogs.error(self, problem)
        else:
            self._context.changes.changed.emit("closed_period")

    def _lay_out(self) -> None:
        title = QLabel("Reports")
        title.setObjectName("PageTitle")
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(title, 1)
        for button in (self.close_button, self.print_button, self.save_button):
            top.addWidget(button)
        privacy = QLabel(_PRIVACY)
        privacy.setObjectName("Muted")
        privacy.setWordWrap(True)
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.preview)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(12)
        page.addLayout(top)
        page.addWidget(self.choice)
        page.addWidget(self.state)
        page.addWidget(self._stack, 1)
        page.addWidget(privacy)
        order = (self.choice.paper, self.preview, self.close_button, self.print_button)
        for before, after in pairwise((*order, self.save_button)):
            QWidget.setTabOrder(before, after)


def _button(text: str, keys: str) -> QPushButton:
    button = QPushButton(text)
    if keys:
        button.setShortcut(QKeySequence(keys))
    return button
