"""How many people the agency has, by class: what rates are measured against."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Record, field
from peerdesk.periods import Period


class Headcount(Record):
    """The number of people of one class in one period."""

    __tablename__ = "headcount"
    label = "head count"
    plural = "head counts"
    by_hand = True
    titled_by = ("period", "personnel_class")
    __table_args__ = (UniqueConstraint("period", "personnel_class"),)

    period: Mapped[Period] = field("Period", privacy=Privacy.COUNTABLE, sticky=True)
    personnel_class: Mapped[str] = field(
        "Class", privacy=Privacy.COUNTABLE, vocabulary="personnel_class"
    )
    people: Mapped[int] = field("People", privacy=Privacy.COUNTABLE, most=100_000)
