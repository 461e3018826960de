"""Finds the table in a sheet: its header row, its data rows, and the lines that are neither."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from peerdesk.errors import InputRefused
from peerdesk.exchange.cells import Cell, Row, Sheet, is_blank, text_of
from peerdesk.exchange.headings import fold, headings, kinds, normalize, word_list

_SEARCHED = 60
_NUMBER = re.compile(r"[-+$\d.,:/%\s]+")
_LONGEST_NAME = 60
_MANY_DIGITS = re.compile(r"\d{3}")


@dataclass(frozen=True)
class Column:
    """One column: its place in the file, counted from 1, and its header, or "Column D"."""

    position: int
    name: str


@dataclass(frozen=True)
class Skipped:
    """A line that is no record, and why it was passed over."""

    row: int
    why: str


@dataclass(frozen=True)
class Table:
    """Data rows whose cells stand in the order of ``columns``."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(repr=False)
    header_row: int
    skipped: tuple[Skipped, ...] = ()

    def values(self, index: int) -> tuple[Cell, ...]:
        """Return the cells of one column, by its index in ``columns``."""
        return tuple(row.cells[index] for row in self.rows)

    def only(self, positions: frozenset[int]) -> Table:
        """Return the table without every other column; their cells are gone."""
        kept = [i for i, each in enumerate(self.columns) if each.position in positions]
        return Table(
            columns=tuple(self.columns[i] for i in kept),
            rows=tuple(Row(row.number, tuple(row.cells[i] for i in kept)) for row in self.rows),
            header_row=self.header_row,
            skipped=self.skipped,
        )


def find_table(sheet: Sheet) -> Table:
    """Find the header row under title lines and sort the rows below it.

    A header row is the first line among the best 60 in which most cells, and two at least, are
    column names that PeerDesk knows. Raises InputRefused when there is none: a first line of data
    must never be taken for column names, because those are shown.
    """
    candidates = [row for row in sheet.rows if _filled(row)][:_SEARCHED]
    best = max(candidates, key=_likeness, default=None)
    if best is None or _likeness(best) == 0:
        raise InputRefused(
            "No row with column names was found.",
            "Put one row above the data that names each column, such as Date, Peer, Topic, Min.",
        )
    width = max((i for row in sheet.rows for i in _filled(row)), default=0) + 1
    below = [row for row in sheet.rows if row.number > best.number]
    skipped = {row.number: why for row in below if (why := _not_data(row, best))}
    rows = [
        Row(row.number, (*row.cells, *[None] * width)[:width])
        for row in below
        if row.number not in skipped
    ]
    if not rows:
        raise InputRefused(
            "There are no rows under the column names.", "Choose a file that has rows in it."
        )
    return _without_empty_columns(
        Table(
            columns=tuple(_column(best, i) for i in range(width)),
            rows=tuple(rows),
            header_row=best.number,
            skipped=tuple(Skipped(number, why) for number, why in skipped.items()),
        )
    )


def _filled(row: Row) -> list[int]:
    return [i for i, cell in enumerate(row.cells) if not is_blank(cell)]


def _likeness(row: Row) -> int:
    """Count the known column names of a line; 0 where it cannot be a header row."""
    cells = [row.cells[i] for i in _filled(row)]
    if not all(isinstance(cell, str) and not _NUMBER.fullmatch(cell) for cell in cells):
        return 0
    known = max(sum(headings(kind).known(text_of(cell)) for cell in cells) for kind in kinds())
    return known if known > 1 and known * 2 >= len(cells) else 0


def _not_data(row: Row, header: Row) -> str:
    """Return why a line below the header is no record, or ""."""
    filled = _filled(row)
    if not filled:
        return "a blank line"
    if len(filled) > 1 and all(
        i < len(header.cells)
        and text_of(row.cells[i]).casefold() == text_of(header.cells[i]).casefold()
        for i in filled
    ):
        return "the column names again"
    first, *others = (text_of(row.cells[i]) for i in filled)
    only_numbers = all(_NUMBER.fullmatch(each) for each in others)
    return "a line of totals" if only_numbers and _is_total(first) else ""


def _is_total(text: str) -> bool:
    words = fold(text)
    return any(words == each or words.startswith(f"{each} ") for each in word_list("total_words"))


def _column(header: Row, index: int) -> Column:
    """Name a column by its header, or by its letter where that could be a record's value."""
    said = text_of(header.cells[index]) if index < len(header.cells) else ""
    known = any(headings(kind).known(said) for kind in kinds())
    unsafe = len(said) > _LONGEST_NAME or (not known and _MANY_DIGITS.search(said))
    if not normalize(said) or unsafe:
        return Column(index + 1, f"Column {_letters(index + 1)}")
    return Column(index + 1, said)


def _letters(position: int) -> str:
    letters = ""
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _without_empty_columns(table: Table) -> Table:
    """Leave out columns that have neither a header nor a value."""
    return table.only(
        frozenset(
            column.position
            for i, column in enumerate(table.columns)
            if not column.name.startswith("Column ") or any(v is not None for v in table.values(i))
        )
    )
