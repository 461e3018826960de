"""A course that supporters can take, as the catalogue lists it."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from peerdesk.hours import Hours
from peerdesk.models.fields import Privacy, Record, field
from peerdesk.models.types import Codes


class Course(Record):
    """What is taught, for how long, and who approved it. Each time it is held is a session."""

    __tablename__ = "course"
    label = "course"
    plural = "courses"
    by_hand = True

    title: Mapped[str] = field("Course", privacy=Privacy.COUNTABLE, most=80, index=True)
    kind: Mapped[str] = field(
        "Kind", privacy=Privacy.COUNTABLE, vocabulary="training_kind", default="continuing"
    )
    hours: Mapped[Hours] = field(
        "Hours", privacy=Privacy.COUNTABLE, most=400, hint="Every session starts with these."
    )
    topic: Mapped[Codes] = field(
        "Topics", privacy=Privacy.COUNTABLE, vocabulary="training_topic", most=28
    )
    provider: Mapped[str | None] = field("Given by", privacy=Privacy.INTERNAL, most=80)
    approval: Mapped[str | None] = field(
        "Approval on file",
        privacy=Privacy.INTERNAL,
        most=80,
        hint="Who approved it and under which number, where a rule asks for that.",
    )
