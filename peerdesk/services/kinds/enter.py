"""The door through which every record comes in: form, sheet, file, command line and bin alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from peerdesk.models.fields import Problems, Record, fields_of, kind_of, plain
from peerdesk.models.registry import RECORDS
from peerdesk.services.kinds.registry import kind
from peerdesk.services.store.checks import Invalid, problems_of
from peerdesk.services.store.history import Stamp
from peerdesk.services.store.write import put


def refusals(
    session: Session, record: type[Record], values: Mapping[str, Any], today: date
) -> Problems:
    """Return what is wrong with a whole record: by its fields, by itself, and beside others."""
    return problems_of(record, values, today) or kind(record).beside(session, values)


def enter(session: Session, record: Record, values: Mapping[str, Any], stamp: Stamp) -> None:
    """Store a record, a new one or one of this session, with all that its kind does about it.

    Raises Invalid with a message for each field that is wrong; then nothing is stored.
    """
    behavior = kind(type(record))
    before = plain(record) if inspect(record).persistent else {}
    whole = {**plain(record), **values}
    if problems := refusals(session, type(record), whole, stamp.day):
        raise Invalid(problems, type(record))
    put(session, record, {**values, **behavior.fills(session, whole)}, stamp)
    behavior.follows(session, record, before, stamp)


def held(session: Session, record: Record) -> str:
    """Return why a record cannot be removed yet; an empty text where it can."""
    for other in RECORDS:
        for field in fields_of(other):
            if not field.holds or field.refers_to != kind_of(type(record)):
                continue
            link = other.__table__.c[field.name]
            if session.scalar(select(link).where(link == record.id).limit(1)) is not None:
                return f"It still has {other.plural}."
    return kind(type(record)).held(session, record)
