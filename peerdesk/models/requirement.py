"""A training rule of the agency or its state: data that the coordinator enters and verifies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from peerdesk.hours import Hours
from peerdesk.models.fields import Privacy, Problems, Record, field
from peerdesk.models.types import Codes


class Requirement(Record):
    """What a rule asks for. PeerDesk ships none: each comes from a source that someone checked."""

    __tablename__ = "requirement"
    label = "training rule"
    plural = "training rules"
    by_hand = True

    name: Mapped[str] = field("Rule", privacy=Privacy.COUNTABLE, section="What it asks", most=60)
    hours: Mapped[Hours] = field(
        "Hours at least", privacy=Privacy.COUNTABLE, section="What it asks", most=400
    )
    in_person: Mapped[Hours | None] = field(
        "Of these in person", privacy=Privacy.COUNTABLE, section="What it asks", most=400
    )
    test_needed: Mapped[bool] = field(
        "Hours not in person count only with a test passed",
        privacy=Privacy.COUNTABLE,
        section="What it asks",
    )
    approved_only: Mapped[bool] = field(
        "Only courses with an approval on file count",
        privacy=Privacy.COUNTABLE,
        section="What it asks",
    )
    window_months: Mapped[int | None] = field(
        "Earned within (months)",
        privacy=Privacy.COUNTABLE,
        section="What it asks",
        most=240,
        hint="All the hours must fall into so many months. Blank: no limit.",
    )
    renewal_months: Mapped[int | None] = field(
        "Good for (months)",
        privacy=Privacy.COUNTABLE,
        section="What it asks",
        most=240,
        hint="Counted from the class that completed it. Blank: once is enough.",
    )
    kinds: Mapped[Codes] = field(
        "Kinds of course that count",
        privacy=Privacy.COUNTABLE,
        vocabulary="training_kind",
        section="What it asks",
        hint="None chosen: every kind.",
    )
    topic: Mapped[Codes] = field(
        "Topics that must be covered",
        privacy=Privacy.COUNTABLE,
        vocabulary="training_topic",
        section="What it asks",
    )
    roles: Mapped[Codes] = field(
        "Roles it is for",
        privacy=Privacy.COUNTABLE,
        vocabulary="supporter_role",
        section="Whom it is for",
        hint="None chosen: everyone on the team.",
    )
    approver: Mapped[str | None] = field(
        "Who approves courses", privacy=Privacy.INTERNAL, section="Where it comes from", most=80
    )
    source: Mapped[str | None] = field(
        "Source",
        privacy=Privacy.INTERNAL,
        section="Where it comes from",
        most=120,
        hint="The statute, standard or policy, as you would cite it.",
    )
    verified_on: Mapped[date | None] = field(
        "Verified on",
        privacy=Privacy.INTERNAL,
        section="Where it comes from",
        hint="Until then it is marked as not verified.",
    )
    verified_by: Mapped[str | None] = field(
        "Verified by (office)", privacy=Privacy.INTERNAL, section="Where it comes from", most=60
    )

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Refuse more hours in person than in all, limits of nothing, and half a verification."""
        part, whole = values.get("in_person"), values.get("hours")
        problems = {}
        if part is not None and whole is not None and part > whole:
            problems["in_person"] = "This is more than the hours in all."
        problems |= {
            name: "Leave this blank where there is no limit."
            for name in ("window_months", "renewal_months")
            if values.get(name) == 0
        }
        if bool(values.get("verified_on")) != bool(values.get("verified_by")):
            missing = "verified_by" if values.get("verified_on") else "verified_on"
            problems[missing] = "A verification needs its day and who did it."
        return problems
