"""Values as people read them, and what records are called: the words of their title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.fields import Field, title_fields
from peerdesk.models.registry import record_type
from peerdesk.models.types import Codes
from peerdesk.periods import Month
from peerdesk.vocabulary import vocabulary

NOTHING = "—"

_WORDS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "Yes" if value else "No",
    date: lambda value: f"{value:%m/%d/%Y}",
    Month: lambda value: str(value.label),
}


def titles(session: Session, kind: str, numbers: Iterable[int] | None = None) -> dict[int, str]:
    """Return the titles of some records of a kind, or of all; those not there are left out."""
    record = record_type(kind)
    fields = title_fields(record)
    table = record.__table__.c
    statement = select(table.id, *(table[each.name] for each in fields))
    if numbers is not None:
        statement = statement.where(table.id.in_(list(numbers)))
    rows = session.execute(statement).all()
    names = [
        _names(session, field, [row[place] for row in rows])
        for place, field in enumerate(fields, start=1)
    ]
    return {
        row[0]: ", ".join(known[value] for known, value in zip(names, row[1:], strict=True))
        for row in rows
    }


def title(session: Session, kind: str, number: int) -> str:
    """Return what one record is called; empty where it is not there."""
    return titles(session, kind, [number]).get(number, "")


def _names(session: Session, field: Field, values: list[Any]) -> Mapping[Any, str]:
    if field.refers_to:
        found: dict[Any, str] = dict(titles(session, field.refers_to, {*values} - {None}))
        return {value: found.get(value, in_words(field, None)) for value in values}
    return {value: in_words(field, value) for value in values}


def in_words(field: Field, value: Any) -> str:
    """Return a value as people read it: labels for codes, a dash for nothing."""
    if value is None or value in ("", ()):
        return NOTHING
    if field.vocabulary and isinstance(value, Codes):
        return ", ".join(vocabulary(field.vocabulary).label(code) for code in value)
    if field.vocabulary:
        return vocabulary(field.vocabulary).label(value)
    return _WORDS.get(field.type, str)(value)
