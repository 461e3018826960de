"""What an import plan is made of: rows to store, rows refused, and what a person must decide."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping as Pairs
from dataclasses import dataclass
from typing import Any

from peerdesk.exchange.head_row import Skipped
from peerdesk.exchange.mapping import Dropped, Mapping

Choices = tuple[tuple[int | str, str], ...]


@dataclass(frozen=True)
class Problem:
    """A row that cannot be brought in, and why; never what its cells hold."""

    row: int
    reason: str


@dataclass(frozen=True)
class Question:
    """A value that only a person can decide; until then the row keeps ``PlannedRow.values``.

    ``choices`` holds what may be chosen and how it reads: codes, or numbers of supporters. It is
    empty where nobody on the roster fits, and where a date, number or text must be typed anew.
    """

    row: int
    field: str
    choices: Choices = dataclasses.field(default=(), repr=False)
    about: str = dataclasses.field(default="", repr=False)
    """The part of the cell that is asked about, to be shown beside the question only."""

    @property
    def target(self) -> str:
        """The field that the answer goes to; several questions may share one."""
        return self.field.partition(":")[0]


@dataclass(frozen=True)
class PlannedRow:
    """One record to store. ``row_number`` is its row in the file.

    ``values`` has every field that a form may edit, typed as the model declares it. ``given`` names
    those that the file answered; the rest are the values of a blank form. ``merge_into`` is the
    number of the supporter on the roster whom this row completes.
    """

    row_number: int
    values: Pairs[str, Any] = dataclasses.field(repr=False)
    given: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = ()
    merge_into: int | None = None


@dataclass(frozen=True)
class Merge:
    """A row that repeats someone: an earlier row of the file, or a supporter on the roster."""

    row: int
    into_row: int | None = None
    into_id: int | None = None


@dataclass(frozen=True)
class ImportPlan:
    """All that a preview shows and a service stores; ``read`` counts the data rows.

    ``totals`` is for comparing with the old file. Contacts: contacts, minutes, rows_with_minutes,
    first_contacts, referrals, and one entry for each quarter (``2025-Q1``). Supporters: people,
    active. Tally: lines, contacts (of the dimension ``total``). Training: classes, attendances,
    person_hours.
    """

    kind: str
    read: int
    rows: tuple[PlannedRow, ...]
    rejected: tuple[Problem, ...]
    merges: tuple[Merge, ...]
    questions: tuple[Question, ...]
    dropped: tuple[Dropped, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    totals: Pairs[str, float]
    mapping: Mapping

    @property
    def added(self) -> int:
        """How many records the plan adds, apart from those it completes."""
        return sum(row.merge_into is None for row in self.rows)

    def as_json(self) -> dict[str, Any]:
        """Return what the command line tells about the plan; holds no cell of the file."""
        return {
            "kind": self.kind,
            "read": self.read,
            "added": self.added,
            "merged": len(self.merges),
            "rejected": [dataclasses.asdict(each) for each in self.rejected],
            "dropped": [dataclasses.asdict(each) for each in self.dropped],
            "questions": [
                {"row": each.row, "field": each.field, "choices": each.choices}
                for each in self.questions
            ],
            "skipped": [dataclasses.asdict(each) for each in self.skipped],
            "notes": list(self.notes),
            "totals": dict(self.totals),
            "mapping": self.mapping.to_json(),
        }
