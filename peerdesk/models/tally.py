"""Monthly totals: how a program counts contacts where no row for a contact may be kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from peerdesk.models.fields import NOT_BEGUN, Privacy, Problems, Record, field
from peerdesk.periods import Month, Period
from peerdesk.vocabulary import dimension_codes


class Tally(Record):
    """How many contacts of a month had one code of one dimension, for example mode = phone.

    The dimension ``total`` with the code ``all`` holds the month's contacts as a whole. Late
    numbers for a month of a closed quarter stand beside its own, with another ``counted_in``.
    """

    __tablename__ = "tally"
    label = "monthly total"
    plural = "monthly totals"
    sensitive = True
    __table_args__ = (UniqueConstraint("month", "dimension", "value", "counted_in"),)

    month: Mapped[Month] = field("Month", privacy=Privacy.COUNTABLE, index=True)
    dimension: Mapped[str] = field(
        "Dimension", privacy=Privacy.COUNTABLE, vocabulary="tally_dimension"
    )
    value: Mapped[str] = field("Code", privacy=Privacy.COUNTABLE, most=30)
    count: Mapped[int] = field("Contacts", privacy=Privacy.COUNTABLE, most=100_000)
    first_count: Mapped[int | None] = field(
        "Of these, first this quarter", privacy=Privacy.COUNTABLE, most=100_000
    )
    counted_in: Mapped[Period] = field(
        "Counted in", privacy=Privacy.COUNTABLE, editable=False, index=True
    )

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Refuse a code of another dimension, more first contacts than contacts, a coming month."""
        problems = {}
        if values["value"] not in dimension_codes(values["dimension"]):
            problems["value"] = "There is no such row in the grid."
        first = values.get("first_count")
        if first is not None and first > values["count"]:
            problems["first_count"] = "First contacts cannot be more than contacts."
        if values["month"] > Month.of(today):
            problems["month"] = NOT_BEGUN
        return problems
