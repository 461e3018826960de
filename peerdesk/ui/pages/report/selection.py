"""Which report, of which period, on which paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peerdesk.periods import Month, Period
from peerdesk.services.issuing.ledger import Issue
from peerdesk.services.summaries.catalogue import REPORTS, is_working_paper, report
from peerdesk.services.workspace import Workspace
from peerdesk.vocabulary import Term, vocabulary

_PAPERS = (("letter", "Letter"), ("a4", "A4"))


class ReportChoice(QWidget):
    """Three lists side by side; ``changed`` follows every choice of the user."""

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.report = QComboBox()
        self.quarter = QComboBox()
        self.paper = QComboBox()
        for each in REPORTS:
            self.report.addItem(each.title, each.name)
        for code, label in _PAPERS:
            self.paper.addItem(label, code)
        self.setFocusProxy(self.report)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for text, combo in (
            ("&Report", self.report),
            ("P&eriod", self.quarter),
            ("P&aper", self.paper),
        ):
            combo.activated.connect(self.changed)
            row.addLayout(_labeled(text, combo))
        row.addStretch(1)

    @property
    def period(self) -> Period | None:
        """The period that is chosen, or None where no quarter has numbers.

        A working paper shows today, so its period is the quarter that is running.
        """
        if self.is_working_paper:
            return Month.of(self._workspace.clock.today()).quarter
        period = self.quarter.currentData()
        return period if isinstance(period, Period) else None

    @property
    def issued(self) -> Issue | None:
        """The newest entry in the register of what is chosen, unless it was recalled."""
        period = self.period
        if period is None or self.is_working_paper:
            return None
        return self._workspace.ledger.standing(self.name, period)

    @property
    def readers(self) -> tuple[Term, ...]:
        """Who can still be given what is chosen: everybody who does not have it."""
        period, every = self.period, vocabulary("report_audience").terms
        if period is None or self.is_working_paper:
            return every
        ledger = self._workspace.ledger
        return tuple(each for each in every if not ledger.standing(self.name, period, each.code))

    @property
    def name(self) -> str:
        """The name of the report in the catalogue."""
        return str(self.report.currentData())

    @property
    def is_working_paper(self) -> bool:
        """Whether it names people and is never issued."""
        return is_working_paper(self.name)

    @property
    def paper_size(self) -> str:
        """The paper: ``letter`` or ``a4``."""
        return str(self.paper.currentData())

    def choose(self, period: Period) -> None:
        """Choose the command report of a period that has numbers."""
        self.report.setCurrentIndex(self.report.findData("quarterly"))
        self.reload()
        offered = [self.quarter.itemData(each) for each in range(self.quarter.count())]
        if period in offered:
            self.quarter.setCurrentIndex(offered.index(period))

    def reload(self) -> None:
        """Offer the periods that have numbers; start with the newest quarter that is over."""
        chosen = self.quarter.currentData()
        today = self._workspace.clock.today()
        about_contacts = self.name == "quarterly"
        quarters = self._workspace.closing.reportable(contacts=about_contacts)
        longer = [each for each in _longer(quarters) if each.end.last_day < today]
        longer = [each for each in longer if _kind(each) in report(self.name).periods]
        periods = (*quarters, *longer)
        self.quarter.clear()
        for period in periods:
            running = " (so far)" if period.end.last_day >= today else ""
            self.quarter.addItem(f"{period.label}{running}", period)
        over = [i for i, each in enumerate(quarters) if each.end.last_day < today]
        kept = [i for i, each in enumerate(periods) if each == chosen]
        if quarters:
            self.quarter.setCurrentIndex([*kept, *over, 0][0])
            if longer:
                self.quarter.insertSeparator(len(quarters))
        self.quarter.setEnabled(bool(quarters) and not self.is_working_paper)


def _kind(period: Period) -> str:
    return {3: "quarter", 6: "half", 12: "year"}.get(period.length, "years")


def _longer(quarters: Sequence[Period]) -> list[Period]:
    """Return the half-years and years with numbers, newest first, and all years together."""
    halves = {
        Period(Month(each.start.year, 1 if each.start.number < 7 else 7), 6) for each in quarters
    }
    years = sorted({Period(Month(each.start.year, 1), 12) for each in quarters}, reverse=True)
    whole = []
    if len(years) > 1:
        whole = [Period(years[-1].start, 12 * (years[0].start.year - years[-1].start.year + 1))]
    return [*sorted(halves, reverse=True), *years, *whole]


def _labeled(text: str, combo: QComboBox) -> QVBoxLayout:
    label = QLabel(text)
    label.setObjectName("Muted")
    label.setBuddy(combo)
    combo.setAccessibleName(text.replace("&", ""))
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label)
    column.addWidget(combo)
    return column
