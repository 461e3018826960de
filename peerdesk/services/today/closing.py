"""Quarters that are over and not closed yet."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.contact import EDITING_DAYS
from peerdesk.services.counts import quarters
from peerdesk.services.kinds.kind import Due


def due(session: Session, today: date) -> list[Due]:
    """Return the quarters to close: on the day after which their contacts change no more."""
    closed = set(session.scalars(select(ClosedPeriod.period)))
    return [
        Due(
            quarter.end.last_day + timedelta(days=EDITING_DAYS),
            f"Closing {quarter.label}, then its report",
            "closed_period",
            None,
            "Go to reports",
            at=str(quarter),
        )
        for quarter in quarters.quarters(session)
        if quarter not in closed and quarter.end.last_day < today
    ]
