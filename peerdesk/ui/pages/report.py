"""The page that shows a report on screen, saves it, prints it, and closes the quarter."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QKeySequence, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from peerdesk.errors import CannotWrite, UserFacing
from peerdesk.paths import write_private
from peerdesk.periods import Month, Period
from peerdesk.reports.catalogue import REPORTS
from peerdesk.ui.context import PageContext
from peerdesk.ui.dialogs import Choice, show
from peerdesk.ui.preview import Preview
from peerdesk.ui.tasks import Tasks

_PAPERS = (("letter", "Letter"), ("a4", "A4"))
_PRIVACY = (
    "Shown from memory; no file is written until you save. Small numbers are hidden, so that the "
    "report points at nobody."
)
_DRAFT = "DRAFT: numbers can still change. Close the quarter before you hand the report on."
_CLOSED = "This quarter is closed. Its numbers no longer change."
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
        self._tasks.busy.connect(self._show_busy)
        self._stale = True
        self.report = _combo("Report")
        self.period = _combo("Quarter")
        self.paper = _combo("Paper")
        self.preview = Preview()
        self.message = QLabel()
        self.message.setObjectName("Muted")
        self.message.setWordWrap(True)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.save_button = _button("&Save as PDF…", "Ctrl+Shift+S")
        self.save_button.setProperty("primary", True)  # noqa: FBT003 - a Qt property
        self.print_button = _button("&Print…", "Ctrl+P")
        self.close_button = _button("&Close quarter…", "")
        self._stack = QStackedWidget()
        self._fill()
        self._lay_out()
        self._connect()

    def showEvent(self, event: object) -> None:
        """Make the report anew when its numbers may have changed while another page was shown."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._stale:
            self._fill_periods()
            self.refresh()

    def refresh(self) -> None:
        """Make the chosen report on a worker and show it."""
        self._stale = False
        self.preview.clear()
        period = self.chosen_period
        if period is None:
            self._explain("There is nothing to report yet. Enter contacts first.")
            return
        closed = period in self._context.workspace.closing.closed()
        self.state.setText(_CLOSED if closed else _DRAFT)
        self.close_button.setEnabled(not closed)
        printing, report = self._context.printing, str(self.report.currentData())
        paper = str(self.paper.currentData())
        self._explain("Making the report…")
        self._tasks.run(
            lambda: printing.preview(report, period, paper, closed),
            self._show_pdf,
            lambda problem: self._explain(str(problem)),
        )

    @property
    def chosen_period(self) -> Period | None:
        """The quarter that is chosen, or None where no quarter has numbers."""
        period = self.period.currentData()
        return period if isinstance(period, Period) else None

    def _show_pdf(self, content: bytes) -> None:
        self.preview.show_pdf(content)
        self._stack.setCurrentWidget(self.preview)
        self._enable(ready=True)

    def _explain(self, text: str) -> None:
        self.message.setText(text)
        self._stack.setCurrentIndex(0)
        self._enable(ready=False)

    def _enable(self, *, ready: bool) -> None:
        self.save_button.setEnabled(ready)
        self.print_button.setEnabled(ready)

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        if busy:
            self._enable(ready=False)

    def _save(self) -> None:
        name = f"{self.report.currentText()} {self.chosen_period}.pdf"
        self._context.dialogs.save_file(self, "Save the report", name, self._write)

    def _write(self, path: Path) -> None:
        try:
            write_private(path, self.preview.content)
        except OSError:
            self._context.dialogs.error(
                self, CannotWrite("The report could not be saved.", "Choose another folder.")
            )

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(300)
        letter = self.paper.currentData() == "letter"
        size = QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4
        printer.setPageSize(QPageSize(size))
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: self.preview.print_to(printer))
        show(dialog)

    def _ask_to_close(self) -> None:
        period = self.chosen_period
        if period is not None:
            self._context.dialogs.ask(
                self,
                (f"Close {period.label}?", _CLOSING),
                [
                    Choice("close", "Close the quarter", primary=True),
                    Choice("keep", "Keep it open", safe=True),
                ],
                lambda answer: self._close(period) if answer == "close" else None,
            )

    def _close(self, period: Period) -> None:
        try:
            self._context.workspace.closing.close(period)
        except UserFacing as problem:
            self._context.dialogs.error(self, problem)
            return
        self._context.changes.changed.emit("closed_period")

    def _notice(self, _kind: str) -> None:
        self._stale = True
        if self.isVisible():
            self._fill_periods()
            self.refresh()

    def _fill(self) -> None:
        for report in REPORTS:
            self.report.addItem(report.title, report.name)
        for code, label in _PAPERS:
            self.paper.addItem(label, code)
        metric = QLocale.system().measurementSystem() == QLocale.MeasurementSystem.MetricSystem
        self.paper.setCurrentIndex(1 if metric else 0)
        self._fill_periods()

    def _fill_periods(self) -> None:
        """Offer the quarters that have numbers, and start with the newest one that is over."""
        chosen = self.chosen_period
        today = self._context.workspace.clock.today()
        quarters = self._context.workspace.closing.reportable()
        self.period.blockSignals(True)  # noqa: FBT003 - Qt's order
        self.period.clear()
        for quarter in quarters:
            running = Month.of(today).quarter == quarter
            self.period.addItem(quarter.label + (" (so far)" if running else ""), quarter)
        over = [i for i, each in enumerate(quarters) if each.end.last_day < today]
        kept = [i for i, each in enumerate(quarters) if each == chosen]
        self.period.setCurrentIndex([*kept, *over, 0][0] if quarters else -1)
        self.period.blockSignals(False)  # noqa: FBT003 - Qt's order
