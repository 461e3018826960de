"""Reads the first sheet with a table from an Excel or OpenDocument workbook."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from peerdesk.errors import InputRefused
from peerdesk.exchange.cells import Cell, Row, too_many
from peerdesk.exchange.zipped import check_package, damaged

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PASSWORD = "password", "encrypted"

Grid = list[list[Any]]


def read_workbook(content: bytes, most_rows: int, most_columns: int) -> tuple[Row, ...]:
    """Read the first sheet that has two rows of two filled cells, or else the first filled one.

    Raises InputRefused for workbooks that are encrypted, damaged or too large.
    """
    if _ENCRYPTED in content:
        raise _locked()
    if content.startswith(b"PK"):
        check_package(content)
    grid = _without_empty_edge(_first_table(content))
    if len(grid) > most_rows:
        raise too_many("rows", most_rows)
    if grid and len(grid[0]) > most_columns:
        raise too_many("columns", most_columns)
    return tuple(
        Row(number, tuple(_plain(cell) for cell in cells))
        for number, cells in enumerate(grid, start=1)
    )


def _first_table(content: bytes) -> Grid:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return _choose(
                _grid(book.get_sheet_by_name(each.name))
                for each in book.sheets_metadata
                if each.typ == SheetTypeEnum.WorkSheet
            )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the reader is no Exception
        reason = str(error).casefold()
    raise _locked() if any(word in reason for word in _PASSWORD) else damaged()


def _choose(grids: Iterable[Grid]) -> Grid:
    filled: Grid = []
    for grid in grids:
        if sum(1 for row in grid if sum(cell != "" for cell in row) > 1) > 1:
            return grid
        filled = filled or grid
    return filled


def _grid(sheet: CalamineSheet) -> Grid:
    return sheet.to_python(skip_empty_area=False)


def _without_empty_edge(grid: Grid) -> Grid:
    """Cut the empty columns at the right and the empty rows at the end that formatting leaves."""
    width = max((i + 1 for row in grid for i, cell in enumerate(row) if cell != ""), default=0)
    height = max((i + 1 for i, row in enumerate(grid) if any(c != "" for c in row)), default=0)
    return [row[:width] for row in grid[:height]]


def _plain(value: Any) -> Cell:
    """Turn what the reader returns into a cell; a time of day or a span becomes ``h:mm``."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute)
    if isinstance(value, timedelta):
        return _clock(round(value.total_seconds() / 60))
    return value if isinstance(value, date) else None


def _number(value: float) -> Cell:
    if not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else value


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _locked() -> InputRefused:
    return InputRefused(
        "This workbook is protected with a password.",
        "Open it in your spreadsheet program, save a copy without a password, and use that.",
    )
