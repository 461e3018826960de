"""Months that are over and have no numbers yet."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.closing import ClosedPeriod
from peerdesk.periods import Month
from peerdesk.services.counts import quarters
from peerdesk.services.due.line import Due

_MONTHS_BACK = 12


def due(session: Session, today: date) -> list[Due]:
    """Return the months without numbers, since the first that has some, in open quarters."""
    known = quarters.months(session)
    if not known:
        return []
    closed = set(session.scalars(select(ClosedPeriod.period)))
    this = Month.of(today)
    over = [this.plus(-back) for back in range(_MONTHS_BACK, 0, -1)]
    return [
        Due(
            month.last_day + timedelta(days=1),
            f"Numbers for {month.label}",
            "contact",
            None,
            "Enter numbers",
        )
        for month in over
        if month > min(known) and month not in known and month.quarter not in closed
    ]
