"""Counts frozen when a quarter closes: what is counted later changes none of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from peerdesk.disclosure.table import Count, Helpers
from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.ledger import FrozenCount
from peerdesk.periods import Month, Period
from peerdesk.services.counts.counting import count_quarter
from peerdesk.services.summaries.counted import QuarterCounts

_TOTAL, _FLAGGED, _ATTEMPTS, _MONTH = "total", "flagged", "attempts", "month"
_ALL = "all"
_READ = ("dimension", "code", "contacts", "firsts", "supporters", "most")


def quarter_counts(session: Session, quarter: Period) -> QuarterCounts:
    """Return what a quarter counts: as frozen where it is closed, else as it is now."""
    columns = [FrozenCount.__table__.c[name] for name in _READ]
    rows = session.execute(select(*columns).where(FrozenCount.period == quarter)).all()
    return _thawed(quarter, rows) if rows else count_quarter(session, quarter)


def freeze(session: Session, quarter: Period) -> None:
    """Keep the counts of a quarter for ever, at their finest, with how many gave the support."""
    counts = count_quarter(session, quarter)
    found = {
        (_TOTAL, _ALL): counts.total,
        (_FLAGGED, _ALL): Count(counts.flagged),
        (_ATTEMPTS, _ALL): Count(counts.attempts),
        **{(_MONTH, str(month)): count for month, count in counts.months.items()},
        **{(name, code): n for name, codes in counts.by.items() for code, n in codes.items()},
    }
    places = {**dict.fromkeys(counts.helpers, Count(0)), **found}
    for (dimension, code), count in places.items():
        helpers = counts.helpers.get((dimension, code))
        session.add(
            FrozenCount(
                period=quarter,
                dimension=dimension,
                code=code,
                contacts=count.contacts,
                firsts=count.firsts,
                supporters=helpers.people if helpers else None,
                most=helpers.most if helpers else None,
            )
        )


def freeze_missing(session: Session) -> None:
    """Freeze the quarters that were closed before there was a ledger."""
    kept = exists().where(FrozenCount.period == ClosedPeriod.period)
    for quarter in session.scalars(select(ClosedPeriod.period).where(~kept)).all():
        freeze(session, quarter)


def _thawed(quarter: Period, rows: Sequence[Any]) -> QuarterCounts:
    by: defaultdict[str, dict[str, Count]] = defaultdict(dict)
    helpers: dict[tuple[str, str], Helpers] = {}
    for row in rows:
        by[row.dimension][row.code] = Count(row.contacts, row.firsts)
        if row.supporters is not None:
            helpers[row.dimension, row.code] = Helpers(row.supporters, row.most or 0)
    months = by.pop(_MONTH, {})
    return QuarterCounts(
        period=quarter,
        total=by.pop(_TOTAL)[_ALL],
        flagged=by.pop(_FLAGGED)[_ALL].contacts,
        attempts=by.pop(_ATTEMPTS)[_ALL].contacts,
        by={name: codes for name, codes in by.items() if "/" not in name},
        months={Month.parse(code): count for code, count in months.items()},
        helpers=helpers,
    )
