"""Values of records as JSON holds them, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from peerdesk.hours import Hours
from peerdesk.models.fields import Field
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period

_READ: Mapping[type, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    Month: Month.parse,
    Period: Period.parse,
    Hours: Hours.parse,
    Codes: Codes,
}


def to_json(value: Any) -> Any:
    """Return a value as text, number, list or nothing."""
    if isinstance(value, Codes):
        return list(value)
    return str(value) if isinstance(value, date | Month | Period | Hours) else value


def from_json(field: Field, kept: Any) -> Any:
    """Return what ``to_json`` was given, by the type of its field."""
    return kept if kept is None else _READ.get(field.type, lambda same: same)(kept)
