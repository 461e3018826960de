"""The rows and cells of an office file, as plain values that never show in a text form."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from peerdesk.errors import InputRefused

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Row:
    """One row, with its number in the file, counted from 1 as a spreadsheet counts."""

    number: int
    cells: tuple[Cell, ...] = field(repr=False)


@dataclass(frozen=True)
class Sheet:
    """The rows of one table, title lines and blank lines included."""

    rows: tuple[Row, ...] = field(repr=False)


def is_blank(cell: Cell) -> bool:
    """Say whether a cell holds nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell) -> str:
    """Return a cell as one line of text without spaces around it."""
    return "" if cell is None else " ".join(str(cell).split())


def too_many(what: str, most: int) -> InputRefused:
    """Return the refusal of a table that is larger than anything an office keeps by hand."""
    return InputRefused(
        f"This file has more than {most:,} {what}.",
        "Save only the table in a file of its own. A large file can come in as several parts.",
    )
