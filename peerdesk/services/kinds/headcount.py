"""Head counts are missed once none covers this month: without them a report gives no rates."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.headcount import Headcount
from peerdesk.periods import Month
from peerdesk.services.kinds.kind import NEW, Due, Kind


def _due(session: Session, today: date) -> list[Due]:
    """Return one line where no head count covers this month."""
    ends = [period.end for period in session.scalars(select(Headcount.period).distinct())]
    if ends and max(ends) >= Month.of(today):
        return []
    day = max(ends).last_day + timedelta(days=1) if ends else today
    words = f"Head counts for {today.year}"
    return [Due(day, words, "headcount", None, "Add head counts", at=NEW)]


HEADCOUNT = Kind(Headcount, due=_due)
