"""Which months and quarters have numbers, in either way of logging."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.contact import Contact
from peerdesk.models.tally import Tally
from peerdesk.periods import Month, Period


def months(session: Session) -> set[Month]:
    """Return the months that have numbers."""
    return _distinct(session, Contact.month) | _distinct(session, Tally.month)


def quarters(session: Session) -> set[Period]:
    """Return the quarters in which numbers count."""
    return _distinct(session, Contact.counted_in) | _distinct(session, Tally.counted_in)


def _distinct(session: Session, column: Any) -> set[Any]:
    # One query for each table: a union would sort every row instead of walking the index.
    return set(session.scalars(select(column).distinct()))
