"""Hours of training, kept in whole minutes so that sums are exact."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")


@dataclass(frozen=True, order=True)
class Hours:
    """A length of time; written ``1.5``."""

    minutes: int = 0

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Read ``1.5``, ``1,5`` or ``1:30``; raises ValueError for anything else."""
        said = text.strip()
        if match := _CLOCK.fullmatch(said):
            return cls(60 * int(match[1]) + int(match[2]))
        if match := _WRITTEN.fullmatch(said):
            return cls(round(60 * float(f"{match[1]}.{match[2] or 0}")))
        raise ValueError("Write hours as 8, 1.5 or 1:30.")

    @classmethod
    def of(cls, hours: float) -> Hours:
        """Return so many hours."""
        return cls(round(60 * hours))

    @property
    def number(self) -> float:
        """How many hours, with their fraction."""
        return self.minutes / 60

    def __add__(self, other: Hours) -> Hours:
        return Hours(self.minutes + other.minutes)

    def __bool__(self) -> bool:
        return bool(self.minutes)

    def __str__(self) -> str:
        return f"{self.number:.2f}".rstrip("0").rstrip(".")


def total(parts: list[Hours]) -> Hours:
    """Add lengths up."""
    return Hours(sum(each.minutes for each in parts))
