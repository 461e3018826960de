"""What was issued, read back for the protection of the next report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.table import Thresholds
from peerdesk.errors import NotShown
from peerdesk.foreign import mapped, parse, text
from peerdesk.models.ledger import Publication, PublishedCell, RestoreAnswer, RestoreMark
from peerdesk.periods import Month, Period

_ACTIVITY = table("audit", column("n"), column("mac"))
"""The record of activity, of which the vault keeps the shape; here only its newest mark is read."""


def newest_mark(session: Session) -> str:
    """Return the mark of the newest entry of activity for a paper of others: ``0a1b2c3d4e5f``.

    Never its number: what two papers differ by would tell how many contacts were saved between.
    """
    newest = select(_ACTIVITY.c.mac).order_by(_ACTIVITY.c.n.desc()).limit(1)
    return str(session.execute(newest).scalar_one())[:12]


def published(session: Session) -> dict[Predicate, int]:
    """Return every number that was ever issued, a recalled report's too: it is still known.

    Where two reports differ, the newer one counts.
    """
    rows = session.execute(
        select(
            PublishedCell.measure,
            PublishedCell.period,
            PublishedCell.place,
            PublishedCell.printed,
        )
        .where(PublishedCell.printed.is_not(None))
        .order_by(PublishedCell.publication_id, PublishedCell.id)
    )
    return {
        Predicate(measure, period, read_place(place)): n
        for measure, period, place, n in rows
        if n is not None
    }


def strictest(session: Session, period: Period, today: Thresholds) -> Thresholds:
    """Return the rules for a report: no laxer than those of any issued report on its years.

    What was a dot by the rules of its day stays one when the agency lowers them (rule A7.13).
    """
    rows = session.execute(
        select(Publication.period, Publication.persons_threshold, Publication.contacts_threshold)
    )
    for issued, persons, contacts in rows:
        if issued.start.year <= period.end.year and period.start.year <= issued.end.year:
            today = replace(
                today, persons=max(persons, today.persons), contacts=max(contacts, today.contacts)
            )
    return today


def left_out(session: Session) -> frozenset[Predicate]:
    """Return everything that was ever issued as a dot."""
    rows = session.execute(
        select(PublishedCell.measure, PublishedCell.period, PublishedCell.place)
        .where(PublishedCell.printed.is_(None))
        .distinct()
    )
    return frozenset(Predicate(measure, period, read_place(at)) for measure, period, at in rows)


LEVELS = mapped(text(200), mapped(text(200), text(200), 1000), 1000)
"""How fine each table of a report was shown, by its dimensions."""


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
            kept |= parse(levels.encode(), LEVELS)
    return kept


def write_place(at: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """Write what a number counts in one way: ``mode=phone,text&topic=grief``."""
    return "&".join(f"{name}={','.join(leaves)}" for name, leaves in at)


def read_place(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read what ``write_place`` wrote."""
    parts = (part.partition("=") for part in text.split("&") if part)
    return tuple((name, tuple(leaves.split(","))) for name, _, leaves in parts)


def write_cells(cells: Mapping[Predicate, int | None]) -> list[list[str | int | None]]:
    """Write what a report made known, for a file: measure, period, place, and number or nothing."""
    return [
        [key.measure, key.period, write_place(key.at), value]
        for key, value in sorted(cells.items())
    ]


def read_cell(cell: Sequence[Any]) -> tuple[Predicate, Any]:
    """Read one line of what ``write_cells`` wrote."""
    measure, period, place, value = cell
    return Predicate(measure, period, read_place(place)), value


@dataclass(frozen=True)
class Gap:
    """Restores nobody has answered for: reports issued since the backup are not known."""

    restored_on: date
    """The day of the last restore; the end of time where it is not known."""

    @property
    def known_from(self) -> Month:
        """The month from which on every report is known: before it, one may be forgotten.

        Only what was over by the day of the restore can have been issued before it.
        """
        return Month.of(self.restored_on).quarter.start


def open_gap(session: Session) -> Gap | None:
    """Return what the restores that still want an answer leave open, or None."""
    answered = select(RestoreAnswer.mark_id)
    wanted = select(RestoreMark.restored_on).where(RestoreMark.id.not_in(answered))
    days = session.scalars(wanted).all()
    return Gap(max(day or date.max for day in days)) if days else None


def refuse_gap(session: Session, period: Period) -> None:
    """Raise NotShown for a period that a forgotten report may have spoken of."""
    gap = open_gap(session)
    if gap is not None and period.start < gap.known_from:
        raise NotShown(
            "This vault was restored from a backup. Reports issued since then are not known.",
            "On the page Issued reports, take their receipts in, or say that there were none.",
        )
