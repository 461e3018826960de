"""Finding the header row, and telling records from the lines around them."""

from __future__ import annotations

import pytest

from peerdesk.errors import InputRefused
from tests.exchange.conftest import TableOf

BODY = "1/2/2025,Ruiz,phone,Grief,10\n"


def test_title_lines_and_blank_lines_stand_above_the_header(table_of: TableOf) -> None:
    table = table_of(f"Pine County log,,,,\nCONFIDENTIAL,,,,\n\nDate,Peer,How,Topic,Min\n{BODY}")
    assert table.header_row == 4
    assert [column.name for column in table.columns] == ["Date", "Peer", "How", "Topic", "Min"]
    assert [row.number for row in table.rows] == [5]


def test_lines_that_are_no_records_are_counted_with_their_rows(table_of: TableOf) -> None:
    head = "Date,Peer,How,Topic,Min\n"
    table = table_of(f"{head}{BODY}\n{head}{BODY}TOTAL,,,,20\n,,Grand total:,,20\nSum,,,,\n")
    assert [row.number for row in table.rows] == [2, 5]
    assert [(each.row, each.why) for each in table.skipped] == [
        (3, "a blank line"),
        (4, "the column names again"),
        (6, "a line of totals"),
        (7, "a line of totals"),
        (8, "a line of totals"),
    ]


def test_a_record_that_says_total_is_kept(table_of: TableOf) -> None:
    table = table_of("dimension,value,month,count\ntotal,all,2025-01,48\n")
    assert len(table.rows) == 1


@pytest.mark.parametrize(
    "text",
    [
        "1/2/2025,P. Patel,Kate Zqxwolf,phone,Grief\n1/3/2025,P. Patel,Kate Zqxwolf,phone,Grief\n",
        "Kate Zqxwolf,Sgt,555-0100\nRosa Zqxwolf,Lt,555-0101\n",
        "apple,pear\n1,2\n",
        "Dear Kate Zqxwolf\nthank you\n",
    ],
)
def test_a_first_line_of_data_is_never_taken_for_column_names(table_of: TableOf, text: str) -> None:
    with pytest.raises(InputRefused, match="column names") as refused:
        table_of(text)
    assert "Zqx" not in str(refused.value)


def test_a_header_without_rows_is_refused(table_of: TableOf) -> None:
    with pytest.raises(InputRefused, match="no rows"):
        table_of("Date,Peer,How\n,,\n")


def test_columns_without_a_header_get_their_letter(table_of: TableOf) -> None:
    table = table_of("Date,Peer,,How,Room 44110\n1/2/2025,Ruiz,x,phone,y,z\n")
    assert [each.name for each in table.columns] == [
        *("Date", "Peer", "Column C", "How", "Column E", "Column F"),
    ]


def test_columns_with_neither_header_nor_value_are_left_out(table_of: TableOf) -> None:
    table = table_of("Date,Peer,,How,\n1/2/2025,Ruiz,,phone,\n")
    assert [each.position for each in table.columns] == [1, 2, 4]


def test_short_rows_are_filled_up(table_of: TableOf) -> None:
    table = table_of("Date,Peer,How,Topic,Min\n1/2/2025,Ruiz\n")
    assert table.rows[0].cells == ("1/2/2025", "Ruiz", None, None, None)


def test_columns_taken_away_leave_no_cell(table_of: TableOf) -> None:
    table = table_of("Date,Peer,Who\n1/2/2025,Ruiz,Zqxwolf\n").only(frozenset({1, 2}))
    assert [row.cells for row in table.rows] == [("1/2/2025", "Ruiz")]
    assert table.values(1) == ("Ruiz",)


def test_letters_go_past_z(table_of: TableOf) -> None:
    table = table_of("Date,Peer" + "," * 25 + "\n1/2/2025,Ruiz" + "," * 25 + "x\n")
    assert table.columns[-1].name == "Column AA"
