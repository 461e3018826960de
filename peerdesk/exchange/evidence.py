"""Weighs what a column holds: how many of its values a field would understand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from peerdesk.exchange.cells import Cell, text_of
from peerdesk.exchange.dates import DateStyle
from peerdesk.exchange.headings import Headings
from peerdesk.exchange.names import person_name
from peerdesk.exchange.values import (
    NotUnderstood,
    minutes,
    says_nothing,
    whole_number,
    words_of,
    yes_or_no,
)
from peerdesk.hours import Hours
from peerdesk.models.fields import Field
from peerdesk.periods import Month

_SAMPLE = 400
_ANY_DAY = date(9000, 1, 1)
"""A day by which no date of the file lies too far ahead."""

_MOST_HOURS = 400
"""More hours than any course has."""

Reader = Callable[[Cell], object]


def sample(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the first different values of a column that say something."""
    seen: dict[Cell, None] = {}
    for cell in cells:
        if cell not in seen and not says_nothing(cell):
            seen[cell] = None
            if len(seen) == _SAMPLE:
                break
    return tuple(seen)


def understood(known: Headings, target: str, cells: tuple[Cell, ...]) -> float:
    """Return the share of values that a target could read; 1 for a column without any."""
    read = _reader(known.fields.get(target), cells)
    return sum(_reads(read, cell) for cell in cells) / len(cells) if cells else 1.0


def _reads(read: Reader, cell: Cell) -> bool:
    try:
        read(cell)
    except ValueError:
        return False
    return True


def _reader(field: Field | None, cells: tuple[Cell, ...]) -> Reader:
    if field is None or field.name == "full_name":
        return lambda cell: person_name(text_of(cell))
    if field.vocabulary is not None:
        return lambda cell: _coded(field, cell)
    style = DateStyle.of(cells, _ANY_DAY)
    readers: dict[type, Reader] = {Month: style.month, date: style.day, bool: yes_or_no}
    readers[Hours] = lambda cell: minutes(cell, in_hours=True, most=_MOST_HOURS * 60)
    if field.refers_to is None:
        readers[int] = whole_number
    return readers.get(field.type, text_of)


def _coded(field: Field, cell: Cell) -> None:
    assert field.vocabulary is not None  # noqa: S101 - what the caller asked
    text = text_of(cell)
    if words_of(field.vocabulary).knows(text):
        return
    if field.vocabulary == "duration_band":
        minutes(cell)
    elif field.vocabulary == "contact_outcome":
        yes_or_no(cell)
    else:
        raise NotUnderstood
