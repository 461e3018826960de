"""One time that a course was held."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from peerdesk.hours import Hours
from peerdesk.models.fields import Privacy, Record, field


class TrainingSession(Record):
    """When and how a course was held. Who took part is its attendance."""

    __tablename__ = "training_session"
    label = "session"
    plural = "sessions"
    by_hand = True
    titled_by = ("course_id", "held_on")

    held_on: Mapped[date] = field("Date", privacy=Privacy.COUNTABLE, index=True)
    course_id: Mapped[int] = field(
        "Course", privacy=Privacy.COUNTABLE, refers_to="course", holds=True, index=True
    )
    hours: Mapped[Hours] = field("Hours", privacy=Privacy.COUNTABLE, most=400)
    format: Mapped[str] = field(
        "Format", privacy=Privacy.COUNTABLE, vocabulary="training_format", default="in_person"
    )
    in_person: Mapped[Hours | None] = field(
        "Hours in person",
        privacy=Privacy.COUNTABLE,
        most=400,
        hint="Only for a hybrid class: how many of its hours were in person.",
    )
    instructor: Mapped[str | None] = field("Instructor", privacy=Privacy.INTERNAL, most=80)
    place: Mapped[str | None] = field("Place", privacy=Privacy.INTERNAL, most=80)
    guests: Mapped[int | None] = field(
        "Others who took part",
        privacy=Privacy.COUNTABLE,
        most=10_000,
        hint="A head count of people who are not on your roster. No names.",
    )
