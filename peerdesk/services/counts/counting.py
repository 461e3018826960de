"""Counting what a quarter held in the vault; the result stays with the coordinator.

That is contacts in both logging modes, referrals, and people reached after incidents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from peerdesk.disclosure.table import Count
from peerdesk.models.contact import Contact
from peerdesk.models.fields import Privacy, Record, field_of
from peerdesk.models.intervention import Intervention
from peerdesk.models.referral import Referral
from peerdesk.models.tally import Tally
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.counts.supporters_behind import count_helpers
from peerdesk.services.summaries.counted import ONCE, QuarterCounts
from peerdesk.vocabulary import vocabulary

DIMENSIONS = tuple(code for code in vocabulary("tally_dimension").codes if code != "total")
_MANY = "topic"
"""The one dimension in which a contact can have more than one code."""

_Cells = dict[Any, Count]


def countable(record: type[Record], name: str) -> Any:
    """Return a column to count by; raises ValueError where its privacy class forbids that."""
    if field_of(record, name).privacy is not Privacy.COUNTABLE:
        raise ValueError(f"{record.__tablename__}.{name} may not be counted")
    return record.__table__.c[name]


def count_quarter(session: Session, quarter: Period) -> QuarterCounts:
    """Return everything counted in a quarter: coded rows and monthly totals together.

    A closed quarter is not counted again: see ``frozen.quarter_counts``.
    """
    rows, sums = _coded(session, quarter), _tallied(session, quarter)
    return QuarterCounts(
        period=quarter,
        total=rows.total + sums.total,
        flagged=rows.flagged + sums.flagged,
        by={
            name: _added([rows.by.get(name, {}).items(), sums.by.get(name, {}).items()])
            for name in (*DIMENSIONS, ONCE)
        }
        | count_logs(session, quarter),
        months=_added([rows.months.items(), sums.months.items()]),
        attempts=rows.attempts,
        helpers={} if sums.total.contacts else count_helpers(session, quarter),
    )


def _coded(session: Session, quarter: Period) -> QuarterCounts:
    names = {name: countable(Contact, name) for name in DIMENSIONS}
    here = countable(Contact, "counted_in") == quarter
    kind = countable(Contact, "kind")
    attempts = session.scalar(select(func.count()).where(here, kind == "attempt")) or 0
    held = (here, kind != "attempt")
    months = _grouped(session, countable(Contact, "month"), held)
    flag = countable(Contact, "first_this_quarter")
    flagged = session.scalar(select(func.count()).where(*held, flag.in_(("yes", "no")))) or 0
    by = {name: _grouped(session, column, held) for name, column in names.items()}
    by[ONCE] = _mentions(by[_MANY], each=1)
    by[_MANY] = _mentions(by[_MANY], each=2)
    total = sum(months.values(), Count(0, 0))
    return QuarterCounts(quarter, total, flagged, by, months, attempts)


def _grouped(session: Session, column: Any, where: tuple[Any, ...]) -> _Cells:
    first = func.sum(case((countable(Contact, "first_this_quarter") == "yes", 1), else_=0))
    rows = session.execute(select(column, func.count(), first).where(*where).group_by(column))
    return {value: Count(count, firsts) for value, count, firsts in rows}


def _mentions(sets: _Cells, each: int) -> _Cells:
    """Split sets of topics into mentions, of the first ``each`` topics of a contact.

    A first contact counts for one of its topics only, so that the sum over any topics is still a
    lower bound of different people.
    """
    cells: defaultdict[str, Count] = defaultdict(lambda: Count(0, 0))
    for topics, count in sets.items():
        for position, topic in enumerate((topics or Codes(["not_recorded"]))[:each]):
            cells[topic] += Count(count.contacts, count.firsts if position == 0 else 0)
    return dict(cells)


def _tallied(session: Session, quarter: Period) -> QuarterCounts:
    months: defaultdict[Month, dict[str, _Cells]] = defaultdict(lambda: defaultdict(dict))
    for row in session.scalars(select(Tally).where(Tally.counted_in == quarter)):
        months[row.month][row.dimension][row.value] = Count(row.count, row.first_count or 0)
    known = set(
        session.scalars(
            select(Tally.month).where(
                Tally.counted_in == quarter, Tally.first_count.is_not(None), _is_total()
            )
        )
    )
    totals = {month: _month_total(cells) for month, cells in months.items()}
    completed = [_completed(cells, totals[month]) for month, cells in months.items()]
    return QuarterCounts(
        period=quarter,
        total=sum(totals.values(), Count(0, 0)),
        flagged=sum(totals[month].contacts for month in known),
        by={name: _added(cells[name].items() for cells in completed) for name in DIMENSIONS},
        months=totals,
    )


def _is_total() -> Any:
    return Tally.dimension == "total"


def _month_total(cells: dict[str, _Cells]) -> Count:
    """Return a month's contacts: as entered, or the largest sum of a single-choice dimension."""
    sums = [sum(codes.values(), Count(0, 0)) for name, codes in cells.items() if name != _MANY]
    return max(sums, key=lambda count: (count.contacts, count.firsts), default=Count(0, 0))


def _completed(cells: dict[str, _Cells], total: Count) -> dict[str, _Cells]:
    """Count what a dimension leaves out of the month's total as not recorded."""
    complete: dict[str, _Cells] = {}
    for name in DIMENSIONS:
        codes = dict(cells.get(name, {}))
        missing = total.contacts - sum(count.contacts for count in codes.values())
        if missing > 0:
            blank = _blank_code(name)
            rest = total.firsts - sum(count.firsts for count in codes.values())
            codes[blank] = codes.get(blank, Count(0, 0)) + Count(
                missing, min(missing, max(0, rest))
            )
        complete[name] = codes
    return complete


def _blank_code(dimension: str) -> str:
    name = vocabulary("tally_dimension").term(dimension).vocabulary
    return (name and vocabulary(name).blank) or "not_recorded"


def _added(parts: Iterable[Iterable[tuple[Any, Count]]]) -> _Cells:
    cells: defaultdict[Any, Count] = defaultdict(lambda: Count(0, 0))
    for part in parts:
        for code, count in part:
            cells[code] += count
    return dict(cells)


def count_logs(session: Session, quarter: Period) -> dict[str, dict[Any, Count]]:
    """Return referrals by status and by kind of help, and people who came by kind of session.

    None of them tells people apart: a person can be referred twice, or come to two sessions.
    """
    here = Referral.counted_in == quarter
    return {
        "referral_status": _referrals(session, Referral.status, here),
        "referral_type": _referrals(session, Referral.provider_type, here),
        "reach": _reach(session, quarter),
    }


def _referrals(session: Session, column: Any, here: Any) -> dict[Any, Count]:
    rows = session.execute(select(column, func.count()).where(here).group_by(column))
    return {code: Count(count, 0) for code, count in rows}


def _reach(session: Session, quarter: Period) -> dict[Any, Count]:
    first, last = days_of(quarter)
    rows = session.execute(
        select(Intervention.intervention_type, func.sum(Intervention.attended))
        .where(Intervention.held_on.between(first, last), Intervention.attended > 0)
        .group_by(Intervention.intervention_type)
    )
    return {code: Count(people or 0, 0) for code, people in rows}


def days_of(period: Period) -> tuple[date, date]:
    """Return the first and the last day of a period."""
    return period.start.last_day.replace(day=1), period.end.last_day
