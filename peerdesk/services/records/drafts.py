"""Drafts: what stood in a form and was not saved yet, kept in the vault until it is decided on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.hours import Hours
from peerdesk.models.draft import Draft
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.sessions import Sessions


@dataclass(frozen=True)
class Typed:
    """What was typed into a field but cannot be read yet, such as half a date."""

    text: str


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "month": Month.parse,
    "period": Period.parse,
    "date": date.fromisoformat,
    "codes": Codes,
    "hours": Hours,
    "typed": Typed,
}
_WRITERS: Mapping[type, tuple[str, Callable[[Any], Any]]] = {
    Month: ("month", str),
    Period: ("period", str),
    date: ("date", date.isoformat),
    Codes: ("codes", list),
    Hours: ("hours", lambda hours: hours.minutes),
    Typed: ("typed", lambda typed: typed.text),
}


@dataclass(frozen=True)
class Kept:
    """A draft as it was kept."""

    number: int
    at: datetime
    """In UTC."""
    record_id: int | None
    """The record that was being changed; None for a new one."""
    values: Mapping[str, Any]


_KEPT = timedelta(days=30)
"""How long a draft is kept that nobody comes back to: what is in it can name a supporter."""


class Drafts:
    """The drafts of a vault. A draft is never counted, searched or printed."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def save(
        self,
        page: str,
        record_id: int | None,
        values: Mapping[str, Any],
        number: int | None = None,
    ) -> int:
        """Keep what was entered on a page, in place of draft ``number`` if that is still there.

        Values are None, text, whole numbers, yes or no, months, periods, days, hours, codes or
        ``Typed``.
        Returns the draft's number.
        """
        written = {name: _write(value) for name, value in values.items()}
        with self._sessions.write() as session:
            draft = session.get(Draft, number) if number else None
            draft = draft or Draft()
            draft.page, draft.record_id = page, record_id
            draft.entered = {"at": self._clock.now().isoformat(), "values": written}
            session.add(draft)
            session.flush()
            return draft.id

    def of(self, page: str) -> tuple[Kept, ...]:
        """Return the drafts of a page, the newest first."""
        with self._sessions.read() as session:
            found = session.scalars(select(Draft).where(Draft.page == page))
            return tuple(sorted(map(_kept, found), key=lambda each: each.at, reverse=True))

    def drop(self, number: int) -> None:
        """Forget a draft, once it was saved or given up."""
        with self._sessions.write() as session:
            if draft := session.get(Draft, number):
                session.delete(draft)


def forget_old(session: Session, now: datetime) -> None:
    """Drop the drafts that nobody came back to in thirty days."""
    for draft in session.scalars(select(Draft)).all():
        if _kept(draft).at < now - _KEPT:
            session.delete(draft)


def _kept(draft: Draft) -> Kept:
    values = {name: _read(value) for name, value in draft.entered["values"].items()}
    at = datetime.fromisoformat(draft.entered["at"])
    return Kept(draft.id, at, draft.record_id, values)


def _write(value: Any) -> Any:
    if type(value) not in _WRITERS:
        return value
    name, write = _WRITERS[type(value)]
    return {name: write(value)}


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((name, written),) = value.items()
    return _READERS[name](written)
