"""The monthly grid: totals for a month, entered all at once and replaced as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from peerdesk.clock import Clock
from peerdesk.errors import UserFacing
from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.fields import NOT_BEGUN, kind_of
from peerdesk.models.tally import Tally
from peerdesk.periods import Month
from peerdesk.safe import Note
from peerdesk.services.counts.quarters import open_quarter
from peerdesk.services.sessions import Sessions, note
from peerdesk.services.store.checks import Invalid, problems_of
from peerdesk.services.store.history import Stamp
from peerdesk.services.store.write import put

TOTAL = ("total", "all")
"""Dimension and code of a month's contacts as a whole."""


@dataclass(frozen=True)
class TallyCell:
    """A count of contacts, and how many of them were the first with a person this quarter."""

    count: int
    first_count: int | None = None

    def plus(self, count: int, first_count: int | None) -> TallyCell:
        """Add numbers; first contacts that were not recorded leave the sum not recorded."""
        known = self.first_count is not None and first_count is not None
        return TallyCell(
            self.count + count, (self.first_count or 0) + (first_count or 0) if known else None
        )


class Tallies:
    """The monthly totals of the vault."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def month(self, month: Month) -> dict[tuple[str, str], TallyCell]:
        """Return a month's numbers by dimension and code; empty where there are none."""
        with self._sessions.read() as session:
            rows = session.scalars(select(Tally).where(Tally.month == month))
            cells: dict[tuple[str, str], TallyCell] = {}
            for row in rows:
                key = (row.dimension, row.value)
                cells[key] = cells.get(key, TallyCell(0, 0)).plus(row.count, row.first_count)
            return cells

    def save_month(self, month: Month, cells: Mapping[tuple[str, str], TallyCell]) -> None:
        """Replace a month's numbers; cells of zero are not kept.

        Raises Invalid, its problems keyed ``dimension.code``, and UserFacing for a month whose
        quarter is closed.
        """
        kept = {key: cell for key, cell in cells.items() if cell.count or cell.first_count}
        lines = {key: _line(month, key, cell) for key, cell in kept.items()}
        stamp = Stamp(self._clock.now(), "")
        problems = {
            "month" if name == "month" else ".".join(key): message
            for key, values in lines.items()
            for name, message in problems_of(Tally, values, stamp.day).items()
        }
        if month > Month.of(self._clock.today()):
            problems["month"] = NOT_BEGUN
        if problems:
            raise Invalid(problems)
        with self._sessions.write() as session:
            if month.quarter in set(session.scalars(select(ClosedPeriod.period))):
                raise UserFacing(
                    f"{month.quarter.label} is closed.",
                    "Add late numbers to a month of the open quarter.",
                )
            session.execute(delete(Tally).where(Tally.month == month))
            note(session, Note("update", kind_of(Tally)))
            counted_in = {"counted_in": open_quarter(session, month)}
            for values in lines.values():
                put(session, Tally(), values | counted_in, stamp)

    def months(self) -> tuple[Month, ...]:
        """Return the months that have numbers, newest first."""
        with self._sessions.read() as session:
            months = session.scalars(select(Tally.month).distinct())
            return tuple(sorted(months, reverse=True))


def _line(month: Month, key: tuple[str, str], cell: TallyCell) -> dict[str, Any]:
    return {
        "month": month,
        "dimension": key[0],
        "value": key[1],
        "count": cell.count,
        "first_count": cell.first_count,
    }
