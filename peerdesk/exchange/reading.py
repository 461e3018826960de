"""Builds, for one column and the field it feeds, the function that reads its cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from peerdesk.exchange.answers import NOTHING, YES_NO, Answer, Built, Read, Source, unclear
from peerdesk.exchange.cells import Cell, text_of
from peerdesk.exchange.coded import code_set, duration, first_contact, one_code, outcome
from peerdesk.exchange.dates import DateStyle
from peerdesk.exchange.names import person_name
from peerdesk.exchange.people import people
from peerdesk.exchange.values import NotUnderstood, minutes, says_nothing, whole_number, yes_or_no
from peerdesk.hours import Hours
from peerdesk.models.fields import Field
from peerdesk.models.types import Codes
from peerdesk.periods import Month
from peerdesk.vocabulary import vocabulary


@dataclass(frozen=True)
class Reader:
    """One column's reader, and the notes on how the column as a whole was read."""

    target: str
    column: str
    read: Read
    notes: tuple[str, ...] = ()


def reader(source: Source) -> Reader:
    """Return the reader of one column for one of the fields that it feeds."""
    several = source.field.name in source.known.several
    read, notes = (people if several else _builder(source.field))(source)
    each_once = cache(_or_nothing(source.field, read))
    return Reader(source.field.name, source.column, each_once, notes)


def part_of_name(target: str, column: str) -> Reader:
    """Return the reader of a column with first or last names, which the row puts together."""
    return Reader(target, column, _part_of_name)


def _builder(declared: Field) -> Callable[[Source], Built]:
    named = {
        "duration_band": duration,
        "contact_outcome": outcome,
        "yes_no": first_contact,
        "full_name": _name,
    }
    if special := named.get(declared.vocabulary or declared.name):
        return special
    if declared.vocabulary is not None:
        return code_set if declared.type is Codes else one_code
    if declared.refers_to is not None:
        return _supporter
    typed = {Month: _month, date: _day, bool: _yes_no, int: _count, Hours: _hours}
    return typed.get(declared.type, _text)


def _or_nothing(declared: Field, read: Read) -> Read:
    """Let a cell that says nothing answer nothing, unless its very word is a code of the field."""
    codes = vocabulary(declared.vocabulary).codes if declared.vocabulary else ()

    def answer(cell: Cell) -> Answer:
        if says_nothing(cell) and text_of(cell) not in codes:
            return read(None) if declared.vocabulary == "yes_no" else NOTHING
        return read(cell)

    return answer


def _part_of_name(cell: Cell) -> Answer:
    text = text_of(cell)
    return Answer(text, given=True) if text else NOTHING


def _name(source: Source) -> Built:
    most = source.field.most

    def read(cell: Cell) -> Answer:
        try:
            name = person_name(text_of(cell))
        except ValueError:
            return Answer(wrong="does not hold a name")
        if most is not None and len(name) > most:
            return Answer(wrong=f"is longer than {most} letters")
        return Answer(name, given=True)

    return read, ()


def _text(source: Source) -> Built:
    most = source.field.most

    def read(cell: Cell) -> Answer:
        text = text_of(cell)
        if most is not None and len(text) > most:
            return unclear(source.field, f"is longer than {most} letters")
        return Answer(text, given=True)

    return read, ()


def _count(source: Source) -> Built:
    most = source.field.most

    def read(cell: Cell) -> Answer:
        try:
            number = whole_number(cell)
        except NotUnderstood:
            return unclear(source.field, "does not hold a whole number")
        if most is not None and number > most:
            return unclear(source.field, f"holds more than {most:,}")
        return Answer(number, given=True)

    return read, ()


def _hours(source: Source) -> Built:
    most = Hours.of(source.field.most or 0)

    def read(cell: Cell) -> Answer:
        try:
            length = Hours(minutes(cell, in_hours=True, most=most.minutes))
        except NotUnderstood:
            return unclear(source.field, "does not hold a number of hours")
        return Answer(length, given=True)

    return read, ()


def _yes_no(source: Source) -> Built:
    def read(cell: Cell) -> Answer:
        try:
            return Answer(yes_or_no(cell), given=True)
        except NotUnderstood:
            return unclear(source.field, "does not say yes or no", YES_NO)

    return read, ()


def _day(source: Source) -> Built:
    style = DateStyle.of(source.cells, source.today)

    def read(cell: Cell) -> Answer:
        try:
            return Answer(style.day(cell), given=True)
        except ValueError:
            return unclear(source.field, "does not hold a possible date")

    return read, _order_note(source, style)


def _month(source: Source) -> Built:
    style = DateStyle.of(source.cells, source.today)

    def read(cell: Cell) -> Answer:
        try:
            month = style.month(cell)
        except ValueError:
            return unclear(source.field, "does not hold a possible date")
        return Answer(month, given=True)

    return read, _order_note(source, style)


def _order_note(source: Source, style: DateStyle) -> tuple[str, ...]:
    if style.day_first:
        return (f"\u201c{source.column}\u201d was read with the day before the month.",)
    if style.doubtful:
        doubt = "does not show whether day or month comes first; it was read with the month first"
        return (f"\u201c{source.column}\u201d {doubt}.",)
    return ()


def _supporter(source: Source) -> Built:
    def read(cell: Cell) -> Answer:
        people = source.roster.find(text_of(cell))
        if len(people) == 1:
            return Answer(people[0].id, given=True)
        return Answer(ask=tuple((each.id, each.full_name) for each in people))

    if source.roster:
        return read, ()
    note = "Nobody is on the roster yet, so supporters were left empty. Bring in the roster first."
    return lambda _: NOTHING, (note,)
