"""A certificate that a supporter holds, and the day it runs out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import NOT_YET, TOO_EARLY, Privacy, Problems, Record, field


class Certification(Record):
    """One certificate of one supporter."""

    __tablename__ = "certification"
    label = "certification"
    plural = "certifications"
    by_hand = True
    titled_by = ("credential", "supporter_id")

    credential: Mapped[str] = field("Certification", privacy=Privacy.INTERNAL, most=80)
    supporter_id: Mapped[int] = field(
        "Supporter", privacy=Privacy.INTERNAL, refers_to="supporter", holds=True, index=True
    )
    issued_on: Mapped[date] = field("Issued on", privacy=Privacy.INTERNAL)
    expires_on: Mapped[date | None] = field(
        "Expires on",
        privacy=Privacy.INTERNAL,
        index=True,
        hint="Leave blank where it does not expire.",
    )
    requirement_id: Mapped[int | None] = field(
        "Meets the rule",
        privacy=Privacy.INTERNAL,
        refers_to="requirement",
        hint="While it is valid, it stands in for the classes that this rule asks for.",
    )
    issuer: Mapped[str | None] = field("Issued by", privacy=Privacy.INTERNAL, most=80)
    number: Mapped[str | None] = field("Number", privacy=Privacy.INTERNAL, most=40)
    kept_at: Mapped[str | None] = field(
        "Where the paper is", privacy=Privacy.INTERNAL, most=80, hint="File, binder or drawer."
    )

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Refuse a certificate that is still to be issued, or that ends before it was."""
        issued, expires = values.get("issued_on"), values.get("expires_on")
        if issued and issued > today:
            return {"issued_on": NOT_YET}
        return {"expires_on": TOO_EARLY} if issued and expires and expires < issued else {}
