"""A certificate that a supporter holds, and the day it runs out."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Record, field


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
