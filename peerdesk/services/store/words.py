"""Values as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from peerdesk.models.fields import Field
from peerdesk.models.types import Codes
from peerdesk.periods import Month
from peerdesk.vocabulary import vocabulary

NOTHING = "—"

_WORDS: Mapping[type, Callable[[Any], str]] = {
    bool: lambda value: "Yes" if value else "No",
    date: lambda value: f"{value:%m/%d/%Y}",
    Month: lambda value: str(value.label),
}


def in_words(field: Field, value: Any) -> str:
    """Return a value as people read it: labels for codes, a dash for nothing."""
    if value is None or value in ("", ()):
        return NOTHING
    if field.vocabulary and isinstance(value, Codes):
        return ", ".join(vocabulary(field.vocabulary).label(code) for code in value)
    if field.vocabulary:
        return vocabulary(field.vocabulary).label(value)
    return _WORDS.get(field.type, str)(value)
