"""Dates of every style, with the order of day and month settled for a whole column."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.exchange.cells import Cell
from peerdesk.exchange.dates import DateStyle, NotADate
from peerdesk.periods import Month

TODAY = date(2026, 3, 1)
STYLE = DateStyle(TODAY)
DAYS = st.dates(date(1950, 1, 1), date(2046, 12, 31))
FORMATS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%Y/%m/%d",
    "%b %d, %Y",
    "%B %d %Y",
    "%d-%b-%Y",
    "%d %B %Y",
    "%A, %B %d, %Y",
    "%a %m/%d/%Y",
    "%Y%m%d",
    "%m-%d-%Y",
    "%m.%d.%Y",
    "%Y-%m-%dT%H:%M:%S",
    "%m/%d/%Y %I:%M %p",
)


@given(day=DAYS, style=st.sampled_from(FORMATS))
def test_every_style_reads_back(day: date, style: str) -> None:
    assert STYLE.day(day.strftime(style)) == day
    assert STYLE.month(day.strftime(style)) == Month.of(day)


@given(day=DAYS)
def test_numbers_without_leading_zeros_read_back(day: date) -> None:
    assert STYLE.day(f"{day.month}/{day.day}/{day.year}") == day
    assert DateStyle(TODAY, day_first=True).day(f"{day.day}.{day.month}.{day.year}") == day


@given(day=st.dates(date(1950, 1, 1), date(2046, 12, 31)))
def test_excel_numbers_and_real_dates_read_back(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for cell in (serial, str(serial), serial + 0.75, day):
        assert STYLE.day(cell) == day


@given(days=st.lists(DAYS, min_size=1, max_size=8))
def test_a_column_with_the_day_first_is_known_by_one_proof(days: list[date]) -> None:
    texts = [f"{d.day:02d}/{d.month:02d}/{d.year}" for d in days]
    proof = [*texts, "31/01/2025"]
    style = DateStyle.of(proof, TODAY)
    disproved = any(d.month <= 12 < d.day for d in days)
    assert style.day_first
    assert [style.day(text) for text in texts] == days
    assert DateStyle.of(texts, TODAY).day_first == disproved


@pytest.mark.parametrize(
    ("column", "day_first", "doubtful"),
    [
        (["1/2/2025", "3/4/2025"], False, True),
        (["1/2/2025", "3/14/2025"], False, False),
        (["1/2/2025", "14/3/2025"], True, False),
        (["14/3/2025", "3/14/2025"], False, False),
        (["13/45/2025", "1/2/2025"], False, True),
        (["2025-01-02", "Jan 14, 2025", None, "x"], False, False),
    ],
)
def test_one_order_for_a_column(column: list[Cell], day_first: bool, doubtful: bool) -> None:
    style = DateStyle.of(column, TODAY)
    assert (style.day_first, style.doubtful) == (day_first, doubtful)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/4/25", date(2025, 1, 4)),
        ("12/31/99", date(1999, 12, 31)),
        ("03/2024", date(2024, 3, 1)),
        ("2024-03", date(2024, 3, 1)),
        ("March 2024", date(2024, 3, 1)),
        ("Sep-17", date(2017, 9, 1)),
        ("Sept. 3rd, 2024", date(2024, 9, 3)),
        ("2 Mar 24", date(2024, 3, 2)),
        ("2018", date(2018, 1, 1)),
        (2018, date(2018, 1, 1)),
    ],
)
def test_short_forms(text: Cell, day: date) -> None:
    assert STYLE.day(text) == day


@pytest.mark.parametrize(
    "text",
    ["13/45/2025", "2/30/2025", "0/1/2025", "?", "soon", "1/4/0025", "1/4/1899", "17-Sep", "99",
     "1-2-3", "1/2/3/4", "Janvember 3, 2024", "2025-13-01", "3/٤/2025", "1/4/2099", "1/4",
     45678901, -3, "1a2b", "123456", "20251301"],
)  # fmt: skip
def test_what_is_no_date_is_never_guessed(text: Cell) -> None:
    with pytest.raises(NotADate) as refused:
        STYLE.day(text)
    assert not str(refused.value)


def test_a_year_alone_is_no_month() -> None:
    with pytest.raises(NotADate):
        STYLE.month("2025")


@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=12))
def test_any_text_is_a_date_or_not(text: str) -> None:
    try:
        day = STYLE.day(text)
    except NotADate:
        return
    assert day <= TODAY + timedelta(days=366 * 21)
