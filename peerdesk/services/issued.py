"""What was issued, read back for the protection of the next report."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.disclosure.problem import Predicate
from peerdesk.models.ledger import Publication, PublishedCell
from peerdesk.periods import Period


def published(session: Session) -> dict[Predicate, int]:
    """Return every number that was ever issued, a recalled report's too: it is still known."""
    rows = session.execute(
        select(
            PublishedCell.measure,
            PublishedCell.period,
            PublishedCell.place,
            PublishedCell.printed,
        ).where(PublishedCell.printed.is_not(None))
    )
    return {
        Predicate(measure, period, read_place(place)): n
        for measure, period, place, n in rows
        if n is not None
    }


def kept_levels(session: Session, report: str, period: Period) -> dict[str, Mapping[str, str]]:
    """Return the levels at which this year's newest report on as long a period was shown."""
    rows = session.execute(
        select(Publication.period, Publication.levels)
        .where(Publication.report == report)
        .order_by(Publication.id)
    )
    kept: dict[str, Mapping[str, str]] = {}
    for issued, levels in rows:
        if (issued.start.year, issued.length) == (period.start.year, period.length):
            kept |= json.loads(levels)
    return kept


def write_place(at: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """Write what a number counts in one way: ``mode=phone,text&topic=grief``."""
    return "&".join(f"{name}={','.join(leaves)}" for name, leaves in at)


def read_place(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read what ``write_place`` wrote."""
    parts = (part.partition("=") for part in text.split("&") if part)
    return tuple((name, tuple(leaves.split(","))) for name, _, leaves in parts)
