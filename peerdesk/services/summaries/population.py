"""The population rule for a whole agency: a small one reports less often."""

from __future__ import annotations

from peerdesk.errors import NotShown
from peerdesk.periods import Period

SMALLEST_AGENCY = 25
"""From this many staff on an agency may report a single quarter."""


def refuse_small_agency(period: Period, staff: int | None) -> None:
    """Raise NotShown for a quarter of an agency in which everybody knows everybody."""
    if staff is not None and staff < SMALLEST_AGENCY and period.length == 3:
        raise NotShown(
            f"An agency of fewer than {SMALLEST_AGENCY} people reports half-years and years only.",
            "Choose the half-year: a quarter would say too much about each of them.",
        )
