"""Reads CSV, tab-separated and other delimited text in whatever encoding an office saved it."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator

from peerdesk.errors import InputRefused
from peerdesk.exchange.cells import Row, too_many

_DELIMITERS = ",;\t|"
_LONGEST_CELL = 100_000
_BYTE_ORDER_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def read_text(content: bytes, most_rows: int, most_columns: int) -> tuple[Row, ...]:
    """Split a delimited text into rows; raises InputRefused for what is not text or too large.

    A blank line counts as a row, as it does in a spreadsheet.
    """
    rows = []
    for number, cells in enumerate(_records(_decode(content)), start=1):
        if number > most_rows:
            raise too_many("rows", most_rows)
        if len(cells) > most_columns:
            raise too_many("columns", most_columns)
        rows.append(Row(number, tuple(cell.strip() or None for cell in cells)))
    return tuple(rows)


def _decode(content: bytes) -> str:
    marked = [name for mark, name in _BYTE_ORDER_MARKS.items() if content.startswith(mark)]
    for encoding in marked[:1] or ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(sign < " " and sign not in "\t\n\r\f" for sign in set(text)):
            return text
    raise _not_a_table()


def _records(text: str) -> Iterator[list[str]]:
    delimiter = _delimiter(text)
    record: list[str] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(len(cell) > _LONGEST_CELL for cell in record):
                raise _not_a_table()
            yield record
    except csv.Error:
        raise _not_a_table() from None
    # An open quotation mark swallows every row after it; better no import than a short one.
    if text.count('"') % 2 and any("\n" in cell for cell in record):
        raise InputRefused(
            "A quotation mark in this file is never closed, so rows would be lost.",
            "Open the file in your spreadsheet program, save it as .xlsx, and use that.",
        )


def _delimiter(text: str) -> str:
    """Take the sign that splits most of the first lines into equally many parts.

    csv.Sniffer is asked last: title lines, and commas inside names, mislead it.
    """
    scores = {sign: _evenness(text, sign) for sign in _DELIMITERS}
    best = max(scores, key=lambda sign: scores[sign])
    if scores[best] > (1, 0):
        return best
    try:
        return csv.Sniffer().sniff(text[:20_000], _DELIMITERS).delimiter
    except csv.Error:
        return ","


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    """Return how many of the first 60 lines share the most usual width over one, and the width."""
    try:
        lines = itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 60)
        widths = [len(line) for line in lines]
    except csv.Error:
        return 0, 0
    return max(((widths.count(width), width) for width in set(widths) if width > 1), default=(0, 0))


def _not_a_table() -> InputRefused:
    return InputRefused(
        "This file is not a table PeerDesk can read.",
        "Save it as a spreadsheet (.xlsx) or as CSV, then try again.",
    )
