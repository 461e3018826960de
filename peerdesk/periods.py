"""Months and reporting periods: the only dates that a record of support may carry."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from peerdesk.errors import UsageError

_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_HALF = re.compile(r"(\d{4})-H([12])")
_YEAR = re.compile(r"(\d{4})")
_YEARS = re.compile(r"(\d{4})\.\.(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, written ``2025-07``."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1900 <= self.year <= 9999):
            raise ValueError("not a month")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read ``2025-07``; raises ValueError for anything else."""
        match = _MONTH.fullmatch(text.strip())
        if not match:
            raise ValueError("Write a month as 2025-07.")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month that holds a day."""
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        """Return the month so many months later (or earlier)."""
        years, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, index + 1)

    @property
    def quarter(self) -> Period:
        """The calendar quarter that holds the month."""
        return Period(Month(self.year, 3 * ((self.number - 1) // 3) + 1), 3)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def label(self) -> str:
        """The month in words, ``July 2025``."""
        return f"{calendar.month_name[self.number]} {self.year}"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month where it has none."""
    month = Month.of(day).plus(months)
    return month.last_day.replace(day=min(day.day, month.last_day.day))


@dataclass(frozen=True, order=True)
class Period:
    """A quarter, half-year, year or run of years, written ``2025-Q3``, ``2025-H1``, ``2025``."""

    start: Month
    length: int
    """Number of months: 3, 6 or a multiple of 12."""

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a period code; raises UsageError for anything else."""
        text = text.strip()
        if match := _QUARTER.fullmatch(text):
            return cls(Month(int(match[1]), 3 * int(match[2]) - 2), 3)
        if match := _HALF.fullmatch(text):
            return cls(Month(int(match[1]), 6 * int(match[2]) - 5), 6)
        if match := _YEAR.fullmatch(text):
            return cls(Month(int(match[1]), 1), 12)
        match = _YEARS.fullmatch(text)
        if match and int(match[1]) < int(match[2]):
            return cls(Month(int(match[1]), 1), 12 * (int(match[2]) - int(match[1]) + 1))
        raise UsageError("That is not a period.", "Write 2025-Q3, 2025-H1, 2025 or 2016..2025.")

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month of the period, in order."""
        return tuple(self.start.plus(i) for i in range(self.length))

    @property
    def end(self) -> Month:
        """The last month of the period."""
        return self.start.plus(self.length - 1)

    @property
    def quarters(self) -> tuple[Period, ...]:
        """The quarters that make up the period."""
        return tuple(Period(self.start.plus(i), 3) for i in range(0, self.length, 3))

    @property
    def following(self) -> Period:
        """The period of the same length that comes next."""
        return Period(self.start.plus(self.length), self.length)

    @property
    def label(self) -> str:
        """The period in words, ``July to September 2025``."""
        if self.length % 12 == 0:
            first, last = self.start.year, self.end.year
            return f"{first}" if first == last else f"{first} to {last}"
        return f"{calendar.month_name[self.start.number]} to {self.end.label}"

    def __str__(self) -> str:
        year = self.start.year
        if self.length == 3:
            return f"{year}-Q{(self.start.number + 2) // 3}"
        if self.length == 6:
            return f"{year}-H{(self.start.number + 5) // 6}"
        return f"{year}" if self.length == 12 else f"{year}..{self.end.year}"
