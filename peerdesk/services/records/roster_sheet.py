"""A sheet of the roster: who belongs to something, ticked and filled in for all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.models.fields import Record, blank_values, plain
from peerdesk.models.registry import record_type
from peerdesk.models.supporter import Supporter
from peerdesk.services.kinds.enter import enter, refusals
from peerdesk.services.sessions import Sessions
from peerdesk.services.store.checks import Invalid
from peerdesk.services.store.history import Stamp
from peerdesk.services.store.write import drop

OFFERED = ("active", "provisional", "leave", "accepted_awaiting_training")
"""Whom a sheet lists, beside those who are ticked already."""


@dataclass(frozen=True)
class SheetRow:
    """A supporter on the sheet; ``values`` is None where they are not ticked."""

    supporter_id: int
    name: str
    values: Mapping[str, Any] | None


class Sheets:
    """Records that tie supporters to a class or an intervention, a whole group at a time."""

    def __init__(self, sessions: Sessions, clock: Clock, who: str = "") -> None:
        self._sessions = sessions
        self._clock = clock
        self._who = who

    def rows(self, kind: str, link: str, parent: int) -> tuple[SheetRow, ...]:
        """Return the sheet of one parent, whose number the field ``link`` holds."""
        with self._sessions.read() as session:
            kept = _ticked(session, kind, link, parent)
            ticked = {number: plain(each) for number, each in kept.items()}
            people = session.execute(
                select(Supporter.id, Supporter.full_name)
                .where(Supporter.status.in_(OFFERED) | Supporter.id.in_(ticked))
                .order_by(Supporter.full_name)
            )
            return tuple(SheetRow(number, name, ticked.get(number)) for number, name in people)

    def save(
        self, kind: str, link: str, parent: int, ticked: Mapping[int, Mapping[str, Any]]
    ) -> None:
        """Store a whole sheet: who is not ticked any more is removed.

        Raises Invalid with problems keyed ``supporter.field``; then nothing is stored.
        """
        record = record_type(kind)
        with self._sessions.write() as session:
            before = _ticked(session, kind, link, parent)
            wanted = {
                number: {**blank_values(record), **values, "supporter_id": number, link: parent}
                for number, values in ticked.items()
            }
            stamp = Stamp(self._clock.now(), self._who)
            _refuse(session, record, wanted, stamp.day)
            for number in before.keys() - wanted.keys():
                drop(session, before[number], stamp)
            for number, values in wanted.items():
                enter(session, before.get(number) or record(), values, stamp)


def _ticked(session: Session, kind: str, link: str, parent: int) -> dict[int, Record]:
    """Return what a sheet holds so far, by supporter."""
    table = record_type(kind)
    rows = session.scalars(select(table).where(table.__table__.c[link] == parent))
    return {plain(each)["supporter_id"]: each for each in rows}


def _refuse(
    session: Session, record: type[Record], wanted: Mapping[int, Mapping[str, Any]], today: date
) -> None:
    problems = {
        f"{number}.{name}": message
        for number, values in wanted.items()
        for name, message in refusals(session, record, values, today).items()
    }
    if problems:
        raise Invalid(problems)
