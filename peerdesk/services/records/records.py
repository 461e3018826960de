"""Reading, saving and listing records of any kind, by their declarations."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, and_, false, or_, select
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.errors import UserFacing
from peerdesk.models.fields import Field, Privacy, Record, empty_values, fields_of, plain
from peerdesk.models.registry import record_type
from peerdesk.models.types import Codes
from peerdesk.services.kinds.enter import enter, held
from peerdesk.services.kinds.registry import kind as behavior
from peerdesk.services.records.bin import put_away
from peerdesk.services.sessions import Sessions
from peerdesk.services.store.history import Change, Stamp, history
from peerdesk.services.store.titles import title, titles
from peerdesk.vocabulary import vocabulary


@dataclass(frozen=True)
class ListQuery:
    """What a list shows: records of a kind, narrowed by words and values, in an order."""

    kind: str
    text: str = ""
    where: Mapping[str, object] = field(default_factory=dict)
    """Field to the value it must have, or to a frozenset of those it may have."""
    order: str = ""
    """Name of the field to sort by; the first field where it is empty."""
    descending: bool = False


class Records:
    """The records of the vault, as plain values that outlive any session."""

    def __init__(self, sessions: Sessions, clock: Clock, who: str = "") -> None:
        self._sessions = sessions
        self._clock = clock
        self._who = who

    def get(self, kind: str, record_id: int) -> dict[str, Any]:
        """Return a record's values, with its ``id`` and ``version``."""
        with self._sessions.read() as session:
            record = _existing(session, kind, record_id)
            return {**plain(record), "version": record.version}

    def save(self, kind: str, values: Mapping[str, Any], record_id: int | None = None) -> int:
        """Add a record, or change one, and return its number.

        Raises Invalid with a message for each field that is wrong, and UserFacing where the
        record may no longer be changed or was changed since it was read.
        """
        record_class = record_type(kind)
        names = {each.name for each in fields_of(record_class) if each.editable}
        entered = {name: _tidy(value) for name, value in values.items() if name in names}
        with self._sessions.write() as session:
            record = record_class(**empty_values(record_class))
            if record_id is not None:
                record = self._changeable(session, kind, record_id, values.get("version"))
            enter(session, record, entered, self._stamp())
            return record.id

    def delete(self, kind: str, record_id: int) -> int:
        """Move a record into the bin and return its place there.

        Raises UserFacing where it may no longer be changed.
        """
        with self._sessions.write() as session:
            record = self._changeable(session, kind, record_id, None)
            if reason := held(session, record):
                raise UserFacing(reason, "Settle that first; then it can be removed.")
            return put_away(session, record, self._stamp())

    def history(self, kind: str, record_id: int) -> tuple[Change, ...]:
        """Return what was done to a record, newest first."""
        with self._sessions.read() as session:
            return history(session, kind, record_id)

    def ids(self, query: ListQuery) -> array[int]:
        """Return the numbers of the records that a list shows, in its order."""
        record_class = record_type(query.kind)
        table = record_class.__table__.c
        order = table[query.order or fields_of(record_class)[0].name]
        statement = (
            select(table.id)
            .where(*_conditions(record_class, query))
            .order_by(order.desc() if query.descending else order, table.id.desc())
        )
        with self._sessions.read() as session:
            return array("q", session.scalars(statement))

    def rows(
        self, kind: str, ids: Sequence[int], columns: Sequence[str]
    ) -> dict[int, tuple[Any, ...]]:
        """Return some fields of some records; raises ValueError for a confidential field."""
        record_class = record_type(kind)
        _refuse_confidential(record_class, columns)
        table = record_class.__table__.c
        statement = select(table.id, *(table[name] for name in columns)).where(table.id.in_(ids))
        with self._sessions.read() as session:
            return {row[0]: tuple(row[1:]) for row in session.execute(statement)}

    def choices(self, kind: str) -> tuple[tuple[int, str], ...]:
        """Return every record of a kind as number and title, sorted by title."""
        with self._sessions.read() as session:
            return tuple(sorted(titles(session, kind).items(), key=lambda each: each[1]))

    def names(self, kind: str) -> tuple[str, ...]:
        """Return what the people of a kind are called, full and short names alike."""
        table = record_type(kind).__table__.c
        with self._sessions.read() as session:
            rows = session.execute(select(table.full_name, table.display_name)).all()
            return tuple(name for row in rows for name in row if name)

    def title(self, kind: str, record_id: int) -> str:
        """Return what a record is called; empty where it is not there."""
        with self._sessions.read() as session:
            return title(session, kind, record_id)

    def _stamp(self) -> Stamp:
        return Stamp(self._clock.now(), self._who)

    def _changeable(
        self, session: Session, kind: str, record_id: int, version: int | None
    ) -> Record:
        record = _existing(session, kind, record_id)
        if version is not None and version != record.version:
            raise UserFacing(
                "This record was changed elsewhere.", "Open it again to see the newer one."
            )
        if reason := behavior(type(record)).frozen(session, record, self._clock.today()):
            raise UserFacing(reason, "Log the correction as a new contact.")
        return record


def _existing(session: Session, kind: str, record_id: int) -> Record:
    record = session.get(record_type(kind), record_id)
    if record is None:
        raise UserFacing("This record is no longer there.", "It may have been removed.")
    return record


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    return value


def _refuse_confidential(record_class: type[Record], columns: Sequence[str]) -> None:
    shown = {
        each.name for each in fields_of(record_class) if each.privacy is not Privacy.CONFIDENTIAL
    }
    if not shown.issuperset(columns):
        raise ValueError("a confidential field is shown on its own form only")


def _conditions(record_class: type[Record], query: ListQuery) -> list[ColumnElement[bool]]:
    _refuse_confidential(record_class, [*query.where, *([query.order] if query.order else [])])
    table = record_class.__table__.c
    conditions = [
        table[name].in_(value) if isinstance(value, frozenset) else table[name] == value
        for name, value in query.where.items()
    ]
    searched = [
        each for each in fields_of(record_class) if each.privacy is not Privacy.CONFIDENTIAL
    ]
    for word in query.text.split():
        matches = [_matches(table[each.name], each, word) for each in searched]
        conditions.append(or_(false(), *(match for match in matches if match is not None)))
    return [and_(*conditions)] if conditions else []


def _matches(column: Any, declared: Field, word: str) -> ColumnElement[bool] | None:
    if declared.vocabulary:
        terms = vocabulary(declared.vocabulary).terms
        codes = [term.code for term in terms if word.lower() in term.label.lower()]
        if declared.type is Codes:
            parts = [column.cast(String).contains(f";{code};", autoescape=True) for code in codes]
            return or_(*parts) if parts else None
        return column.in_(codes) if codes else None
    if declared.type is not str:
        return None
    # SQLite folds the case of Latin letters without accents only.
    spellings = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    return or_(*(column.icontains(each, autoescape=True) for each in sorted(spellings)))
