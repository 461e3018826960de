"""Workbooks that are locked, empty or not of Excel's making."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from peerdesk.errors import InputRefused
from peerdesk.exchange.workbook import read_workbook
from tests.exchange.raw_books import ods, ods_cell, packed

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _xlsx(*cells: tuple[int, int, str]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for row, column, text in cells:
            sheet.write(row, column, text)
    return stream.getvalue()


def test_opendocument_is_read_despite_a_million_repeated_blank_rows() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = read_workbook(
        ods(
            f"<table:table-row>{ods_cell('Date')}{ods_cell('Min')}</table:table-row>"
            f"<table:table-row>{ods_cell('1/2/2025')}{ods_cell('30')}</table:table-row>"
            f'<table:table-row table:number-rows-repeated="1048570">{blank}</table:table-row>'
        ),
        1000,
        100,
    )
    assert [row.cells for row in rows] == [("Date", "Min"), ("1/2/2025", "30")]


_REPEATED = '<table:table-row table:number-rows-repeated="1000000">'
_FAR_RIGHT = '<table:table-cell table:number-columns-repeated="16000"/>'


@pytest.mark.parametrize(
    "row",
    [
        f"{_REPEATED}{ods_cell('a') * 30}</table:table-row>",
        (
            f"{_REPEATED}<table:table-cell/></table:table-row>"
            f"<table:table-row>{_FAR_RIGHT}{ods_cell('a')}</table:table-row>"
        ),
    ],
    ids=["repeated", "far"],
)
def test_an_opendocument_sheet_that_spans_too_far_is_refused(row: str) -> None:
    with pytest.raises(InputRefused, match="far outside"):
        read_workbook(ods(row), 1000, 100)


def test_one_stray_cell_at_the_far_end_is_refused_and_does_not_end_the_program() -> None:
    with pytest.raises(InputRefused, match="far outside"):
        read_workbook(_xlsx((0, 0, "Date"), (1_048_575, 16_383, "x")), 1000, 100)


def test_a_password_is_named() -> None:
    content = _OLE + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(InputRefused, match="password"):
        read_workbook(content, 1000, 100)


def test_an_old_workbook_that_is_damaged_is_refused() -> None:
    with pytest.raises(InputRefused, match="damaged"):
        read_workbook(_OLE + b"Zqxwolf" * 400, 1000, 100)


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(InputRefused, match="damaged"):
        read_workbook(packed({"letter.txt": "Zqxwolf"}), 1000, 100)


def test_an_empty_workbook_has_no_rows() -> None:
    assert read_workbook(_xlsx(), 1000, 100) == ()


@pytest.mark.parametrize(
    ("cells", "what"), [(((20, 0, "a"),), "10 rows"), (((0, 0, "a"), (0, 9, "b")), "5 columns")]
)
def test_limits_hold(cells: tuple[tuple[int, int, str], ...], what: str) -> None:
    with pytest.raises(InputRefused, match=what):
        read_workbook(_xlsx(*cells), 10, 5)
