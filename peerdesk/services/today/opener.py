"""Recovery sheets that nobody has typed back for a long time, or that were never made."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.agency import Agency
from peerdesk.models.opener import KnownOpener
from peerdesk.services.kinds.kind import Due

_PAPERS = {"recovery": "the recovery sheet", "cards": "two of the recovery cards"}
_MAKE = ("opener", None, "Make one", "sheet")
_PROVE = ("opener", None, "Type it back", "proof")
_DAYS = 365
"""How long a proof holds."""


def due(session: Session, today: date) -> list[Due]:
    """Return which way back in is to be made or proven; the sample needs none."""
    if session.scalar(select(Agency.sample)) is not False:
        return []
    papers = session.scalars(
        select(KnownOpener).where(KnownOpener.kind.in_(_PAPERS), KnownOpener.removed_on.is_(None))
    ).all()
    if not papers:
        return [Due(today, "A recovery sheet, in case the passphrase is lost", *_MAKE)]
    return [
        Due(_day(each.proven_on, today), f"Proof that {_PAPERS[each.kind]} still works", *_PROVE)
        for each in papers
    ]


def _day(proven_on: date | None, today: date) -> date:
    return proven_on + timedelta(days=_DAYS) if proven_on else today
