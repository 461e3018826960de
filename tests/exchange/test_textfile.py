"""Encodings, delimiters and quotation marks of delimited text."""

from __future__ import annotations

import pytest

from peerdesk.errors import InputRefused
from peerdesk.exchange.textfile import read_text

TEXT = "Date,Peer,Topic\n1/2/2025,Núñez,Grief\n1/3/2025,O’Brien,Health\n"


def _cells(content: bytes) -> list[tuple[object, ...]]:
    return [row.cells for row in read_text(content, 1000, 100)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_encoding_gives_the_same_cells(encoding: str) -> None:
    assert _cells(TEXT.encode(encoding))[1:] == [
        ("1/2/2025", "Núñez", "Grief"),
        ("1/3/2025", "O’Brien", "Health"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_ending_is_known(delimiter: str, ending: str) -> None:
    text = TEXT.replace(",", delimiter).replace("\n", ending)
    assert _cells(text.encode())[0] == ("Date", "Peer", "Topic")
    assert len(_cells(text.encode())) == 3


def test_commas_inside_names_do_not_hide_the_delimiter() -> None:
    text = "Name;Rank;Status\nPatel, Noor;Lt;Active\nChen, Rosa;Sgt;Active\n"
    assert _cells(text.encode())[1] == ("Patel, Noor", "Lt", "Active")


def test_title_lines_do_not_hide_the_delimiter() -> None:
    text = "Team log\n\nDate;Peer\n1/2/2025;Ruiz\n1/3/2025;Ruiz\n"
    assert _cells(text.encode())[2] == ("Date", "Peer")


def test_quoted_line_breaks_stay_in_their_cell() -> None:
    rows = _cells(b'Date,Notes,Min\n1/2/2025,"one\ntwo ""x""",10\n')
    assert rows[1] == ("1/2/2025", 'one\ntwo "x"', "10")


def test_an_open_quotation_mark_loses_no_rows_in_silence() -> None:
    with pytest.raises(InputRefused, match="quotation mark"):
        read_text(b'Date,Notes\n1/2/2025,"never closed\n1/3/2025,a\n1/4/2025,b\n', 1000, 100)


def test_an_inch_mark_is_no_open_quotation() -> None:
    assert len(_cells(b'Date,Notes\n1/2/2025,5" pipe\n1/3/2025,b\n')) == 3


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 20, b"%PDF-1.7\n\x80\x00", b"a\x07b,c"])
def test_binary_is_refused(content: bytes) -> None:
    with pytest.raises(InputRefused, match="not a table"):
        read_text(content, 1000, 100)


def test_a_text_cut_inside_a_letter_is_refused_without_its_content() -> None:
    content = "Date,Who\n1/2/2025,Zqxwolf".encode("utf-16")[:-1]
    with pytest.raises(InputRefused) as refused:
        read_text(content, 1000, 100)
    assert "Zqx" not in str(refused.value)


@pytest.mark.parametrize("length", [120_000, 140_000])
def test_a_monstrous_cell_is_refused(length: int) -> None:
    with pytest.raises(InputRefused):
        read_text(b"a,b\n" + b"x" * length + b",c\n", 1000, 100)


def test_a_single_column_is_still_read() -> None:
    assert _cells(b"Name\nRosa\n") == [("Name",), ("Rosa",)]
