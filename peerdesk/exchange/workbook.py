"""Takes rows of an Excel or OpenDocument workbook from a process that may fail, or lie."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from datetime import date
from threading import Timer
from typing import IO, Any, NoReturn, cast

from peerdesk.errors import InputRefused
from peerdesk.exchange import apart
from peerdesk.exchange.cells import Cell, Row, too_many

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_TOLD = 256 * 1024 * 1024
_LONGEST_LINE = 64 * 1024 * 1024
_NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0


def read_workbook(content: bytes, most_rows: int, most_columns: int) -> tuple[Row, ...]:
    """Read the first sheet that has two rows of two filled cells, or else the first filled one.

    Raises InputRefused for workbooks that are encrypted, damaged or too large.
    """
    if _ENCRYPTED in content:
        raise _locked()
    rows: list[Row] = []
    with closing(_lines(content)) as lines:
        for line in lines:
            if not isinstance(line, list):
                return _ended(line, rows)
            if len(rows) == most_rows:
                raise too_many("rows", most_rows)
            if len(line) > most_columns:
                raise too_many("columns", most_columns)
            rows.append(Row(len(rows) + 1, tuple(_cell(value) for value in line)))
    raise _gave_out()


def _lines(content: bytes) -> Generator[Any, None, None]:
    """Start the process, hand it the file, and return each line that it says within its bounds."""
    try:
        process = subprocess.Popen(  # noqa: S603 - this program itself
            apart.command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        )
    except OSError:
        raise InputRefused(
            "This workbook cannot be read now.", "Close other programs, then try again."
        ) from None
    with process:
        patience = Timer(apart.SECONDS, process.kill)
        patience.daemon = True
        patience.start()
        try:
            # Where it is gone already, what it said tells.
            with suppress(OSError), cast("IO[bytes]", process.stdin) as given:
                given.write(content)
            yield from _heard(cast("IO[bytes]", process.stdout))
        finally:
            patience.cancel()
            process.kill()


def _heard(told: IO[bytes]) -> Iterator[Any]:
    if told.readline(100) != json.dumps(apart.READY).encode() + b"\n":
        raise RuntimeError("the reader of workbooks did not start")
    left = _MOST_TOLD
    while line := told.readline(min(left, _LONGEST_LINE)):
        left -= len(line)
        try:
            yield json.loads(line, parse_constant=_refuse)
        except (ValueError, RecursionError):
            raise _gave_out() from None
    raise _gave_out()


def _ended(line: Any, rows: list[Row]) -> tuple[Row, ...]:
    if line == apart.END:
        return tuple(rows)
    if line == apart.LOCKED:
        raise _locked()
    if line == apart.DAMAGED:
        raise _damaged()
    raise _gave_out()


def _cell(value: Any) -> Cell:
    """Return a cell as it was said; raises InputRefused for what no honest reader says."""
    if value is None or (isinstance(value, str) and _is_text(value)):
        return value
    if type(value) is int or (type(value) is float and math.isfinite(value)):
        return value
    if isinstance(value, list) and len(value) == 1 and type(value[0]) is int:
        with suppress(ValueError, OverflowError):
            return date.fromordinal(value[0])
    raise _gave_out()


def _is_text(value: str) -> bool:
    """Say whether a text can be written down: JSON can spell halves of letters."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse(_: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def _damaged() -> InputRefused:
    return InputRefused(
        "This workbook is damaged or is not a spreadsheet.",
        "Open it in your spreadsheet program, save it again as .xlsx, and use that.",
    )


def _gave_out() -> InputRefused:
    return InputRefused(
        "This workbook is damaged, too large to read, or has an entry far outside its table.",
        "Copy only the table into a new workbook, save it, and use that.",
    )


def _locked() -> InputRefused:
    return InputRefused(
        "This workbook is protected with a password.",
        "Open it in your spreadsheet program, save a copy without a password, and use that.",
    )
