"""What a report to command says: numbers that are already safe to print, and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.protected import ProtectedFigure, ProtectedTable
from peerdesk.disclosure.table import Thresholds
from peerdesk.periods import Period


@dataclass(frozen=True)
class Headline:
    """One large figure of page one."""

    code: str
    label: str
    figure: ProtectedFigure
    comparison: str
    """In words, ``12 more than the same quarter last year``, or empty."""
    missing: str = "Not shown"
    """What stands in place of a figure that has no value: it is not shown, or not recorded."""


@dataclass(frozen=True)
class OpenTable:
    """Figures of the program itself, which count nobody who was helped (rule A8.6)."""

    title: str
    head: tuple[str, ...]
    """What stands above each column, the one of the labels first."""
    rows: tuple[tuple[str, tuple[ProtectedFigure, ...]], ...]
    """The last row is the sum, or what stands for all."""


@dataclass(frozen=True)
class Block:
    """One question of the chief, answered: a sentence, a table and what was counted."""

    question: str
    answer: str
    """One sentence, or empty."""
    table: ProtectedTable | None
    """When it is not shown, its own sentence is printed in its place."""
    definition: str
    open_table: OpenTable | None = None
    """In place of a protected table, where nobody who was helped is counted."""


@dataclass(frozen=True)
class Trend:
    """The chart of page one: one protected value, or None, per label."""

    title: str
    labels: tuple[str, ...]
    values: tuple[int | None, ...]
    alt: str
    missing: tuple[str, ...] = ()
    """What stands in place of each value that is None: ``not shown`` or ``not begun``."""


@dataclass(frozen=True)
class CommandReport:
    """Everything a report to command prints, in the order in which it prints it."""

    report: str
    title: str
    agency: str
    program: str
    period: Period
    sample: bool
    report_id: str
    cut_off: date
    version: str
    headlines: tuple[Headline, ...]
    trend: Trend
    sentences: tuple[str, ...]
    blocks: tuple[Block, ...]
    completeness: str
    definitions: tuple[tuple[str, str], ...]
    """Term and meaning, in the order of the last page."""
    protection: str
    """One line: how the numbers are protected."""
    figures: tuple[ProtectedFigure, ...] = ()
    """Every single number that is printed, those of the trend included."""
    tables: tuple[ProtectedTable, ...] = ()
    """Every table that is printed, or that a printed number comes from."""
    narrative: str = ""
    """What the coordinator wrote, after the identity guard had read it."""
    behind: tuple[ProtectedTable, ...] = ()
    """Tables that are not printed, but count as known once this report is issued."""

    @property
    def nothing_shown(self) -> bool:
        """Whether not even the first of the large figures may be shown."""
        return self.headlines[0].figure.value is None

    def issued(self) -> dict[Predicate, int | None]:
        """Return all that a reader can learn: numbers by what they count, None for a blank."""
        said = [(each.key, each.value) for each in self.figures if each.key is not None]
        said += [one for each in (*self.behind, *self.tables) for one in each.issued().items()]
        found: dict[Predicate, int | None] = {}
        for key, value in said:
            # A table that is left out has no total, though a figure may well have told it.
            if found.get(key) is None:
                found[key] = value
        return found

    def levels(self) -> dict[str, dict[str, str]]:
        """Return the levels of the tables that are shown, to be kept for the year."""
        return {
            table.code: {dimension.name: dimension.level for dimension in table.dimensions}
            for table in self.tables
            if table.shown
        }

    def as_json(self, thresholds: Thresholds) -> dict[str, object]:
        """Return the numbers as the command line prints them: exactly what the PDF prints."""
        return {
            "report": self.report,
            "period": str(self.period),
            "protected": True,
            "thresholds": {"persons": thresholds.persons, "contacts": thresholds.contacts},
            "figures": [figure.as_json() for figure in self.figures],
            "tables": [table.as_json() for table in self.tables],
        }
