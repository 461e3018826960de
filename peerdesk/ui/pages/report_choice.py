"""Which report, of which quarter, on which paper."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peerdesk.periods import Month, Period
from peerdesk.reports.catalogue import REPORTS
from peerdesk.services.workspace import Workspace

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
        for report in REPORTS:
            self.report.addItem(report.title, report.name)
        for code, label in _PAPERS:
            self.paper.addItem(label, code)
        self.setFocusProxy(self.report)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for text, combo in (
            ("&Report", self.report),
            ("&Quarter", self.quarter),
            ("P&aper", self.paper),
        ):
            combo.activated.connect(self.changed)
            row.addLayout(_labeled(text, combo))
        row.addStretch(1)

    @property
    def period(self) -> Period | None:
        """The quarter that is chosen, or None where no quarter has numbers."""
        period = self.quarter.currentData()
        return period if isinstance(period, Period) else None

    @property
    def name(self) -> str:
        """The name of the report in the catalogue."""
        return str(self.report.currentData())

    @property
    def paper_size(self) -> str:
        """The paper: ``letter`` or ``a4``."""
        return str(self.paper.currentData())

    def reload(self) -> None:
        """Offer the quarters that have numbers; start with the newest one that is over."""
        chosen = self.period
        today = self._workspace.clock.today()
        quarters = self._workspace.closing.reportable()
        self.quarter.clear()
        for quarter in quarters:
            running = " (so far)" if Month.of(today).quarter == quarter else ""
            self.quarter.addItem(f"{quarter.label}{running}", quarter)
        over = [i for i, each in enumerate(quarters) if each.end.last_day < today]
        kept = [i for i, each in enumerate(quarters) if each == chosen]
        if quarters:
            self.quarter.setCurrentIndex([*kept, *over, 0][0])
        self.quarter.setEnabled(bool(quarters))


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
