"""Storing what an import plans, remembering it, and taking a whole import back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.errors import UserFacing
from peerdesk.exchange.files import file_kind
from peerdesk.exchange.merging import fill_blanks
from peerdesk.exchange.names import KnownSupporter
from peerdesk.exchange.plan import ImportPlan, PlannedRow
from peerdesk.models.agency import Agency
from peerdesk.models.contact import Contact
from peerdesk.models.fields import kind_of, plain
from peerdesk.models.importing import ImportBatch, ImportedRecord
from peerdesk.models.supporter import Supporter
from peerdesk.models.tally import Tally
from peerdesk.models.types import Codes
from peerdesk.periods import Month
from peerdesk.safe import Note
from peerdesk.services.counts.quarters import open_quarter
from peerdesk.services.importing.taking_back import ImportedAs, about_row, take_back
from peerdesk.services.importing.training import CLASS, store_training
from peerdesk.services.kinds.enter import enter
from peerdesk.services.records.retention import strip_supporters
from peerdesk.services.sessions import Sessions, note
from peerdesk.services.store.checks import refuse
from peerdesk.services.store.history import Stamp
from peerdesk.services.store.write import free_number, put
from peerdesk.vocabulary import vocabulary

Answers = Mapping[tuple[int, str], Any]
"""What the coordinator decided, by row number and field."""


Rows = Sequence[PlannedRow]


class Reader(Protocol):
    """Reads a file into a plan, given who is on the roster."""

    def __call__(
        self,
        path: Path,
        kind: str | None,
        mapping: Mapping[str, Any] | None,
        roster: tuple[KnownSupporter, ...],
        today: date,
    ) -> ImportPlan:
        """Return the plan; raises InputRefused."""
        ...


@dataclass(frozen=True)
class ImportResult:
    """What an import did. ``undo`` is the number by which all of it can be taken back."""

    kind: str
    read: int
    added: int
    merged: int
    rejected: int
    undo: int


@dataclass(frozen=True)
class Batch:
    """An earlier import."""

    id: int
    kind: str
    imported_on: date
    added: int
    merged: int


class Imports:
    """Bringing in office files, and taking them back."""

    def __init__(self, sessions: Sessions, clock: Clock, reader: Reader, who: str = "") -> None:
        self._sessions = sessions
        self._clock = clock
        self._reader = reader
        self._who = who

    def read(
        self, path: Path, kind: str | None = None, mapping: Mapping[str, Any] | None = None
    ) -> ImportPlan:
        """Work out what a file would add; stores nothing. Raises InputRefused."""
        with self._sessions.read() as session:
            people = session.execute(select(Supporter.id, Supporter.full_name))
            roster = tuple(KnownSupporter(number, name) for number, name in people)
        return self._reader(path, kind, mapping, roster, self._clock.today())

    def apply(self, plan: ImportPlan, answers: Answers | None = None) -> ImportResult:
        """Store a plan whole or not at all.

        In an agency that logs monthly totals, rows of contacts are added up and no row is kept.
        """
        today = self._clock.today()
        with self._sessions.write() as session:
            stamp = Stamp(self._clock.now(), self._who)
            kind, stored = _store(session, plan, answers or {}, stamp)
            added = sum(each.record_kind == CLASS for each in stored)
            sums = (added if kind == CLASS else plan.added, len(plan.merges))
            batch = ImportBatch(kind=kind, imported_on=today, added=sums[0], merged=sums[1])
            session.add(batch)
            session.flush()
            _remember(session, batch.id, stored)
            note(session, Note("import", kind, outcome=str(len(stored))))
            strip_supporters(session, today)
        return ImportResult(plan.kind, plan.read, *sums, len(plan.rejected), batch.id)

    def undo(self, number: int) -> None:
        """Take a whole import back.

        Raises UserFacing where there is no such import, where what it brought in has been changed
        since, or where it is part of a closed quarter.
        """
        with self._sessions.write() as session:
            batch = session.get(ImportBatch, number) if 0 < number < 2**63 else None
            if batch is None:
                raise UserFacing("There is no such import.", "It may have been taken back already.")
            note(session, Note("import_undone", batch.kind))
            take_back(session, batch, Stamp(self._clock.now(), self._who))
            session.delete(batch)

    def batches(self) -> tuple[Batch, ...]:
        """Return the imports that can be taken back, newest first."""
        with self._sessions.read() as session:
            rows = session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()))
            return tuple(
                Batch(row.id, row.kind, row.imported_on, row.added, row.merged) for row in rows
            )


def _store(
    session: Session, plan: ImportPlan, answers: Answers, stamp: Stamp
) -> tuple[str, list[ImportedAs]]:
    """Store the rows of a plan; return the kind it is listed as, and what was stored."""
    answered = [_answered(row, answers) for row in plan.rows]
    return _STORES.get(plan.kind, _store_plain)(session, plan.kind, answered, stamp)


def _store_plain(
    session: Session, kind: str, rows: Rows, stamp: Stamp
) -> tuple[str, list[ImportedAs]]:
    """Store one record for each row, through the door of every record."""
    (record,) = file_kind(kind).records
    stored = []
    for row in rows:
        with about_row(row.row_number):
            made = record()
            enter(session, made, row.values, stamp)
            stored.append(ImportedAs(made.id, made.version, record_kind=kind_of(record)))
    return kind, stored


def _store_contact_log(
    session: Session, kind: str, rows: Rows, stamp: Stamp
) -> tuple[str, list[ImportedAs]]:
    """Store contacts; in an agency that logs monthly totals, add them up and keep no row."""
    if session.scalars(select(Agency.logging_mode)).one() == "tally":
        lines = _added_up(row.values for row in rows)
        return "tally", _store_tallies(session, lines, stamp)
    numbered = [(row.row_number, dict(row.values)) for row in rows]
    return kind, _store_contacts(session, numbered, stamp)


def _store_lines(
    session: Session, kind: str, rows: Rows, stamp: Stamp
) -> tuple[str, list[ImportedAs]]:
    return kind, _store_tallies(session, [_tally_line(row.values) for row in rows], stamp)


def _store_classes(
    session: Session, _kind: str, rows: Rows, stamp: Stamp
) -> tuple[str, list[ImportedAs]]:
    return CLASS, store_training(session, [(row.row_number, row.values) for row in rows], stamp)


def _store_roster(
    session: Session, kind: str, rows: Rows, stamp: Stamp
) -> tuple[str, list[ImportedAs]]:
    stored = []
    for row in rows:
        with about_row(row.row_number):
            stored.append(_store_supporter(session, row, stamp))
    return kind, stored


def _answered(row: PlannedRow, answers: Answers) -> PlannedRow:
    """Return a row with what the coordinator decided, which counts as given by the file."""
    decided = {name: value for (number, name), value in answers.items() if number == row.row_number}
    return replace(row, values={**row.values, **decided}, given=row.given | decided.keys())


def _store_supporter(session: Session, row: PlannedRow, stamp: Stamp) -> ImportedAs:
    known = session.get(Supporter, row.merge_into) if row.merge_into else None
    if known is None:
        added = Supporter()
        enter(session, added, row.values, stamp)
        return ImportedAs(added.id, added.version)
    before = plain(known)
    filled = fill_blanks("supporter", before, row.values, row.given).changes
    enter(session, known, filled, stamp)
    return ImportedAs(known.id, known.version, {name: _kept(before[name]) for name in filled})


def _kept(value: Any) -> str | None:
    """Return what JSON can hold of a blank value: a "not recorded" code, or nothing."""
    return value if isinstance(value, str) else None


def _store_contacts(
    session: Session, numbered: list[tuple[int, dict[str, Any]]], stamp: Stamp
) -> list[ImportedAs]:
    for number, row in numbered:
        with about_row(number):
            refuse(Contact, row, stamp.day)
    rows = [row for _, row in numbered]
    quarters = {month: open_quarter(session, month) for month in {row["month"] for row in rows}}
    first = free_number(session, Contact)
    known = [
        {**row, "id": number, "counted_in": quarters[row["month"]], "version": 1}
        for number, row in enumerate(rows, start=first)
    ]
    statement = insert(Contact).returning(Contact.id)
    return [ImportedAs(number, 1) for number in session.scalars(statement, known)] if known else []


_Line = tuple[Month, str, str, int, int | None]


def _tally_line(row: Mapping[str, Any]) -> _Line:
    return row["month"], row["dimension"], row["value"], row["count"], row["first_count"]


def _added_up(rows: Iterable[Mapping[str, Any]]) -> list[_Line]:
    """Add rows of contacts up to monthly totals; attempts are left out, as everywhere."""
    counts: Counter[tuple[Month, str, str]] = Counter()
    firsts: Counter[tuple[Month, str, str]] = Counter()
    unknown: set[tuple[Month, str, str]] = set()
    for row in rows:
        if row["kind"] == "attempt":
            continue
        for dimension, code in _codes(row):
            key = (row["month"], dimension, code)
            counts[key] += 1
            firsts[key] += row["first_this_quarter"] == "yes"
            if row["first_this_quarter"] == "not_recorded":
                unknown.add(key)
    return [(*key, count, None if key in unknown else firsts[key]) for key, count in counts.items()]


def _codes(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    codes = [("total", "all")]
    for term in vocabulary("tally_dimension").terms[1:]:
        value = row[term.code]
        several = (value or ("not_recorded",)) if isinstance(value, Codes) else (value,)
        codes.extend((term.code, code) for code in several)
    return codes


def _store_tallies(session: Session, lines: Iterable[_Line], stamp: Stamp) -> list[ImportedAs]:
    stored = []
    for month, dimension, value, count, first_count in lines:
        quarter = open_quarter(session, month)
        key = {"month": month, "dimension": dimension, "value": value, "counted_in": quarter}
        row = session.scalars(select(Tally).filter_by(**key)).one_or_none()
        before = {"count": row.count, "first_count": row.first_count} if row else None
        row = row or Tally(**key, count=0, first_count=0)
        known = row.first_count is not None and first_count is not None
        firsts = (row.first_count or 0) + (first_count or 0) if known else None
        put(session, row, {"count": row.count + count, "first_count": firsts}, stamp)
        stored.append(ImportedAs(row.id, row.version, before))
    return stored


def _remember(session: Session, batch: int, stored: list[ImportedAs]) -> None:
    if stored:
        session.execute(
            insert(ImportedRecord),
            [
                {
                    "batch_id": batch,
                    "record_id": each.id,
                    "record_version": each.version,
                    "before": each.before,
                    "record_kind": each.record_kind,
                    "version": 1,
                }
                for each in stored
            ],
        )


Store = Callable[[Session, str, Rows, Stamp], tuple[str, list[ImportedAs]]]
_STORES: Mapping[str, Store] = {
    "supporter": _store_roster,
    "contact": _store_contact_log,
    "tally": _store_lines,
    "training": _store_classes,
}
"""How the rows of a kind of file are stored, where it is not one plain record for each."""
