"""The recycle bin: what is removed can come back for thirty days, links and all.

A removed record leaves its table, so nothing that lists, counts or searches has to leave it out.
The promise holds for records about support given, and takes nothing from their privacy: the bin
keeps the same month and codes and the day of removing, which says nothing of the day of support;
nobody's name stands beside it, and the supporter of a contact is forgotten in the bin on the same
day as outside (``forget_supporters``). A contact that comes back after its quarter was closed
counts in the next open one, as one that is logged late does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.errors import UserFacing
from peerdesk.models.binned import Binned
from peerdesk.models.contact import Contact
from peerdesk.models.fields import Record, blank_values, fields_of, kind_of, plain
from peerdesk.models.registry import RECORDS, record_type
from peerdesk.periods import Month
from peerdesk.safe import Note
from peerdesk.services.access import Access
from peerdesk.services.kinds.enter import refusals
from peerdesk.services.kinds.registry import kind
from peerdesk.services.sessions import Sessions, note
from peerdesk.services.store import history, search
from peerdesk.services.store.checks import Invalid
from peerdesk.services.store.history import Stamp, from_json, to_json
from peerdesk.services.store.titles import title
from peerdesk.services.store.write import free_number

DAYS = 30
"""How long a removed record can come back."""


@dataclass(frozen=True)
class Removed:
    """A record in the bin."""

    id: int
    kind: str
    number: int
    """The record's own number, which it keeps."""
    title: str
    removed_on: date

    @property
    def until(self) -> date:
        """The day on which it is erased for good."""
        return self.removed_on + timedelta(days=DAYS)


