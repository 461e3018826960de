"""Column types for months, periods, hours and small sets of vocabulary codes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from peerdesk.hours import Hours
from peerdesk.periods import Month, Period


class Codes(tuple[str, ...]):
    """A set of vocabulary codes, kept sorted so that equal sets are equal in the database."""

    __slots__ = ()

    def __new__(cls, codes: Any = ()) -> Codes:
        """Sort the codes and drop repeats."""
        return super().__new__(cls, sorted(set(codes)))


class MonthType(TypeDecorator[Month]):
    """A month stored as ``2025-07``, which sorts as text."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> str | None:
        """Write the month."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Month | None:
        """Read the month."""
        return None if value is None else Month.parse(value)


class PeriodType(TypeDecorator[Period]):
    """A period stored as its code, ``2025-Q3``."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> str | None:
        """Write the period's code."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Period | None:
        """Read the period."""
        return None if value is None else Period.parse(value)


class CodesType(TypeDecorator[Codes]):
    """Codes stored as ``;grief;health;`` so that rows with the same set can be grouped."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Codes | None, dialect: Dialect) -> str:
        """Write the codes."""
        return ";".join(("", *value, "")) if value else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> Codes:
        """Read the codes."""
        return Codes(part for part in (value or "").split(";") if part)


class HoursType(TypeDecorator[Hours]):
    """Hours stored as whole minutes."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Hours | None, dialect: Dialect) -> int | None:
        """Write the minutes."""
        return None if value is None else value.minutes

    def process_result_value(self, value: int | None, dialect: Dialect) -> Hours | None:
        """Read the minutes."""
        return None if value is None else Hours(value)
