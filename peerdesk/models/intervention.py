"""What was offered after an incident: a type, a time, head counts, and nothing that was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import NOT_YET, Privacy, Problems, Record, field

WITHOUT_PEOPLE = ("declined", "not_needed")
"""Interventions that were considered or offered only: nobody came, so nobody is counted."""
GROUP = ("cisd", "group_support", "defusing", "cmb")
"""Interventions with a group rather than with one person."""


class Intervention(Record):
    """One offer of support. Who came is not recorded anywhere, only how many."""

    __tablename__ = "intervention"
    label = "intervention"
    plural = "interventions"
    by_hand = True
    titled_by = ("intervention_type", "held_on")

    held_on: Mapped[date] = field("Date", privacy=Privacy.INTERNAL, index=True)
    incident_id: Mapped[int] = field(
        "Incident", privacy=Privacy.INTERNAL, refers_to="incident", holds=True, index=True
    )
    held_hour: Mapped[int | None] = field("Hour (0 to 23)", privacy=Privacy.INTERNAL, most=23)
    intervention_type: Mapped[str] = field(
        "Type", privacy=Privacy.COUNTABLE, vocabulary="intervention_type"
    )
    eligible: Mapped[int | None] = field(
        "People it was open to", privacy=Privacy.INTERNAL, most=10_000
    )
    attended: Mapped[int | None] = field(
        "People who came",
        privacy=Privacy.COUNTABLE,
        most=10_000,
        hint="A head count. No list of who came is kept.",
    )
    voluntary: Mapped[str | None] = field(
        "Attendance was voluntary",
        privacy=Privacy.COUNTABLE,
        vocabulary="yes_no",
        hint="Say yes only if nobody was ordered to come.",
    )
    clinician_present: Mapped[bool] = field("Clinician present", privacy=Privacy.COUNTABLE)
    chaplain_present: Mapped[bool] = field("Chaplain present", privacy=Privacy.COUNTABLE)
    duration: Mapped[str | None] = field(
        "How long", privacy=Privacy.COUNTABLE, vocabulary="duration_band"
    )
    place: Mapped[str | None] = field("Where", privacy=Privacy.COUNTABLE, vocabulary="place_type")
    handouts: Mapped[bool] = field("Handouts given", privacy=Privacy.COUNTABLE)
    followups_offered: Mapped[int | None] = field(
        "Follow-ups offered", privacy=Privacy.INTERNAL, most=10_000
    )
    referrals_offered: Mapped[int | None] = field(
        "Referrals offered", privacy=Privacy.INTERNAL, most=10_000
    )
    team_debriefed: Mapped[bool] = field("Team debriefed afterwards", privacy=Privacy.COUNTABLE)

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Refuse a day that is still to come, and head counts that contradict each other."""
        problems = _head_counts(values)
        if values.get("held_on") and values["held_on"] > today:
            problems["held_on"] = NOT_YET
        return problems


def _head_counts(values: Mapping[str, Any]) -> Problems:
    came, asked = values.get("attended"), values.get("eligible")
    if values.get("intervention_type") in WITHOUT_PEOPLE:
        return {"attended": "Nobody came to this; leave this blank."} if came else {}
    if came is None:
        return {"attended": "Please fill this in."}
    problems = {}
    if asked is not None and came > asked:
        problems["attended"] = "More people came than it was open to."
    if came and values.get("voluntary") is None:
        problems["voluntary"] = "Please say whether it was voluntary."
    return problems