class Bin:
    """The recycle bin of a vault."""

    def __init__(
        self, sessions: Sessions, clock: Clock, access: Access | None = None, who: str = ""
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._access = access or Access()
        self._who = who

    def items(self) -> tuple[Removed, ...]:
        """Return what is in the bin, the last removed first."""
        with self._sessions.read() as session:
            rows = session.scalars(select(Binned).order_by(Binned.id.desc()))
            return tuple(
                Removed(row.id, row.kind, row.number, row.title, row.removed_on) for row in rows
            )

    def bring_back(self, item: int) -> tuple[str, int]:
        """Put a record back, and the links that pointed to it; return its kind and number.

        Raises UserFacing where it is gone, or where another record has taken its place, and
        Invalid where it or a part of it may not be stored as it is.
        """
        with self._sessions.write() as session:
            binned = _existing(session, item)
            try:
                record = _restored(session, binned, self._clock.today())
            except IntegrityError:
                raise UserFacing(
                    "Another record has taken its place.",
                    "Remove or change that one first, then bring this one back.",
                ) from None
            session.execute(delete(Binned).where(Binned.id == item))
            stamp = Stamp(self._clock.now(), self._who)
            history.remember(session, record, "undelete", stamp)
            search.index(session, record)
            _noted(session, "undelete", binned)
            return binned.kind, record.id

    def erase(self, item: int) -> None:
        """Erase a record for good, with its history; raises NotAllowed."""
        self._access.require("erase")
        with self._sessions.write() as session:
            _erase(session, _existing(session, item))

    def empty(self) -> int:
        """Erase all that is in the bin and return how many that were; raises NotAllowed."""
        self._access.require("erase")
        with self._sessions.write() as session:
            return _erase_all(session, list(session.scalars(select(Binned))))


def put_away(session: Session, record: Record, stamp: Stamp) -> int:
    """Move a record into the bin and return its place there.

    Raises UserFacing where other records cannot be without it.
    """
    kind, number, values = kind_of(type(record)), record.id, plain(record)
    del values["id"]
    entry = {
        "kind": kind,
        "number": number,
        "title": title(session, kind, number),
        "removed_on": stamp.at.astimezone().date(),
        "held": {
            "version": record.version,
            **{name: to_json(value) for name, value in values.items()},
            **_with_parts(session, record),
        },
        "links": _links(session, kind, number),
        "version": 1,
    }
    history.remember(session, record, "delete", stamp)
    search.forget(session, kind, number)
    for part in _parts(session, record):
        search.forget(session, kind_of(type(part)), part.id)
        session.delete(part)
    session.flush()
    session.delete(record)
    try:
        session.flush()
    except IntegrityError:
        raise UserFacing(
            "Other records cannot be without this one.", "Remove those first, then this one."
        ) from None
    return session.execute(insert(Binned).values(entry).returning(Binned.id)).scalar_one()


def erase_due(session: Session, today: date) -> None:
    """Erase what has been in the bin for its time."""
    last = today - timedelta(days=DAYS)
    _erase_all(session, list(session.scalars(select(Binned).where(Binned.removed_on <= last))))


def forget_supporters(session: Session, last: Month) -> int:
    """Remove the supporter of contacts before a month from the bin, as outside of it.

    That means binned contacts, and the links by which a binned supporter would get contacts back.
    Returns how many records in the bin that touched.
    """
    touched = 0
    contacts, link = kind_of(Contact), f"{kind_of(Contact)}.supporter_id"
    for each in session.scalars(select(Binned)):
        held, links = each.held, each.links
        if each.kind == contacts and Month.parse(held["month"]) < last:
            held = {**held, "supporter_id": None}
        if link in links:
            kept = Contact.id.in_(_listed(links[link])), Contact.month >= last
            links = {**links, link: list(session.scalars(select(Contact.id).where(*kept)))}
        if (held, links) != (each.held, each.links):
            changed = update(Binned).where(Binned.id == each.id)
            session.execute(changed.values(held=held, links=links))
            touched += 1
    return touched


def _parts(session: Session, record: Record) -> list[Record]:
    """Return what goes with a record: those whose link to it is declared as owned."""
    return [
        part
        for other in RECORDS
        for field in fields_of(other)
        if field.owned and field.refers_to == kind_of(type(record))
        for part in session.scalars(select(other).where(other.__table__.c[field.name] == record.id))
    ]


def _with_parts(session: Session, record: Record) -> dict[str, Any]:
    parts = _parts(session, record)
    if not parts:
        return {}
    held = [
        {name: to_json(value) for name, value in plain(part).items()}
        | {"kind": kind_of(type(part)), "version": part.version}
        for part in parts
    ]
    return {"parts": held}


def _bring_parts(session: Session, binned: Binned, today: date) -> None:
    """Put back what went with a record; a part whose other link is gone stays away."""
    number = binned.number
    for held in binned.held.get("parts", ()):
        part = record_type(held["kind"])
        values = {f.name: from_json(f, held[f.name]) for f in fields_of(part) if f.name in held}
        links = {f.name: f.refers_to for f in fields_of(part) if f.owned or f.holds}
        values |= {name: number for name, kind in links.items() if kind == binned.kind}
        if all(session.get(record_type(str(kind)), values[name]) for name, kind in links.items()):
            if problems := refusals(session, part, values, today):
                raise Invalid(problems, part)
            made = part(**values, id=free_number(session, part))
            session.add(made)
            session.flush()
            search.index(session, made)


def _existing(session: Session, item: int) -> Binned:
    binned = session.get(Binned, item)
    if binned is None:
        raise UserFacing("This record is no longer in the bin.", "It was erased or brought back.")
    return binned


def _pointing(kind: str) -> Iterator[tuple[Table, str]]:
    for table in Record.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == kind:
                yield table, key.parent.name


def _links(session: Session, kind: str, number: int) -> dict[str, list[int]]:
    found = {
        f"{table.name}.{column}": list(
            session.scalars(select(table.c.id).where(table.c[column] == number))
        )
        for table, column in _pointing(kind)
    }
    return {link: numbers for link, numbers in found.items() if numbers}


def _restored(session: Session, binned: Binned, today: date) -> Record:
    record = record_type(binned.kind)
    held = {
        each.name: from_json(each, binned.held[each.name])
        for each in fields_of(record)
        if each.name in binned.held  # a newer version may have more fields, or fewer
    }
    values = {**blank_values(record), **held, **_reached(session, binned, held)}
    values |= kind(record).fills(session, values)
    if problems := refusals(session, record, values, today):
        raise Invalid(problems, record)
    values |= {"id": binned.number, "version": binned.held["version"]}
    session.execute(insert(record).values(values))
    _link_again(session, binned)
    _bring_parts(session, binned, today)
    return session.get_one(record, binned.number)


def _reached(session: Session, binned: Binned, held: dict[str, Any]) -> dict[str, None]:
    """Return the fields whose record is not there; one that is in the bin is told of the link."""
    lost: dict[str, None] = {}
    for field in fields_of(record_type(binned.kind)):
        target = held.get(field.name)
        if field.refers_to and target and not session.get(record_type(field.refers_to), target):
            lost[field.name] = None
            mine = (Binned.kind == field.refers_to, Binned.number == target)
            for other in session.scalars(select(Binned).where(*mine)):
                link = f"{binned.kind}.{field.name}"
                numbers = [*other.links.get(link, []), binned.number]
                changed = update(Binned).where(Binned.id == other.id)
                session.execute(changed.values(links={**other.links, link: numbers}))
    return lost


def _link_again(session: Session, binned: Binned) -> None:
    for table, column in _pointing(binned.kind):
        numbers = binned.links.get(f"{table.name}.{column}", [])
        free = (table.c.id.in_(_listed(numbers)), table.c[column].is_(None))
        session.execute(update(table).where(*free).values({column: binned.number}))


def _listed(numbers: list[int]) -> Any:
    """Return numbers as a query; as parameters there might be too many of them."""
    return select(func.json_each(json.dumps(numbers)).table_valued("value").c.value)


def _erase_all(session: Session, items: list[Binned]) -> int:
    for each in items:
        _erase(session, each)
    return len(items)


def _erase(session: Session, binned: Binned) -> None:
    history.forget(session, binned.kind, binned.number)
    session.execute(delete(Binned).where(Binned.id == binned.id))
    search.tidy(session)
    _noted(session, "purge", binned)


def _noted(session: Session, action: str, binned: Binned) -> None:
    sensitive = record_type(binned.kind).sensitive
    note(session, Note(action, binned.kind, None if sensitive else binned.number))
