"""Any office file is read, or refused in plain words; nothing else ever happens."""

from __future__ import annotations

import contextlib
from datetime import date, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerdesk.errors import InputRefused
from peerdesk.exchange.spreadsheet import Row, read_sheet

DATA = Path(__file__).parents[1] / "data"
MARKER = "Zqxwolf"


def _refusal(path: Path) -> str:
    with pytest.raises(InputRefused) as refused:
        read_sheet(path)
    assert refused.value.title
    assert refused.value.advice
    return str(refused.value)


def test_rows_carry_their_number_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Date,Note\n\n1/2/2025,"two\nlines"\n1/3/2025,x\n', encoding="utf-8")
    rows = read_sheet(path).rows
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert rows[3].cells == ("1/3/2025", "x")


def test_text_forms_hold_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Date,Who\n1/2/2025,{MARKER}\n", encoding="utf-8")
    assert MARKER not in repr(read_sheet(path))
    assert MARKER not in repr(Row(1, (MARKER,)))


@pytest.mark.parametrize("name", ["empty.csv", "blank.csv", "missing.csv"])
def test_nothing_to_read_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "blank.csv").write_bytes(b"\n ,, \n")
    _refusal(tmp_path / name)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    _refusal(tmp_path)


def test_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024 + 1)
    assert "50 MB" in _refusal(path)


@pytest.mark.parametrize(
    ("text", "what"), [("a,b\n" * 200_001, "200,000 rows"), ("a," * 501 + "\n", "500 columns")]
)
def test_too_many_rows_or_columns_are_refused(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "long.csv"
    path.write_text(text, encoding="utf-8")
    assert what in _refusal(path)


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes((DATA / "roster.xlsx").read_bytes())
    assert len(read_sheet(path).rows) == 27


def test_workbook_values_become_plain_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover").write(0, 0, "see next sheet")
        sheet = book.add_worksheet("Log")
        sheet.write_row(2, 1, ["Date", "Min", "Ok"])
        sheet.write_datetime(3, 1, date(2025, 1, 2), book.add_format({"num_format": "m/d/yy"}))
        sheet.write_number(3, 2, 30.0)
        sheet.write_boolean(3, 3, True)
        sheet.write_datetime(4, 1, time(1, 30), book.add_format({"num_format": "h:mm"}))
        sheet.write_number(4, 2, 1.5)
        sheet.write_formula(4, 3, "=1/0", None, "#DIV/0!")
        sheet.write_number(4, 4, 1.5, book.add_format({"num_format": "[h]:mm"}))
        sheet.write_blank(900, 80, None, book.add_format({"bold": True}))
    rows = read_sheet(path).rows
    assert len(rows) == 5
    assert rows[3].cells == (None, date(2025, 1, 2), 30, "yes", None)
    assert isinstance(rows[3].cells[2], int)
    assert rows[4].cells == (None, "1:30", 1.5, None, "36:00")


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=400),
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_random_bytes_are_read_or_refused(tmp_path: Path, content: bytes, start: bytes) -> None:
    path = tmp_path / "noise"
    path.write_bytes(start + content)
    with contextlib.suppress(InputRefused):
        read_sheet(path)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_workbooks_are_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray((DATA / "roster.xlsx").read_bytes())
    cut = data.draw(st.integers(1, len(content)))
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(content[:cut])
    with contextlib.suppress(InputRefused):
        read_sheet(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_cut_workbook_is_refused(tmp_path: Path, share: float) -> None:
    content = (DATA / "roster.xlsx").read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(content[: int(len(content) * share)])
    assert "damaged" in _refusal(path)
