"""The one way in which a record is written: with its history, and with its words for searching."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from peerdesk.models.binned import Binned
from peerdesk.models.fields import Record, kind_of, plain, title_fields
from peerdesk.services import history, search
from peerdesk.services.history import Stamp


def put(session: Session, record: Record, values: Mapping[str, Any], stamp: Stamp) -> None:
    """Set values of a record, a new one or one of this session, and store it."""
    known = inspect(record).persistent
    before = plain(record) if known else {}
    for name, value in values.items():
        setattr(record, name, value)
    if not known:
        record.id = _free_number(session, type(record))
        session.add(record)
    session.flush()
    after = plain(record)
    if before == after:
        return
    history.remember(session, record, "update" if known else "create", stamp, (before, after))
    search.index(session, record)
    if known and any(before[f.name] != after[f.name] for f in title_fields(type(record))):
        search.reindex_titled(session, record)


def drop(session: Session, record: Record, stamp: Stamp) -> None:
    """Take away a record that is only ever ticked or unticked: it has no place in the bin."""
    history.remember(session, record, "delete", stamp)
    search.forget(session, kind_of(type(record)), record.id)
    session.delete(record)


def _free_number(session: Session, record: type[Record]) -> int:
    """Return a number that no record of the kind has, and none that may come back from the bin."""
    used = session.scalar(select(func.max(record.id)))
    binned = select(func.max(Binned.number)).where(Binned.kind == kind_of(record))
    return max(used or 0, session.scalar(binned) or 0) + 1
