"""One time that a course was held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from peerdesk.hours import Hours
from peerdesk.models.fields import Privacy, Problems, Record, field


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

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Only a hybrid class has a part in person, and no more of it than of the class."""
        part, whole = values.get("in_person"), values.get("hours")
        if part is None:
            return {}
        if values.get("format") != "hybrid":
            return {"in_person": "Only for a hybrid class; leave this blank."}
        return {"in_person": "This is more than the class has."} if whole and part > whole else {}


def in_person(form: str, hours: Hours, hybrid: Hours | None) -> Hours:
    """Return how many of the hours attended in a class were in person, by its format."""
    if form in ("in_person", "ride_along", "tabletop"):
        return hours
    return min(hours, hybrid or Hours()) if form == "hybrid" else Hours()
