"""What was offered after an incident: a type, a time, head counts, and nothing that was said."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Record, field


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
