"""Where training stands: who meets which rule today, and what runs out next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QWidget

from peerdesk.services.counts.training import SOON, Lapse, Matrix, Person
from peerdesk.services.counts.training_rules import Standing
from peerdesk.ui.forms.choice import ChoiceEditor
from peerdesk.ui.page import PageContext
from peerdesk.ui.widgets.page_frame import PageFrame, panel
from peerdesk.ui.widgets.tables import ShownTable

_NONE = "Add a rule on the Rules tab; then you see here who meets it."
_COUNTED = ("supporter", "course", "training_session", "attendance", "certification", "requirement")
"""Kinds of record whose change makes a view be worked out anew."""
_SPANS = (90, 60, 30)
_LAPSES = ("Last good day", "Days left", "Name", "What")


class _View(QWidget):
    """Words, a control and a table; ``stale`` when anything behind them has changed."""

    stale = Signal()

    def __init__(self, name: str, control: QWidget, context: PageContext) -> None:
        super().__init__()
        self._training = context.workspace.training
        self.table = ShownTable(name)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        page = PageFrame("", "", control)
        page.addWidget(panel(self.table), 1)
        self.words = page.lead
        self.setLayout(page)
        context.changes.changed.connect(self._on_changed)

    def _on_changed(self, kind: str) -> None:
        if kind in _COUNTED:
            self.stale.emit()


class MatrixPart(_View):
    """Who meets which rule: supporters down, rules across."""

    def __init__(self, context: PageContext) -> None:
        self.gaps_only = QCheckBox("Only people who lack something")
        super().__init__("Who meets what", self.gaps_only, context)
        self.gaps_only.toggled.connect(self.reload)
        self.stale.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Work it out anew."""
        matrix = self._training.matrix()
        people = [each for each in matrix.people if not self.gaps_only.isChecked() or _lacks(each)]
        heads = [
            f"{rule.name}{'' if rule.verified else ' (not verified)'}" for rule in matrix.rules
        ]
        self.table.show_headings(["Name", *heads])
        self.table.show_rows([[each.name, *map(cell, each.standings)] for each in people])
        self.words.setText(_summary(matrix))
        self.gaps_only.setEnabled(bool(matrix.rules))


class LapsesPart(_View):
    """What runs out within 90, 60 or 30 days, certificates and rules alike, the next first."""

    def __init__(self, context: PageContext) -> None:
        self._today = context.workspace.clock.today
        self.span = ChoiceEditor([(days, f"Within {days} days") for days in _SPANS])
        self.span.setAccessibleName("How far ahead")
        self.span.set_value(SOON)
        super().__init__("What runs out", self.span, context)
        self.table.show_headings(_LAPSES)
        self.span.edited.connect(self.reload)
        self.stale.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Work it out anew."""
        lapses = self._training.lapsing(self.span.value() or SOON)
        self.table.show_rows([self._row(each) for each in lapses])
        over = sum(each.on < self._today() for each in lapses)
        self.words.setText(f"{len(lapses) - over} running out soon, {over} already out.")

    def _row(self, lapse: Lapse) -> tuple[str, ...]:
        left = (lapse.on - self._today()).days
        return f"{lapse.on:%m/%d/%Y}", "Over" if left < 0 else str(left), lapse.name, lapse.what


def cell(standing: Standing | None) -> str:
    """Say where someone stands with a rule, in a few words."""
    if standing is None:
        return "Not for this role"
    if not standing.met:
        return f"✗ {', '.join(standing.missing) or 'has run out'}"
    return f"✓ until {standing.until:%m/%d/%Y}" if standing.until else "✓"


def _lacks(person: Person) -> bool:
    return any(each is not None and not each.met for each in person.standings)


def _summary(matrix: Matrix) -> str:
    if not matrix.rules:
        return _NONE
    lacking = sum(map(_lacks, matrix.people))
    return (
        f"By our records, {len(matrix.people) - lacking} of {len(matrix.people)} meet every rule."
    )
