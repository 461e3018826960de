"""Reads cells into vocabulary codes: single ones, sets, lengths of time and ticked columns."""

from __future__ import annotations

from peerdesk.exchange.answers import NOTHING, YES_NO, Answer, Built, Source, unclear
from peerdesk.exchange.cells import Cell, text_of
from peerdesk.exchange.headings import normalize
from peerdesk.exchange.planned import Choices
from peerdesk.exchange.values import (
    NotUnderstood,
    Words,
    duration_band,
    minutes,
    names_hours,
    only_ticks,
    words_of,
    yes_or_no,
)
from peerdesk.models.fields import Field
from peerdesk.models.types import Codes
from peerdesk.vocabulary import vocabulary


def one_code(source: Source) -> Built:
    """Read one code; a cell with several words asks which of them is meant."""
    words, every = _words(source.field), _choices(source.field)

    def read(cell: Cell) -> Answer:
        text = text_of(cell)
        try:
            return Answer(words.code(text), given=True)
        except NotUnderstood:
            codes, _ = words.split(text)
            choices = _choices(source.field, codes) if len(codes) > 1 else every
            return unclear(source.field, "holds a word that PeerDesk does not know", choices)

    return read, ()


def code_set(source: Source) -> Built:
    """Read a set of codes, keeping those that are known when a word is not."""
    words, every = _words(source.field), _choices(source.field)

    def read(cell: Cell) -> Answer:
        codes, unknown = words.split(text_of(cell))
        if unknown:
            return Answer(Codes(codes), given=bool(codes), ask=every)
        return Answer(Codes(codes), given=True)

    return read, ()


def duration(source: Source) -> Built:
    """Read minutes or hours into a band, or the words of a band."""
    words, every = _words(source.field), _choices(source.field)
    in_hours = names_hours(source.column)

    def read(cell: Cell) -> Answer:
        try:
            length = minutes(cell, in_hours=in_hours)
            return Answer(duration_band(length), given=True, minutes=length)
        except NotUnderstood:
            pass
        try:
            return Answer(words.code(text_of(cell)), given=True)
        except NotUnderstood:
            return Answer(ask=every)

    unit = f"\u201c{source.column}\u201d was read in hours."
    return read, (unit,) if in_hours else ()


def outcome(source: Source) -> Built:
    """Read words, or a ticked column such as "Referred?": yes is a code, and no is nothing."""
    by_word, _ = code_set(source)
    ticked = source.known.ticks.get(source.field.name, {}).get(normalize(source.column))

    def read(cell: Cell) -> Answer:
        try:
            yes = yes_or_no(cell)
        except NotUnderstood:
            return by_word(cell)
        if not yes:
            return Answer(Codes(), given=True)
        return Answer(Codes((ticked,)), given=True) if ticked else by_word(cell)

    if ticked is None:
        return read, ()
    label = vocabulary(str(source.field.vocabulary)).label(ticked)
    return read, (f"A yes in \u201c{source.column}\u201d was read as \u201c{label}\u201d.",)


def first_contact(source: Source) -> Built:
    """Read yes or no, where an empty cell of a ticked column means no."""
    words = _words(source.field)
    ticks = only_ticks(source.cells)
    empty = Answer("no", given=True) if ticks else NOTHING

    def read(cell: Cell) -> Answer:
        if cell is None:
            return empty
        try:
            return Answer(words.code(text_of(cell)), given=True)
        except NotUnderstood:
            return Answer(ask=YES_NO)

    how = "no, because every filled cell is a mark" if ticks else "not recorded"
    note = f"An empty cell in \u201c{source.column}\u201d was read as {how}."
    return read, (note,) if None in source.cells else ()


def _words(declared: Field) -> Words:
    return words_of(str(declared.vocabulary))


def _choices(declared: Field, codes: list[str] | None = None) -> Choices:
    terms = vocabulary(str(declared.vocabulary)).terms
    return tuple((term.code, term.label) for term in terms if not codes or term.code in codes)
