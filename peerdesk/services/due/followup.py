"""Days on which to look in again after an incident."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.followup import Followup
from peerdesk.models.incident import Incident
from peerdesk.services.due.line import Due
from peerdesk.vocabulary import vocabulary

_AHEAD = timedelta(days=30)


def due(session: Session, today: date) -> list[Due]:
    """Return the follow-ups that are due within a month or overdue, and undecided incidents."""
    rows = session.execute(
        select(Followup.due_on, Incident.id, Incident.incident_type, Incident.occurred_on)
        .join(Incident, Incident.id == Followup.incident_id)
        .where(Followup.done_on.is_(None), Followup.due_on <= today + _AHEAD)
    )
    found = [
        Due(day, f"Look in again: {_named(kind, on)}", "incident", number, "Mark as done")
        for day, number, kind, on in rows
    ]
    open_ones = select(Incident).where(Incident.decision == "pending")
    return found + [
        Due(
            each.occurred_on + timedelta(days=1),
            f"Decide on an offer: {_named(each.incident_type, each.occurred_on)}",
            "incident",
            each.id,
            "Decide",
        )
        for each in session.scalars(open_ones)
    ]


def _named(kind: str, on: date) -> str:
    return f"{vocabulary('incident_type').label(kind)}, {on:%m/%d/%Y}"
