"""One contact as a coded row: what kind of support, and nothing about who received it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import NOT_BEGUN, Privacy, Problems, Record, field
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period

EDITING_DAYS = 60
"""How long after the end of its month a contact may be changed (domain handbook, 6.7)."""


class Contact(Record):
    """A coded contact: a month and codes; no date, no text, no link to any other event."""

    __tablename__ = "contact"
    label = "contact"
    plural = "contacts"
    by_hand = True
    sensitive = True

    month: Mapped[Month] = field("Month", privacy=Privacy.COUNTABLE, sticky=True, index=True)
    supporter_id: Mapped[int | None] = field(
        "Supporter",
        privacy=Privacy.INTERNAL,
        refers_to="supporter",
        sticky=True,
        hint="For workload only. Removed after the time set for your agency.",
    )
    first_this_quarter: Mapped[str] = field(
        "First contact with this person this quarter?",
        privacy=Privacy.COUNTABLE,
        vocabulary="yes_no",
        hint="Tells people from contacts without saying who.",
    )
    recipient_class: Mapped[str] = field(
        "Who was helped", privacy=Privacy.COUNTABLE, vocabulary="recipient_class"
    )
    origin: Mapped[str] = field(
        "How it started", privacy=Privacy.COUNTABLE, vocabulary="contact_origin"
    )
    mode: Mapped[str] = field("How", privacy=Privacy.COUNTABLE, vocabulary="contact_mode")
    topic: Mapped[Codes] = field(
        "Topics", privacy=Privacy.COUNTABLE, vocabulary="topic_group", most=2, hint="Two at most."
    )
    duration: Mapped[str] = field("How long", privacy=Privacy.COUNTABLE, vocabulary="duration_band")
    duty: Mapped[str] = field(
        "Supporter's time",
        privacy=Privacy.COUNTABLE,
        vocabulary="duty_band",
        default="na",
        sticky=True,
    )
    kind: Mapped[str] = field(
        "New or follow-up",
        privacy=Privacy.COUNTABLE,
        vocabulary="contact_kind",
        default="unknown",
        hint="An attempt that reached nobody is counted apart.",
    )
    outcome: Mapped[Codes] = field(
        "What came of it", privacy=Privacy.COUNTABLE, vocabulary="contact_outcome"
    )
    limits_advised: Mapped[str] = field(
        "Limits of confidentiality",
        privacy=Privacy.COUNTABLE,
        vocabulary="limits_advised",
        default="na",
    )
    counted_in: Mapped[Period] = field(
        "Counted in", privacy=Privacy.COUNTABLE, editable=False, index=True
    )

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Refuse a month that is still to come."""
        month = values.get("month")
        return {"month": NOT_BEGUN} if month and month > Month.of(today) else {}
