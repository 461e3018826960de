"""Which months and quarters have numbers, in either way of logging."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.contact import Contact
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import Intervention
from peerdesk.models.tally import Tally
from peerdesk.models.training_session import TrainingSession
from peerdesk.periods import Month, Period


def months(session: Session) -> set[Month]:
    """Return the months that have numbers."""
    return _distinct(session, Contact.month) | _distinct(session, Tally.month)


def quarters(session: Session) -> set[Period]:
    """Return the quarters in which numbers count."""
    return _distinct(session, Contact.counted_in) | _distinct(session, Tally.counted_in)


def active_quarters(session: Session, today: date) -> set[Period]:
    """Return the quarters, up to today, with a class, an incident or an intervention."""
    days = (TrainingSession.held_on, Incident.occurred_on, Intervention.held_on)
    found = {day for each in days for day in session.scalars(select(each).distinct())}
    return {Month.of(day).quarter for day in found if day <= today}


def open_quarter(session: Session, month: Month) -> Period:
    """Return the quarter in which something of a month counts: its own, or the next open one.

    A closed quarter never changes, so what is reported late counts in the first quarter after it
    that is still open.
    """
    closed = set(session.scalars(select(ClosedPeriod.period)))
    quarter = month.quarter
    while quarter in closed:
        quarter = quarter.following
    return quarter


def _distinct(session: Session, column: Any) -> set[Any]:
    # One query for each table: a union would sort every row instead of walking the index.
    return set(session.scalars(select(column).distinct()))
