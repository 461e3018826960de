"""What the vault holds, kind by kind: how many records, and from when to when; no contents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from peerdesk.models.fields import Privacy, Record, fields_of, kind_of
from peerdesk.models.registry import RECORDS
from peerdesk.periods import Month, Period
from peerdesk.services.sessions import Sessions
from peerdesk.services.summaries.papers import Holding

_TIMES = (Month, Period, date)
_NOT_HELD = ("draft", "imported_record", "opener", "backup")
"""Kinds that are part of another record, of none yet, or about the vault itself."""


class Inventory:
    """Counts what an open vault holds."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def holdings(self) -> tuple[Holding, ...]:
        """Return every kind that has records, in the order in which a reader meets them."""
        with self._sessions.read() as session:
            counted = [
                _holding(session, each) for each in RECORDS if kind_of(each) not in _NOT_HELD
            ]
        return tuple(each for each in counted if each.count)


def counts_in_words(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the rows of a backup's tables by what the records are called, most telling first."""
    known = {kind_of(each): each.plural for each in RECORDS if kind_of(each) not in _NOT_HELD}
    return tuple(
        (plural[:1].upper() + plural[1:], counts[kind])
        for kind, plural in known.items()
        if kind in counts
    )


def _holding(session: Session, record: type[Record]) -> Holding:
    table = record.__table__
    times = [
        each
        for each in fields_of(record)
        if each.type in _TIMES and each.privacy is not Privacy.CONFIDENTIAL
    ]
    chosen = [table.c[each.name] for each in times[:1]]
    bounds: list[Any] = [
        bound for column in chosen for bound in (func.min(column), func.max(column))
    ]
    count, *ends = session.execute(select(func.count(table.c.id), *bounds)).one()
    first, last = [_in_words(each) for each in ends] or ["", ""]
    label = record.plural[:1].upper() + record.plural[1:]
    return Holding(label, count, first, last)


def _in_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%B} {value.day}, {value.year}"
    return str(value.label)
