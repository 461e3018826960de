"""What one cell can answer, and what its reader is made from."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from peerdesk.exchange.cells import Cell
from peerdesk.exchange.headings import Headings
from peerdesk.exchange.names import Roster
from peerdesk.exchange.planned import Choices
from peerdesk.models.fields import Field
from peerdesk.vocabulary import vocabulary

YES_NO: Choices = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True)
class Answer:
    """What a cell says: a value, nothing, something to ask about, or why its row cannot stand.

    ``wrong`` completes a sentence that starts with the name of the column.
    """

    value: Any = dataclasses.field(default=None, repr=False)
    given: bool = False
    ask: Choices | None = dataclasses.field(default=None, repr=False)
    asks: tuple[tuple[str, Choices], ...] = dataclasses.field(default=(), repr=False)
    """Questions about parts of the cell, each with the words it is about."""
    wrong: str = ""
    minutes: int | None = None


NOTHING = Answer()
Read = Callable[[Cell], Answer]


@dataclass(frozen=True)
class Source:
    """What a reader is made from: a field, a column, all of its cells, and the surroundings."""

    field: Field
    known: Headings
    column: str
    cells: tuple[Cell, ...] = dataclasses.field(repr=False)
    roster: Roster = dataclasses.field(repr=False)
    today: date


Built = tuple[Read, tuple[str, ...]]
"""A reader, and notes on how the column as a whole was read."""


def unclear(declared: Field, what: str, choices: Choices = ()) -> Answer:
    """Reject the row where the field needs a value and has no "not recorded"; otherwise ask."""
    blank = vocabulary(declared.vocabulary).blank if declared.vocabulary else None
    if declared.required and declared.default is None and blank is None:
        return Answer(wrong=what)
    return Answer(ask=choices)
