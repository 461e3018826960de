"""Which backups may go: a pure decision, made so that the last good one never does."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

NEWEST = 10
DAYS = 14
WEEKS = 8
MONTHS = 12
FEWEST = 3
"""However bad they are, as many are left."""
UPGRADE_DAYS = 90
DROP = 0.20
HOUSEKEEPING = ("backup", "draft")
"""Tables whose rows come and go without anything being lost."""


@dataclass(frozen=True)
class Candidate:
    """What the decision needs to know of one backup."""

    name: str
    made_at: datetime
    verified: bool
    reason: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Drop:
    """A table that lost over a fifth of its rows from one backup to the next."""

    table: str
    before: int
    after: int
    kept: str
    """Name of the older backup, which stays until somebody removes it by hand."""
    newer: str


@dataclass(frozen=True)
class Decision:
    """What may be deleted, and what the user should hear of."""

    delete: tuple[str, ...]
    drops: tuple[Drop, ...]


def decide(candidates: Sequence[Candidate], now: datetime) -> Decision:
    """Say which backups the schedule has no more use for.

    Only backups that were read back whole count for the schedule, so that damaged ones cannot
    push good ones out; and nothing goes that has no newer good one. The clock may be wrong today,
    or was once: a backup dated ahead stays and counts for nothing, and those of the newest day,
    whichever day that is, push nothing out but each other.
    """
    ordered = before(candidates, now)
    good = [each for each in ordered if each.verified]
    newest = [each for each in good if _day(each.made_at) == _day(good[0].made_at)]
    settled = good[len(newest) :]
    drops = tuple(_drops(good))
    keep = {each.name for each in (*ordered[:FEWEST], *newest[:NEWEST], *settled[:NEWEST])}
    for most, span in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        keep |= {each.name for each in _newest_of_each(settled, span)[:most]}
    keep |= {each.name for each in ordered if _is_recent_upgrade(each, good)}
    # The poorer one stays too: without it nobody could tell any more why the richer one does.
    keep |= {name for drop in drops for name in (drop.kept, drop.newer)}
    # A bad one goes once enough good ones are newer than it; until then it may be of some use.
    horizon = settled[NEWEST - 1].made_at if len(settled) >= NEWEST else None
    keep |= {
        each.name
        for each in ordered
        if not each.verified and (horizon is None or each.made_at >= horizon)
    }
    return Decision(tuple(each.name for each in ordered if each.name not in keep), drops)


def before(candidates: Sequence[Candidate], now: datetime) -> list[Candidate]:
    """Return the backups that are not dated ahead of the clock, newest first."""
    dated = [each for each in candidates if each.made_at <= now]
    return sorted(dated, key=lambda each: (each.made_at, each.name), reverse=True)


def _drops(good: Sequence[Candidate]) -> Iterator[Drop]:
    for newer, older in pairwise(good):
        # A table that is missing from one of them went or came with an upgrade.
        for table in sorted(older.counts.keys() & newer.counts.keys()):
            before, after = older.counts[table], newer.counts[table]
            if table not in HOUSEKEEPING and after < before * (1 - DROP):
                yield Drop(table, before, after, older.name, newer.name)


def _newest_of_each(
    good: Sequence[Candidate], span: Callable[[datetime], Hashable]
) -> list[Candidate]:
    newest: dict[Hashable, Candidate] = {}
    for each in good:
        newest.setdefault(span(each.made_at), each)
    return list(newest.values())


def _is_recent_upgrade(candidate: Candidate, good: Sequence[Candidate]) -> bool:
    """Say whether fewer days than ``FEWEST`` bear witness that its time is over."""
    until = candidate.made_at + timedelta(days=UPGRADE_DAYS)
    later = {_day(each.made_at) for each in good if each.made_at > until}
    return candidate.reason == "before_upgrade" and len(later) < FEWEST


def _day(moment: datetime) -> Hashable:
    return moment.date()


def _week(moment: datetime) -> Hashable:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> Hashable:
    return moment.year, moment.month
