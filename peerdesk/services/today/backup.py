"""Backups on another disk that have grown old."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from peerdesk.models.agency import Agency
from peerdesk.models.backup import KnownBackup
from peerdesk.services.kinds.kind import Due

_DAYS = 14
"""How old the newest backup on another disk may be."""


def due(session: Session, today: date) -> list[Due]:
    """Return the day on which the next backup on another disk is due; the sample needs none."""
    if session.scalar(select(Agency.sample)) is not False:
        return []
    last = last_off_machine(session, today)
    if last is None:
        words, day = "First backup on another disk, such as a USB stick", today
    else:
        words, day = "Backup on another disk", last + timedelta(days=_DAYS)
    return [Due(day, words, "backup", None, "Back up", at="copy")]


def last_off_machine(session: Session, today: date) -> date | None:
    """Return the day on which a backup on another disk was last verified.

    What a wrong clock dated ahead says nothing; in UTC it may be tomorrow already.
    """
    ahead = (today + timedelta(days=2)).isoformat()
    newest = select(func.max(KnownBackup.verified_at)).where(
        KnownBackup.off_machine, KnownBackup.verified_at < ahead
    )
    said = session.scalar(newest)
    return datetime.fromisoformat(said).astimezone().date() if said else None
