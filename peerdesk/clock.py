"""The time of day, handed in where it matters so that tests can set it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Anything that knows what day it is."""

    def today(self) -> date:
        """Return the local date."""
        ...

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        ...


class SystemClock:
    """The computer's own clock."""

    def today(self) -> date:
        """Return the local date."""
        return datetime.now().astimezone().date()

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still, for tests."""

    def __init__(self, day: date) -> None:
        self._day = day

    def today(self) -> date:
        """Return the day the clock was set to."""
        return self._day

    def now(self) -> datetime:
        """Return noon of that day, in UTC."""
        return datetime(self._day.year, self._day.month, self._day.day, 12, tzinfo=UTC)
