"""Who meets which training rule today: supporters down, rules across."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from peerdesk.services.counts.training import Matrix, Person
from peerdesk.services.counts.training_rules import Standing
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.training.frame import COUNTED, framed
from peerdesk.ui.widgets.quiet_table import QuietTable

_NONE = "Add a rule on the Rules tab; then you see here who meets it."


class MatrixPart(QWidget):
    """Worked out anew whenever anything behind it changes."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._training = context.workspace.training
        self.table = QuietTable("Who meets what")
        self.gaps_only = QCheckBox("Only people who lack something")
        self.gaps_only.toggled.connect(self._reload)
        self.words = framed(self, self.gaps_only, self.table)
        context.changes.changed.connect(self._on_changed)
        self._reload()

    def _on_changed(self, kind: str) -> None:
        if kind in COUNTED:
            self._reload()

    def _reload(self) -> None:
        matrix = self._training.matrix()
        people = [each for each in matrix.people if not self.gaps_only.isChecked() or _lacks(each)]
        heads = [
            f"{rule.name}{'' if rule.verified else ' (not verified)'}" for rule in matrix.rules
        ]
        rows = [[each.name, *map(cell, each.standings)] for each in people]
        self.table.show_rows(["Name", *heads], rows)
        self.words.setText(_summary(matrix))
        self.gaps_only.setEnabled(bool(matrix.rules))


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
