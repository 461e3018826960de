"""Periods as sets of quarters, and the one way to write such a set."""

from __future__ import annotations

from functools import cache

from peerdesk.errors import UsageError
from peerdesk.periods import Period

Quarters = frozenset[str]
"""Codes of quarters; a period that is no calendar period counts as a quarter of its own."""


@cache
def quarters_of(period: str) -> Quarters:
    """Return the quarters of a period, or of several joined by ``+``."""
    parts = period.split("+")
    if len(parts) > 1:
        return frozenset().union(*(quarters_of(part) for part in parts))
    try:
        return frozenset(str(quarter) for quarter in Period.parse(period).quarters)
    except UsageError:
        return frozenset({period})


def label_of(quarters: Quarters) -> str:
    """Return the one way to write some quarters: the calendar period they make, or a list."""
    ordered = sorted(quarters)
    year = ordered[0][:4]
    for code in (*ordered[:1], f"{year}-H1", f"{year}-H2", year):
        if quarters_of(code) == quarters:
            return code
    return "+".join(ordered)
