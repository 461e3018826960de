"""Joins rows about the same supporter: blanks are filled, what stands is kept, doubts are asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field, replace
from typing import Any

from peerdesk.exchange.headings import headings
from peerdesk.exchange.names import Roster, name_key
from peerdesk.exchange.planned import Choices, Merge, PlannedRow, Problem, Question
from peerdesk.models.fields import Field
from peerdesk.vocabulary import vocabulary


@dataclass(frozen=True)
class Filled:
    """What a repeat adds: values for blank fields, and the names of fields that disagree."""

    changes: Pairs[str, Any] = field(repr=False)
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Merged:
    """Each record once, with the repeats, and the rows that could not be joined."""

    rows: tuple[PlannedRow, ...]
    merges: tuple[Merge, ...] = ()
    problems: tuple[Problem, ...] = ()


def fill_blanks(
    kind: str,
    existing: Pairs[str, Any],
    incoming: Pairs[str, Any],
    given: Collection[str],
    defaulted: Collection[str] = (),
) -> Filled:
    """Compare a record with a row about the same person; only ``given`` fields of the row count.

    A field of the record is blank when it is empty, false, holds its vocabulary's "not recorded",
    or is among ``defaulted``. The full name is what they were matched by and is left alone.
    """
    changes: dict[str, Any] = {}
    conflicts: list[str] = []
    for name, declared in headings(kind).fields.items():
        new, old = incoming[name], existing[name]
        if name not in given or name == "full_name" or new == old or _is_blank(declared, new):
            continue
        if name in defaulted or _is_blank(declared, old):
            changes[name] = new
        else:
            conflicts.append(name)
    return Filled(changes, tuple(conflicts))


def merge_people(rows: Iterable[PlannedRow], roster: Roster) -> Merged:
    """Join rows of the same name, and mark those that complete a supporter on the roster."""
    first: dict[str, PlannedRow] = {}
    merges: list[Merge] = []
    problems: list[Problem] = []
    for row in rows:
        key = name_key(row.values["full_name"])
        known = roster.named(row.values["full_name"])
        if len(known) > 1:
            reason = "More than one person on the roster has this name."
            problems.append(Problem(row.row_number, reason))
        elif key in first:
            merges.append(Merge(row.row_number, into_row=first[key].row_number))
            first[key] = _joined(first[key], row)
        elif known:
            merges.append(Merge(row.row_number, into_id=known[0]))
            first[key] = replace(row, merge_into=known[0])
        else:
            first[key] = row
    return Merged(tuple(first.values()), tuple(merges), tuple(problems))


def merge_tallies(rows: Iterable[PlannedRow]) -> Merged:
    """Join lines that say the same twice; a second, different count for one code is a problem."""
    first: dict[tuple[Any, ...], PlannedRow] = {}
    merges: list[Merge] = []
    problems: list[Problem] = []
    for row in rows:
        key = tuple(row.values[name] for name in ("month", "dimension", "value"))
        earlier = first.setdefault(key, row)
        if earlier is row:
            continue
        if earlier.values == row.values:
            merges.append(Merge(row.row_number, into_row=earlier.row_number))
        else:
            reason = f"Row {earlier.row_number} has another count for the same month and code."
            problems.append(Problem(row.row_number, reason))
    return Merged(tuple(first.values()), tuple(merges), tuple(problems))


def _joined(kept: PlannedRow, repeat: PlannedRow) -> PlannedRow:
    defaulted = set(kept.values) - kept.given
    filled = fill_blanks("supporter", kept.values, repeat.values, repeat.given, defaulted)
    asked = {question.field: question for question in kept.questions}
    for question in repeat.questions:
        if question.field not in kept.given:
            asked.setdefault(question.field, replace(question, row=kept.row_number))
    for name in filled.conflicts:
        asked[name] = Question(kept.row_number, name, _either(name, kept, repeat))
    return replace(
        kept,
        values={**kept.values, **filled.changes},
        given=kept.given | set(filled.changes),
        questions=tuple(asked.values()),
    )


def _either(name: str, kept: PlannedRow, repeat: PlannedRow) -> Choices:
    """Offer the two codes that disagree; other values are typed anew."""
    declared = headings("supporter").fields[name]
    if declared.vocabulary is None:
        return ()
    codes = {kept.values[name], repeat.values[name]}
    terms = vocabulary(declared.vocabulary).terms
    return tuple((term.code, term.label) for term in terms if term.code in codes)


def _is_blank(declared: Field, value: Any) -> bool:
    blank = vocabulary(declared.vocabulary).blank if declared.vocabulary else None
    return not value or value == blank
