"""The history of a record: written with every change of it, read from its page.

Records about support given have none. Who changed a contact, when, and from what, would be more
than the contact itself may hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from peerdesk.hours import Hours
from peerdesk.models.fields import Field, Record, fields_of, kind_of
from peerdesk.models.registry import record_type
from peerdesk.models.revision import Revision
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.store.titles import in_words, title

_READ: Mapping[type, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    Month: Month.parse,
    Period: Period.parse,
    Hours: Hours.parse,
    Codes: Codes,
}


@dataclass(frozen=True)
class Stamp:
    """When something is written, and who opened the vault."""

    at: datetime
    who: str

    @property
    def day(self) -> date:
        """The day on which it is written, where this computer stands."""
        return self.at.astimezone().date()


@dataclass(frozen=True)
class FieldChange:
    """One field's value before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What was done to a record at one time."""

    at: datetime
    who: str
    action: str
    """Code of the vocabulary ``activity``."""
    fields: tuple[FieldChange, ...] = ()


def remember(
    session: Session,
    record: Record,
    action: str,
    stamp: Stamp,
    values: tuple[Mapping[str, Any], Mapping[str, Any]] = ({}, {}),
) -> None:
    """Write down what was done to a record; ``values`` are its fields before and after."""
    if record.sensitive:
        return
    before, after = values
    changes = {
        name: [to_json(before[name]), to_json(after[name])]
        for name in before
        if before[name] != after[name]
    }
    session.execute(
        insert(Revision).values(
            version=1,
            kind=kind_of(type(record)),
            number=record.id,
            at=f"{stamp.at:%Y-%m-%dT%H:%M:%SZ}",
            who=stamp.who,
            action=action,
            changes=changes,
        )
    )


def forget(session: Session, kind: str, number: int) -> None:
    """Erase the history of a record that is erased."""
    session.execute(delete(Revision).where(Revision.kind == kind, Revision.number == number))


def history(session: Session, kind: str, number: int) -> tuple[Change, ...]:
    """Return what was done to a record, newest first; empty for a kind without history."""
    fields = {each.name: each for each in fields_of(record_type(kind))}
    rows = session.scalars(
        select(Revision)
        .where(Revision.kind == kind, Revision.number == number)
        .order_by(Revision.id.desc())
    )
    return tuple(
        Change(
            at=datetime.strptime(row.at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
            who=row.who,
            action=row.action,
            fields=tuple(
                FieldChange(fields[name].label, *(_said(session, fields[name], v) for v in pair))
                for name, pair in row.changes.items()
                if name in fields  # an older version may have had fields that this one has not
            ),
        )
        for row in rows
    )


def _said(session: Session, field: Field, kept: Any) -> str:
    if field.refers_to and kept is not None:
        return title(session, field.refers_to, kept) or "(removed)"
    return in_words(field, from_json(field, kept))


def to_json(value: Any) -> Any:
    """Return a value as text, number, list or nothing."""
    if isinstance(value, Codes):
        return list(value)
    return str(value) if isinstance(value, date | Month | Period | Hours) else value


def from_json(field: Field, kept: Any) -> Any:
    """Return what ``to_json`` was given, by the type of its field."""
    return kept if kept is None else _READ.get(field.type, lambda same: same)(kept)
