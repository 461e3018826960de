"""Dates in the many styles of office files; which part is the day is settled for a whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from peerdesk.exchange.cells import Cell, text_of
from peerdesk.periods import Month

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december", "sept"),
)
_TIME = re.compile(
    r"(?:\s+|,\s*|(?<=\d)t)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?|z)?$", re.ASCII
)
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.ASCII
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.ASCII)
_SHAPE = re.compile(r"[\da-z]+(?:[\s,./'-]+[\da-z]+){0,2}\.?", re.ASCII)
_PART = re.compile(r"\d+|[a-z]+", re.ASCII)
_FIRST_YEAR = 1950
_YEARS_AHEAD = 20
_EXCEL_START = date(1899, 12, 30)
_SERIAL_DIGITS = 5


class NotADate(ValueError):
    """A cell that is no possible date; the text of the cell is not kept."""


@dataclass(frozen=True)
class DateStyle:
    """How one column writes dates. ``today`` settles two-digit years and what is too far off."""

    today: date
    day_first: bool = False
    doubtful: bool = False
    """True where every date of the column could be read either way."""

    @classmethod
    def of(cls, cells: Iterable[Cell], today: date) -> DateStyle:
        """Settle a column: the day comes first only if a date proves it and none disproves it."""
        pairs = [pair for cell in cells if (pair := _first_two(cell))]
        first = any(a > 12 >= b for a, b in pairs)
        second = any(b > 12 >= a for a, b in pairs)
        return cls(today, first and not second, bool(pairs) and not first and not second)

    def day(self, cell: Cell) -> date:
        """Read a day; a month alone is its first day, a year alone its first of January.

        Raises NotADate.
        """
        year, month, day = self._parts(cell)
        return _checked(year, month, day, self.today)

    def month(self, cell: Cell) -> Month:
        """Read a month, dropping the day (which must exist); raises NotADate for a year alone."""
        year, month, day = self._parts(cell)
        if month is None:
            raise NotADate
        return Month.of(_checked(year, month, day, self.today))

    def _parts(self, cell: Cell) -> tuple[int, int | None, int | None]:
        if isinstance(cell, date):
            return cell.year, cell.month, cell.day
        parts = _split(cell)
        readers = {1: self._one, 2: self._two, 3: self._three}
        return readers[len(parts)](parts)

    def _one(self, parts: list[str]) -> tuple[int, int | None, int | None]:
        (part,) = parts
        if len(part) == 8 and part.isdigit():
            return int(part[:4]), int(part[4:6]), int(part[6:])
        if len(part) == 4 and part.isdigit():
            return int(part), None, None
        if len(part) == _SERIAL_DIGITS and part.isdigit():
            day = _EXCEL_START + timedelta(days=int(part))
            return day.year, day.month, day.day
        raise NotADate

    def _two(self, parts: list[str]) -> tuple[int, int | None, int | None]:
        first, second = parts
        if first.isalpha():
            return self._year(second), _month(first), None
        if len(first) == 4:
            return int(first), _month(second), None
        if len(second) == 4:
            return self._year(second), _month(first), None
        raise NotADate

    def _three(self, parts: list[str]) -> tuple[int, int | None, int | None]:
        first, second, third = parts
        if first.isalpha():
            return self._year(third), _month(first), _number(second)
        if len(first) == 4:
            return int(first), _month(second), _number(third)
        if second.isalpha() or self.day_first:
            return self._year(third), _month(second), _number(first)
        return self._year(third), _month(first), _number(second)

    def _year(self, part: str) -> int:
        year = _number(part)
        if len(part) == 2:
            year += 2000 if year <= self.today.year - 2000 + _YEARS_AHEAD else 1900
        elif len(part) != 4:
            raise NotADate
        return year


def _split_text(text: str) -> tuple[str, ...]:
    plain = _TIME.sub("", text.casefold().strip())
    plain = _ORDINAL.sub("", _WEEKDAY.sub("", plain)).strip()
    if not _SHAPE.fullmatch(plain):
        raise NotADate
    return tuple(_PART.findall(plain))


def _split(cell: Cell) -> list[str]:
    parts = list(_split_text(text_of(int(cell) if isinstance(cell, float) else cell)))
    if not 1 <= len(parts) <= 3:
        raise NotADate
    return parts


def _first_two(cell: Cell) -> tuple[int, int] | None:
    """Return the first two figures of a date like 4/1/25, whose order is open."""
    try:
        parts = _split(cell) if isinstance(cell, str) else []
    except NotADate:
        return None
    if len(parts) != 3 or not all(part.isdigit() and len(part) <= 4 for part in parts):
        return None
    first, second = int(parts[0]), int(parts[1])
    return (first, second) if len(parts[0]) <= 2 and max(first, second) <= 31 else None


def _month(part: str) -> int:
    if part.isdigit():
        return _number(part)
    if part in _MONTHS or part in _MONTH_NAMES:
        return _MONTHS.index(part[:3]) + 1
    raise NotADate


def _number(part: str) -> int:
    if not part.isdigit():
        raise NotADate
    return int(part)


def _checked(year: int, month: int | None, day: int | None, today: date) -> date:
    if not _FIRST_YEAR <= year <= today.year + _YEARS_AHEAD:
        raise NotADate
    try:
        return date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise NotADate from None
