"""The follow-up clock of an incident: when to look in again, and whether that was done."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Record, field


class Followup(Record):
    """One day on which to look in again after an incident."""

    __tablename__ = "followup"
    label = "follow-up"
    plural = "follow-ups"
    titled_by = ("incident_id", "due_on")

    due_on: Mapped[date] = field("Due", privacy=Privacy.INTERNAL, index=True)
    incident_id: Mapped[int] = field(
        "Incident", privacy=Privacy.INTERNAL, refers_to="incident", owned=True, index=True
    )
    done_on: Mapped[date | None] = field(
        "Done on", privacy=Privacy.INTERNAL, hint="Type t for today."
    )
