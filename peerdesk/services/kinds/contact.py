"""A contact counts in a quarter and then stands; months without numbers are missed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.contact import EDITING_DAYS, Contact
from peerdesk.periods import Month
from peerdesk.services.counts import quarters
from peerdesk.services.counts.quarters import open_quarter
from peerdesk.services.kinds.kind import Due, Kind, Values

_MONTHS_BACK = 12


def _fills(session: Session, values: Values) -> dict[str, Any]:
    return {"counted_in": open_quarter(session, values["month"])}


def _frozen(session: Session, contact: Contact, today: date) -> str:
    if contact.counted_in in set(session.scalars(select(ClosedPeriod.period))):
        return "This contact is part of a closed quarter."
    if today > contact.month.last_day + timedelta(days=EDITING_DAYS):
        return f"A contact can be changed for {EDITING_DAYS} days after its month."
    return ""


def _due(session: Session, today: date) -> list[Due]:
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
            at=str(month),
        )
        for month in over
        if month > min(known) and month not in known and month.quarter not in closed
    ]


CONTACT = Kind(Contact, fills=_fills, frozen=_frozen, due=_due)
