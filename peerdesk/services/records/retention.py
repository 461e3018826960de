"""What is forgotten as time passes: the supporter of a coded contact, first of all."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from peerdesk.models.agency import Agency
from peerdesk.models.contact import Contact
from peerdesk.models.fields import kind_of
from peerdesk.periods import Month
from peerdesk.safe import Note
from peerdesk.services.records.bin import forget_supporters
from peerdesk.services.sessions import note


def strip_supporters(session: Session, today: date) -> None:
    """Remove the supporter from contacts whose month ended longer ago than the agency allows."""
    days = session.scalars(select(Agency.supporter_days)).one_or_none()
    if days is None:
        return
    last = Month.of(today - timedelta(days=days))
    stripped = session.execute(
        update(Contact)
        .where(Contact.month < last, Contact.supporter_id.is_not(None))
        .values(supporter_id=None, version=Contact.version),
        execution_options={"synchronize_session": False},
    )
    aged = stripped.rowcount + forget_supporters(session, last)  # type: ignore[attr-defined]
    if aged:
        note(session, Note("aged", kind_of(Contact), outcome=str(aged)))
