"""A peer supporter: who is on the team, and whether the paperwork that protects is in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import TOO_EARLY, Privacy, Problems, Record, field
from peerdesk.models.types import Codes


class Supporter(Record):
    """One member of the team; nothing on health, discipline, home or reasons for joining."""

    __tablename__ = "supporter"
    label = "supporter"
    plural = "supporters"
    by_hand = True

    full_name: Mapped[str] = field(
        "Full name", privacy=Privacy.INTERNAL, section="Person", most=80, index=True
    )
    display_name: Mapped[str | None] = field(
        "Goes by", privacy=Privacy.INTERNAL, section="Person", most=40
    )
    role: Mapped[str] = field(
        "Role",
        privacy=Privacy.COUNTABLE,
        vocabulary="supporter_role",
        section="Person",
        default="peer",
    )
    personnel_class: Mapped[str] = field(
        "Class", privacy=Privacy.COUNTABLE, vocabulary="personnel_class", section="Person"
    )
    rank_title: Mapped[str | None] = field(
        "Rank or title", privacy=Privacy.INTERNAL, section="Person", most=40
    )
    member_agency: Mapped[str | None] = field(
        "Agency",
        privacy=Privacy.INTERNAL,
        section="Person",
        most=80,
        hint="Leave blank for your own agency.",
    )
    status: Mapped[str] = field(
        "Status",
        privacy=Privacy.COUNTABLE,
        vocabulary="supporter_status",
        section="Team",
        default="active",
        index=True,
    )
    joined: Mapped[date | None] = field("Joined the team", privacy=Privacy.INTERNAL, section="Team")
    leave_from: Mapped[date | None] = field(
        "Leave from", privacy=Privacy.INTERNAL, section="Team", hint="No reason is kept."
    )
    leave_to: Mapped[date | None] = field("Leave to", privacy=Privacy.INTERNAL, section="Team")
    left_on: Mapped[date | None] = field("Left on", privacy=Privacy.INTERNAL, section="Team")
    exit_reason: Mapped[str | None] = field(
        "Reason for leaving",
        privacy=Privacy.CONFIDENTIAL,
        vocabulary="exit_reason",
        section="Team",
    )
    mentor_id: Mapped[int | None] = field(
        "Mentor", privacy=Privacy.INTERNAL, refers_to="supporter", section="Team"
    )
    work_phone: Mapped[str | None] = field(
        "Work phone", privacy=Privacy.INTERNAL, section="Reach", most=30
    )
    work_email: Mapped[str | None] = field(
        "Work e-mail", privacy=Privacy.INTERNAL, section="Reach", most=80
    )
    emergency_phone: Mapped[str | None] = field(
        "Emergency phone",
        privacy=Privacy.CONFIDENTIAL,
        section="Reach",
        most=30,
        hint="Shown on this form only.",
    )
    unit_area: Mapped[str | None] = field(
        "Unit or station area", privacy=Privacy.INTERNAL, section="Reach", most=40
    )
    shifts: Mapped[Codes] = field(
        "Shifts covered", privacy=Privacy.COUNTABLE, vocabulary="shift", section="Reach"
    )
    on_call_willing: Mapped[bool] = field(
        "Willing to be on call", privacy=Privacy.INTERNAL, section="Reach"
    )
    languages: Mapped[str | None] = field(
        "Languages besides English", privacy=Privacy.INTERNAL, section="Reach", most=80
    )
    support_areas: Mapped[Codes] = field(
        "Support areas they chose",
        privacy=Privacy.INTERNAL,
        vocabulary="topic_group",
        section="Reach",
        most=6,
        hint="Only what the supporter asked to have listed.",
    )
    areas_printable: Mapped[bool] = field(
        "Support areas may be printed", privacy=Privacy.INTERNAL, section="Reach"
    )
    designated_on: Mapped[date | None] = field(
        "Designated in writing on",
        privacy=Privacy.INTERNAL,
        section="Protection",
        hint="In many states protection starts with this letter.",
    )
    designated_by: Mapped[str | None] = field(
        "Designated by (office)",
        privacy=Privacy.INTERNAL,
        section="Protection",
        most=60,
        hint="The office, for example Chief of Police.",
    )
    term_ends: Mapped[date | None] = field(
        "Term ends", privacy=Privacy.INTERNAL, section="Protection"
    )
    agreement_signed: Mapped[date | None] = field(
        "Agreement signed on", privacy=Privacy.INTERNAL, section="Protection"
    )
    supervises: Mapped[bool] = field(
        "Supervises others", privacy=Privacy.INTERNAL, section="Protection"
    )
    licensed_clinician: Mapped[bool] = field(
        "Licensed clinician",
        privacy=Privacy.INTERNAL,
        section="Protection",
        hint="Some statutes leave clinicians out of peer protection.",
    )
    standing_conflicts: Mapped[Codes] = field(
        "Standing role conflicts",
        privacy=Privacy.CONFIDENTIAL,
        vocabulary="standing_conflict",
        section="Protection",
        hint="The kind of role only. Never whom it concerns.",
    )

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Refuse an end that lies before its beginning."""
        pairs = (("leave_from", "leave_to"), ("joined", "left_on"), ("designated_on", "term_ends"))
        return {
            end: TOO_EARLY
            for start, end in pairs
            if values.get(start) and values.get(end) and values[end] < values[start]
        }
