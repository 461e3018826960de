"""The words in which an import speaks of kinds, counts and rows."""

from __future__ import annotations

from collections.abc import Mapping

from peerdesk.exchange.files import FILES, FileKind
from peerdesk.periods import Period

KINDS: Mapping[str, FileKind] = {each.name: each for each in FILES}
STORED: Mapping[str, FileKind] = {**KINDS, "training_session": KINDS["training"]}
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
