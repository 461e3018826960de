"""What people type for a day or a month, understood."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from peerdesk.periods import Month

_DAY_HELP = "Write a date as 11/5, 2026-11-05, t for today or -1 for yesterday."
_MONTH_HELP = "Write a month as 7, July, 7/2026 or 2026-07, or -1 for last month."
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_US = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})(?:[/.]([0-9]{2}|[0-9]{4}))?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{4})")
_BACK = re.compile(r"[+-][0-9]{1,3}")
_WEEKDAYS = [name.lower() for name in calendar.day_abbr]
_MONTHS = [name.lower() for name in calendar.month_abbr]


def read_day(text: str, today: date) -> date | None:
    """Return the day that a text means, None for an empty one.

    Understands ``t``, ``y``, ``-1``, ``mon``, ``11/5``, ``11/5/26`` and ``2026-11-05``. A day of
    the week is the last such day. Raises ValueError with advice for anything else.
    """
    said = text.strip().lower()
    if not said:
        return None
    simple = {"t": 0, "today": 0, ".": 0, "y": -1, "yesterday": -1}
    if said in simple or _BACK.fullmatch(said):
        return today + timedelta(simple.get(said, 0) or int(said if said[0] in "+-" else 0))
    if said[:3] in _WEEKDAYS and said.isalpha():
        back = (today.weekday() - _WEEKDAYS.index(said[:3])) % 7 or 7
        return today - timedelta(back)
    return _written_day(said, today)


def _written_day(said: str, today: date) -> date:
    if match := _ISO.fullmatch(said):
        parts = (int(match[1]), int(match[2]), int(match[3]))
    elif match := _US.fullmatch(said):
        year = int(match[3]) if match[3] else today.year
        parts = (year + 2000 if year < 100 else year, int(match[1]), int(match[2]))
    else:
        raise ValueError(_DAY_HELP)
    try:
        return date(*parts)
    except ValueError:
        raise ValueError(_DAY_HELP) from None


def read_month(text: str, today: date) -> Month | None:
    """Return the month that a text means, None for an empty one.

    Understands ``7`` and ``jul`` (the last such month), ``7/2026``, ``2026-07`` and ``-1``. Raises
    ValueError with advice for anything else.
    """
    said = text.strip().lower()
    this = Month.of(today)
    if not said:
        return None
    if said == "t" or _BACK.fullmatch(said):
        return this if said == "t" else this.plus(int(said))
    number = _month_number(said)
    if number:
        return Month(this.year - (number > this.number), number)
    try:
        if match := _YEAR_FIRST.fullmatch(said):
            return Month(int(match[1]), int(match[2]))
        if match := _MONTH_FIRST.fullmatch(_with_number(said)):
            return Month(int(match[2]), int(match[1]))
    except ValueError:
        pass
    raise ValueError(_MONTH_HELP)


def _month_number(said: str) -> int:
    if re.fullmatch("[0-9]{1,2}", said) and 1 <= int(said) <= 12:
        return int(said)
    return _MONTHS.index(said[:3]) if said.isalpha() and said[:3] in _MONTHS else 0


def _with_number(said: str) -> str:
    name, _, year = said.partition(" ")
    number = _month_number(name)
    return f"{number} {year}" if number and year else said
