"""A referral as codes: what kind of help, how it was handed over, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import NOT_BEGUN, Privacy, Problems, Record, field
from peerdesk.periods import Month, Period

FINAL = ("declined", "completed", "changed", "stopped", "unknown")
"""Where a referral stands when nothing more is expected of it."""


class Referral(Record):
    """A coded referral: a month and codes; no person, no day, no tie to a contact."""

    __tablename__ = "referral"
    label = "referral"
    plural = "referrals"
    by_hand = True
    titled_by = ("provider_type", "month")
    sensitive = True

    month: Mapped[Month] = field("Month", privacy=Privacy.COUNTABLE, sticky=True, index=True)
    provider_type: Mapped[str] = field(
        "Kind of help", privacy=Privacy.COUNTABLE, vocabulary="provider_type"
    )
    provider_id: Mapped[int | None] = field(
        "Provider",
        privacy=Privacy.INTERNAL,
        refers_to="provider",
        hint="Leave blank where few people use this provider.",
    )
    origin: Mapped[str] = field(
        "Came from", privacy=Privacy.COUNTABLE, vocabulary="referral_origin", default="contact"
    )
    handoff: Mapped[str] = field("Hand-off", privacy=Privacy.COUNTABLE, vocabulary="handoff_type")
    status: Mapped[str] = field(
        "Where it stands",
        privacy=Privacy.COUNTABLE,
        vocabulary="referral_status",
        default="offered",
        hint="It stays open until it has an outcome. “Unknown” is one.",
    )
    first_visit: Mapped[str] = field(
        "Time to first visit",
        privacy=Privacy.COUNTABLE,
        vocabulary="visit_band",
        default="not_recorded",
    )
    barrier: Mapped[str] = field(
        "What stood in the way",
        privacy=Privacy.COUNTABLE,
        vocabulary="referral_barrier",
        default="none",
    )
    followup_due: Mapped[Month | None] = field(
        "Look in again", privacy=Privacy.INTERNAL, hint="A month. Whom to ask, you remember."
    )
    followed_up: Mapped[bool] = field("Looked in again", privacy=Privacy.COUNTABLE)
    after_30: Mapped[str] = field(
        "After 30 days",
        privacy=Privacy.COUNTABLE,
        vocabulary="still_engaged",
        default="not_recorded",
    )
    after_90: Mapped[str] = field(
        "After 90 days",
        privacy=Privacy.COUNTABLE,
        vocabulary="still_engaged",
        default="not_recorded",
    )
    rating: Mapped[str] = field(
        "Rating, if offered freely",
        privacy=Privacy.COUNTABLE,
        vocabulary="rating",
        default="not_recorded",
    )
    counted_in: Mapped[Period] = field(
        "Counted in", privacy=Privacy.COUNTABLE, editable=False, index=True
    )

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Refuse a month that is still to come, and looking in again before the referral."""
        month, due = values.get("month"), values.get("followup_due")
        if month and month > Month.of(today):
            return {"month": NOT_BEGUN}
        early = month and due and due < month
        return {"followup_due": "This is before the month of the referral."} if early else {}
