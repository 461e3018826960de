"""Closed periods: after closing, what was counted in a period no longer changes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Record, field
from peerdesk.periods import Period


class ClosedPeriod(Record):
    """A quarter whose counts are final."""

    __tablename__ = "closed_period"
    label = "closed period"
    plural = "closed periods"
    noted = False
    __table_args__ = (UniqueConstraint("period"),)

    period: Mapped[Period] = field("Period", privacy=Privacy.COUNTABLE)
    closed_on: Mapped[date] = field("Closed on", privacy=Privacy.INTERNAL)
