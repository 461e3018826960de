"""Reads an office file, text or workbook, into rows of plain values."""

from __future__ import annotations

from pathlib import Path

from peerdesk.errors import InputRefused
from peerdesk.exchange.cells import Row, Sheet, is_blank
from peerdesk.exchange.textfile import read_text
from peerdesk.exchange.workbook import read_workbook

_MOST_BYTES = 50 * 1024 * 1024
_MOST_ROWS = 200_000
_MOST_COLUMNS = 500
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

__all__ = ["Row", "Sheet", "read_sheet"]


def read_sheet(path: Path) -> Sheet:
    """Read a CSV, TSV, text, Excel or OpenDocument file, known by its content and not its name.

    Raises InputRefused, with what to do about it, for anything that is not a table of at most
    50 MB, 200,000 rows and 500 columns.
    """
    content = _content(path)
    table = read_workbook if content.startswith((_ZIP, _OLE)) else read_text
    rows = table(content, _MOST_ROWS, _MOST_COLUMNS)
    if not any(not is_blank(cell) for row in rows for cell in row.cells):
        raise InputRefused("This file is empty.", "Choose a file that has rows in it.")
    return Sheet(rows)


def _content(path: Path) -> bytes:
    unreadable = InputRefused(
        "This file cannot be opened.", "Close it in other programs, then try again."
    )
    if not path.is_file():  # a folder, or a device that never ends
        raise unreadable
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputRefused(
                "This file is larger than 50 MB.", "Save only the table in a file of its own."
            )
        return path.read_bytes()
    except (OSError, ValueError):
        raise unreadable from None
