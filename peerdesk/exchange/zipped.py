"""Looks into a zipped workbook before it is read, because its reader aborts when memory runs out.

One stray cell in the last row and column of a sheet makes the reader ask for 500 GB.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from peerdesk.errors import InputRefused

_MOST_UNPACKED = 400 * 1024 * 1024
_MOST_CELLS = 20_000_000
_CHUNK = 1 << 20
_TAG = 4096
"""Bytes carried over between two chunks, so that no tag is cut."""
_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"[^<>]*(?<!/)>')
_ODS_TAG = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)\b([^<>]*)>")
_ODS_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,9})"')


def damaged() -> InputRefused:
    """Return the refusal of a workbook that cannot be read."""
    return InputRefused(
        "This workbook is damaged or is not a spreadsheet.",
        "Open it in your spreadsheet program, save it again as .xlsx, and use that.",
    )


def check_package(content: bytes) -> None:
    """Raise InputRefused for an archive that is damaged, unpacks to too much, or spans too far."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_size(package)
            for name in package.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _check_area(*_excel_extent(_chunks(package, name)))
                elif name == "content.xml":
                    _check_area(*_ods_extent(package.read(name)))
    # RuntimeError is how zipfile reports an encrypted member, and a packing it does not know.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise damaged() from None


def _check_size(package: zipfile.ZipFile) -> None:
    if sum(each.file_size for each in package.infolist()) > _MOST_UNPACKED:
        raise InputRefused(
            "This workbook is too large to read.", "Save only the table in a file of its own."
        )


def _check_area(rows: int, columns: int) -> None:
    if rows * columns > _MOST_CELLS:
        raise InputRefused(
            "This workbook has an entry far outside its table.",
            "Copy only the table into a new workbook, save it, and use that.",
        )


def _chunks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    with package.open(name) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_TAG:]


def _excel_extent(chunks: Iterator[bytes]) -> tuple[int, int]:
    """Return the last row and the last column that hold a filled cell."""
    rows = columns = 0
    for chunk in chunks:
        for letters, number in set(_CELL.findall(chunk)):
            rows = max(rows, int(number))
            columns = max(columns, _column(letters))
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _ods_extent(content: bytes) -> tuple[int, int]:
    """Return how far the filled cells reach, counting a repeated row or cell as often as it is."""
    here = rows = column = columns = row_repeat = 0
    for tag, attributes in _ODS_TAG.findall(content):
        repeated = _ODS_REPEATED.search(attributes)
        times = int(repeated[1]) if repeated else 1
        if tag == b"table-row":
            here, column, row_repeat = here + row_repeat, 0, times
            continue
        column += times
        if b"value-type" in attributes:
            rows, columns = max(rows, here + row_repeat), max(columns, column)
    return rows, columns
