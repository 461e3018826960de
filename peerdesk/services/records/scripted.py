"""Adding a record of any kind from one text, for scripts and tests, by its declarations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from peerdesk.errors import UsageError
from peerdesk.hours import Hours
from peerdesk.models.agency import Agency
from peerdesk.models.fields import Field, Record, blank_values, fields_of, kind_of
from peerdesk.models.registry import RECORDS, record_type
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.records.records import ListQuery, Records
from peerdesk.services.store.checks import Invalid
from peerdesk.vocabulary import vocabulary


@dataclass(frozen=True)
class Added:
    """A record that is durably stored."""

    id: int
    field: str | None
    """Where the text stands; None where the kind has no place for one."""


def add(records: Records, kind: str, text: str, today: date) -> Added:
    """Store a record and return it; raises UsageError where a kind cannot be made so.

    The text goes into the first field that takes free text. Other fields get their default, and
    required ones without any the first term of their list, today, or the newest record that they
    may refer to.
    """
    record = own_kind(kind)
    main = next((each.name for each in fields_of(record) if _takes_text(each)), None)
    values = blank_values(record)
    for each in fields_of(record):
        if each.name == main:
            values[each.name] = text
        elif each.required and each.editable and values.get(each.name) is None:
            values[each.name] = _first(records, each, today)
    try:
        return Added(records.save(kind, values), main)
    except Invalid:
        if record.by_hand:
            raise
        raise UsageError(f"A {record.label} cannot be added by itself.") from None
    except IntegrityError:
        raise UsageError(f"A {record.label} cannot be added by itself.") from None


def counts(records: Records, kind: str | None = None) -> dict[str, int]:
    """Return how many records of one kind, or of each, there are."""
    kinds = [each for each in RECORDS if fields_of(each)] if kind is None else [record_kind(kind)]
    return {kind_of(each): len(records.ids(ListQuery(kind_of(each)))) for each in kinds}


def own_kind(kind: str) -> type[Record]:
    """Return a record type that people add and remove; raises UsageError for another."""
    record = record_kind(kind)
    if not record.noted or record is Agency:
        raise UsageError(f"PeerDesk itself keeps the {record.plural}.")
    return record


def record_kind(kind: str) -> type[Record]:
    """Return a record type with fields to read; raises UsageError for another."""
    try:
        record = record_type(kind)
    except KeyError:
        raise UsageError("There is no such kind of record.", "See: peerdesk schema") from None
    if not fields_of(record):
        raise UsageError(f"PeerDesk itself keeps the {record.plural}.")
    return record


def _takes_text(field: Field) -> bool:
    return field.type is str and field.vocabulary is None and field.editable


def _first(records: Records, field: Field, today: date) -> Any:
    if field.vocabulary and field.type is str:
        return vocabulary(field.vocabulary).codes[0]
    if field.refers_to:
        known = records.choices(field.refers_to)
        if not known:
            raise UsageError(f"Add a {record_type(field.refers_to).label} first.")
        return max(number for number, _ in known)
    month = Month.of(today)
    plain = {
        str: "-",
        int: 1,
        bool: False,
        date: today,
        Month: month,
        Period: month.quarter,
        Hours: Hours(60),
        Codes: Codes(),
    }
    return plain[field.type]
