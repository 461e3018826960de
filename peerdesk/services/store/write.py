"""The one way in which a record is written: checked, with its history and its words for searching.

That goes for all that people enter (``Record.noted``). Two things are written in bulk, and ask
``refuse`` for each record as ``put`` does: the contacts of an import, ten thousand at a time, and
the sample agency, which goes into an empty vault and is indexed at its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from peerdesk.models.binned import Binned
from peerdesk.models.fields import Record, kind_of, plain, title_fields
from peerdesk.services.store import history, search
from peerdesk.services.store.checks import refuse
from peerdesk.services.store.history import Stamp

_LINKED = text(
    "SELECT max(number.value) FROM binned, json_each(binned.links) AS link, "
    "json_each(link.value) AS number WHERE link.key LIKE :links"
)


def put(session: Session, record: Record, values: Mapping[str, Any], stamp: Stamp) -> None:
    """Set values of a record, a new one or one of this session, and store it.

    Raises Invalid where the whole record would be wrong, by its fields or by itself; what it asks
    of other records is ``services.kinds.enter``.
    """
    known = inspect(record).persistent
    refuse(type(record), {**plain(record), **values}, stamp.day)
    before = plain(record) if known else {}
    for name, value in values.items():
        setattr(record, name, value)
    if not known:
        record.id = free_number(session, type(record))
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


def free_number(session: Session, record: type[Record]) -> int:
    """Return a number above any that a record of the kind has, or that the bin knows of.

    The bin knows records of the kind, and those to which a removed record would be linked again.
    """
    kind = kind_of(record)
    used = session.scalar(select(func.max(record.id)))
    binned = session.scalar(select(func.max(Binned.number)).where(Binned.kind == kind))
    linked = session.scalar(_LINKED, {"links": f"{kind}.%"})
    return max(used or 0, binned or 0, linked or 0) + 1
