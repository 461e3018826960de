"""Reads a workbook in a process of its own: what its library does to itself ends that alone.

Its library is native code and aborts when memory runs out: 1.4 KB of workbook can ask for 500 GB.
The process is given the bytes of the file and no key, path or name, and hands rows back as lines of
JSON. Whoever starts it believes none of them unseen; see docs/decisions/0018-reading-apart.md.
"""

from __future__ import annotations

import io
import json
import math
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peerdesk.hardening import confine

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

WORD = "--read-workbook"
"""What a frozen program is started with to be this process, which no installed Python is for."""
READY, END, LOCKED, DAMAGED = "ready", "end", "locked", "damaged"
SECONDS = 60
_MEMORY = 1536 * 1024 * 1024
_START = (
    "import sys; sys.path.append(sys.argv[1]); from peerdesk.exchange.apart import main; main()"
)
_PASSWORD = "password", "encrypted"

Grid = list[list[Any]]


def command() -> list[str]:
    """Return what starts this process, from a checkout, an installed wheel or a frozen build."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORD]
    return [sys.executable, "-P", "-c", _START, str(Path(__file__).parents[2])]


def main() -> None:
    """Read a workbook from the standard input, and write its rows to the standard output."""
    import python_calamine  # noqa: F401, PLC0415 - loaded before no file can be opened any more

    confine(_MEMORY, SECONDS)
    # A window's program has no sys.stdin on Windows, but it has the pipes that it was given.
    with open(0, "rb") as given, open(1, "wb") as told:
        _tell(told, READY)
        told.flush()
        for line in answers(given.read()):
            _tell(told, line)


def answers(content: bytes) -> Iterator[list[Any] | str]:
    """Return the rows of the first sheet with a table, then how it ended.

    A cell is text, a number, nothing, or a list of one number: a day, counted as Python does.
    """
    try:
        grid = _without_empty_edge(_first_table(content))
    except MemoryError:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the library is no Exception
        reason = str(error).casefold()
        yield LOCKED if any(word in reason for word in _PASSWORD) else DAMAGED
        return
    for cells in grid:
        yield [_plain(cell) for cell in cells]
    yield END


def _tell(told: io.BufferedIOBase, line: list[Any] | str) -> None:
    told.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _first_table(content: bytes) -> Grid:
    """Return the first sheet with two rows of two filled cells, or else the first filled one."""
    from python_calamine import (  # noqa: PLC0415 - whoever starts this process needs none of it
        CalamineWorkbook,
        SheetTypeEnum,
    )

    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return _choose(
            _grid(book.get_sheet_by_name(each.name))
            for each in book.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet
        )


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


def _plain(value: Any) -> Any:
    """Turn what the library returns into a cell; a time of day or a span becomes ``h:mm``."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute)
    if isinstance(value, timedelta):
        return _clock(round(value.total_seconds() / 60))
    if isinstance(value, datetime | date):
        return [value.toordinal()]
    return None


def _number(value: float) -> float | None:
    if not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else value


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
