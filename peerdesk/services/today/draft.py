"""Entries that were begun and not saved."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.draft import Draft
from peerdesk.models.registry import RECORDS
from peerdesk.services.kinds.kind import DRAFT, Due


def due(session: Session, today: date) -> list[Due]:
    """Return the pages on which an entry waits to be finished."""
    called = {str(each.__tablename__): each.plural for each in RECORDS}
    return [
        Due(today, f"An unsaved entry: {called.get(page, page)}", page, None, "Finish it", at=DRAFT)
        for page in session.scalars(select(Draft.page).distinct().order_by(Draft.page))
    ]
