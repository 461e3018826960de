"""The words in which an import speaks of kinds, counts and rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peerdesk.periods import Period


@dataclass(frozen=True)
class Kind:
    """What a file can hold: its name in a list of choices, and what one or many are called."""

    choice: str
    one: str
    many: str

    def count(self, number: int) -> str:
        """Return a number of them in words: ``1 contact``, ``214 contacts``."""
        return f"{number:,} {self.one if number == 1 else self.many}"


KINDS: Mapping[str, Kind] = {
    "supporter": Kind("Supporters (a roster)", "supporter", "supporters"),
    "contact": Kind("Contacts (a contact log)", "contact", "contacts"),
    "tally": Kind("Monthly totals", "line of totals", "lines of totals"),
    "training": Kind("Training (classes and who took part)", "class", "classes"),
}
STORED: Mapping[str, Kind] = {**KINDS, "training_session": KINDS["training"]}
"""What an earlier import brought in, by the kind of record that it is listed as."""
_TOTALS: Mapping[str, str] = {
    "contacts": "contacts",
    "minutes": "minutes in all",
    "rows_with_minutes": "rows that give minutes",
    "first_contacts": "first contacts with a person",
    "referrals": "referrals",
    "people": "people",
    "active": "of them active",
    "lines": "lines",
    "classes": "classes",
    "attendances": "people in them, one by one",
    "person_hours": "hours of training in all",
}


def total_words(code: str, number: float) -> str:
    """Say one of the numbers that help compare with the old file."""
    words = _TOTALS.get(code) or f"in {Period.parse(code).label}"
    return f"{number:,g} {words}"


def rows(numbers: tuple[int, ...]) -> str:
    """Name rows of a file: ``row 4``, ``rows 4, 9 and 12``."""
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    first = ", ".join(str(each) for each in numbers[:-1])
    return f"rows {first} and {numbers[-1]}"
