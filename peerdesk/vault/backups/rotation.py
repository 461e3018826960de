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
    push good ones out; and nothing goes that has no newer good one.
    """
    ordered = sorted(candidates, key=lambda each: (each.made_at, each.name), reverse=True)
    good = [each for each in ordered if each.verified]
    drops = tuple(_drops(good))
    keep = {each.name for each in ordered[:FEWEST]}
    keep |= {each.name for each in good[:NEWEST]}
    for most, span in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        keep |= {each.name for each in _newest_of_each(good, span)[:most]}
    keep |= {each.name for each in ordered if _is_recent_upgrade(each, now)}
    # The poorer one stays too: without it nobody could tell any more why the richer one does.
    keep |= {name for drop in drops for name in (drop.kept, drop.newer)}
    # A bad one goes once enough good ones are newer than it; until then it may be of some use.
    horizon = good[NEWEST - 1].made_at if len(good) >= NEWEST else None
    keep |= {
        each.name
        for each in ordered
        if not each.verified and (horizon is None or each.made_at >= horizon)
    }
    return Decision(tuple(each.name for each in ordered if each.name not in keep), drops)


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


def _is_recent_upgrade(candidate: Candidate, now: datetime) -> bool:
    age = now - candidate.made_at
    return candidate.reason == "before_upgrade" and age <= timedelta(days=UPGRADE_DAYS)


def _day(moment: datetime) -> Hashable:
    return moment.date()


def _week(moment: datetime) -> Hashable:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> Hashable:
    return moment.year, moment.month
