"""A critical incident, as a type and a day: what happened to whom has no place here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import NOT_YET, Privacy, Problems, Record, field
from peerdesk.models.types import Codes


class Incident(Record):
    """An event that may call for support. No names, no case number, no words."""

    __tablename__ = "incident"
    label = "incident"
    plural = "incidents"
    by_hand = True
    titled_by = ("incident_type", "occurred_on")

    occurred_on: Mapped[date] = field("Date", privacy=Privacy.INTERNAL, index=True)
    occurred_hour: Mapped[int | None] = field(
        "Hour (0 to 23)",
        privacy=Privacy.INTERNAL,
        most=23,
        hint="To the hour only, so that PeerDesk can tell how soon support was offered.",
    )
    incident_type: Mapped[str] = field(
        "Type", privacy=Privacy.COUNTABLE, vocabulary="incident_type"
    )
    meets_trigger: Mapped[bool] = field("Meets our trigger for an offer", privacy=Privacy.COUNTABLE)
    classes: Mapped[Codes] = field(
        "Classes exposed", privacy=Privacy.INTERNAL, vocabulary="personnel_class"
    )
    exposed: Mapped[int | None] = field(
        "People exposed, about", privacy=Privacy.INTERNAL, most=10_000, hint="A head count."
    )
    agencies: Mapped[int | None] = field("Agencies involved", privacy=Privacy.COUNTABLE, most=100)
    told_by: Mapped[str | None] = field(
        "Team told by", privacy=Privacy.COUNTABLE, vocabulary="told_by"
    )
    decision: Mapped[str] = field(
        "Decision",
        privacy=Privacy.COUNTABLE,
        vocabulary="response_decision",
        default="pending",
        hint="Offered and declined, or not needed, is logged as an intervention.",
    )
    clinician_consulted: Mapped[bool] = field("Clinician consulted", privacy=Privacy.COUNTABLE)

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Refuse a day that is still to come; today is fine."""
        day = values.get("occurred_on")
        return {"occurred_on": NOT_YET} if day and day > today else {}

    def hours_until(self, day: date, hour: int | None) -> int | None:
        """Return the hours from here to something, None where one of the hours is unknown."""
        if hour is None or self.occurred_hour is None:
            return None
        return 24 * (day - self.occurred_on).days + hour - self.occurred_hour
