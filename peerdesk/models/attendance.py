"""Who took part in a session, and what it counts for."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from peerdesk.hours import Hours
from peerdesk.models.fields import Privacy, Record, field


class Attendance(Record):
    """One supporter in one session."""

    __tablename__ = "attendance"
    label = "attendance"
    plural = "attendance"
    __table_args__ = (UniqueConstraint("session_id", "supporter_id"),)

    supporter_id: Mapped[int] = field(
        "Supporter", privacy=Privacy.INTERNAL, refers_to="supporter", holds=True, index=True
    )
    session_id: Mapped[int] = field(
        "Session", privacy=Privacy.INTERNAL, refers_to="training_session", owned=True
    )
    hours: Mapped[Hours] = field("Hours", privacy=Privacy.COUNTABLE, most=400)
    test: Mapped[str] = field(
        "Test passed", privacy=Privacy.COUNTABLE, vocabulary="yes_no", default="not_recorded"
    )
