"""What people type for a day or a month is understood, or refused with advice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.periods import Month
from peerdesk.ui.forms.typed_dates import read_day, read_month

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("", None),
        ("  ", None),
        ("t", TODAY),
        ("T", TODAY),
        ("today", TODAY),
        ("y", date(2026, 11, 23)),
        ("-1", date(2026, 11, 23)),
        ("-30", date(2026, 10, 25)),
        ("+7", date(2026, 12, 1)),
        ("-0", TODAY),
        ("mon", date(2026, 11, 23)),
        ("Wednesday", date(2026, 11, 18)),
        ("tue", date(2026, 11, 17)),
        ("11/5", date(2026, 11, 5)),
        ("11/5/26", date(2026, 11, 5)),
        ("11/05/2026", date(2026, 11, 5)),
        ("11.5.2025", date(2025, 11, 5)),
        ("2026-11-05", date(2026, 11, 5)),
        ("2/29/2024", date(2024, 2, 29)),
    ],
)
def test_days(said: str, day: date | None) -> None:
    assert read_day(said, TODAY) == day


@pytest.mark.parametrize(
    "said", ["13/1", "2/29/2026", "soon", "11/5/2", "11", "1/2/3/4", "montag x"]
)
def test_what_is_no_day_gets_advice(said: str) -> None:
    with pytest.raises(ValueError, match=r"11/5"):
        read_day(said, TODAY)


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("", None),
        ("t", Month(2026, 11)),
        ("-1", Month(2026, 10)),
        ("-11", Month(2025, 12)),
        ("7", Month(2026, 7)),
        ("11", Month(2026, 11)),
        ("12", Month(2025, 12)),
        ("jul", Month(2026, 7)),
        ("July", Month(2026, 7)),
        ("december", Month(2025, 12)),
        ("07/2025", Month(2025, 7)),
        ("7 2025", Month(2025, 7)),
        ("July 2025", Month(2025, 7)),
        ("jul 2025", Month(2025, 7)),
        ("2025-07", Month(2025, 7)),
    ],
)
def test_months(said: str, month: Month | None) -> None:
    assert read_month(said, TODAY) == month


@pytest.mark.parametrize("said", ["13", "0", "13/2025", "soon", "2025", "2025-00"])
def test_what_is_no_month_gets_advice(said: str) -> None:
    with pytest.raises(ValueError, match="July"):
        read_month(said, TODAY)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_day_is_read_back_as_it_is_shown(day: date) -> None:
    assert read_day(f"{day:%m/%d/%Y}", TODAY) == day
    assert read_day(day.isoformat(), TODAY) == day


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_a_month_is_read_back_as_it_is_shown(day: date) -> None:
    month = Month.of(day)
    assert read_month(month.label, TODAY) == month
    assert read_month(str(month), TODAY) == month


@given(st.text(max_size=12))
def test_nothing_that_is_typed_breaks_the_reader(said: str) -> None:
    for read in (read_day, read_month):
        try:
            read(said, TODAY)
        except ValueError as advice:
            assert str(advice).startswith("Write a ")
