"""Months and periods: read, written and counted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.errors import UsageError
from peerdesk.periods import Month, Period

months = st.builds(Month, st.integers(1950, 2100), st.integers(1, 12))


@given(months)
def test_a_month_survives_writing_and_reading(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert Month.of(month.last_day) == month


@given(months, st.integers(-600, 600))
def test_adding_months_can_be_undone(month: Month, count: int) -> None:
    assert month.plus(count).plus(-count) == month
    assert (month.plus(count) > month) is (count > 0)


@given(months)
def test_a_month_is_in_its_quarter(month: Month) -> None:
    assert month in month.quarter.months
    assert Period.parse(str(month.quarter)) == month.quarter


@pytest.mark.parametrize("code", ["2025-Q3", "2025-H1", "2025-H2", "2025", "2016..2025"])
def test_a_period_survives_reading_and_writing(code: str) -> None:
    assert str(Period.parse(code)) == code


@pytest.mark.parametrize(
    ("code", "label", "first", "last", "quarters"),
    [
        ("2025-Q3", "July to September 2025", (2025, 7), (2025, 9), 1),
        ("2025-H2", "July to December 2025", (2025, 7), (2025, 12), 2),
        ("2025", "2025", (2025, 1), (2025, 12), 4),
        ("2016..2025", "2016 to 2025", (2016, 1), (2025, 12), 40),
    ],
)
def test_a_period_knows_its_months(
    code: str, label: str, first: tuple[int, int], last: tuple[int, int], quarters: int
) -> None:
    period = Period.parse(code)
    assert period.label == label
    assert (period.months[0], period.end) == (Month(*first), Month(*last))
    assert len(period.quarters) == quarters
    assert period.months[-1] == period.end


@pytest.mark.parametrize("code", ["2025-Q5", "Q3", "2025-13", "", "2025..2025", "2026..2025", "25"])
def test_what_is_no_period_is_refused(code: str) -> None:
    with pytest.raises(UsageError):
        Period.parse(code)


@pytest.mark.parametrize("text", ["2025-13", "2025-00", "2025-7", "July 2025", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_neighbors() -> None:
    quarter = Period.parse("2025-Q4")
    assert str(quarter.following) == "2026-Q1"
    assert Month(2024, 2).last_day == date(2024, 2, 29)
