"""What is known of a year: its quarters, and every number that was ever issued about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import TypeVar

from peerdesk.disclosure.limits import Limit, Limits
from peerdesk.disclosure.problem import Counted, Predicate
from peerdesk.disclosure.quarter_sets import Quarters, quarters_of
from peerdesk.disclosure.table import CountTable

_Block = TypeVar("_Block")


@dataclass(frozen=True, repr=False)
class History:
    """What a new report has to be safe beside: nothing, for a report that stands alone."""

    quarters: tuple[CountTable, ...] = ()
    """The tables of single quarters: every table, and every quarter of the years reported on."""
    published: Mapping[Predicate, int] = field(default_factory=dict)
    """Every number that was ever issued, a recalled report's too."""
    left_out: frozenset[Predicate] = frozenset()
    """What was issued as a dot."""
    limits: Mapping[str, Limit] = field(default_factory=dict)
    """By measure, the other one that says something about it."""

    def knowing(self, more: Mapping[Predicate, int]) -> History:
        """Return the history in which these numbers are known too."""
        return replace(self, published={**self.published, **more})

    def about(self, measure: str, period: str) -> dict[Predicate, int]:
        """Return what was issued on a measure about the reporting year of a period."""
        return {key: self.published[key] for key in _about(self.published, measure, period)}

    def limited(self, measure: str, period: str, quarters: Quarters) -> Limits | None:
        """Return what another measure's totals of some quarters, as they were told, say of one."""
        limit = self.limits.get(measure)
        if limit is None:
            return None
        totals = {t.period: t.total.contacts for t in self.quarters if t.measure == limit.parent}
        known = {
            key: value
            for key, value in self.about(limit.parent, period).items()
            if not key.at and quarters_of(key.period) <= quarters & totals.keys()
        }
        return Limits(limit, known, totals) if known else None

    def dots(self, measure: str, period: str) -> set[Counted]:
        """Return what reports on the reporting year of a period left out, whatever its period."""
        return {key.at for key in _about(self.left_out, measure, period)}

    def quarterly(self, table: CountTable) -> dict[str, CountTable]:
        """Return the tables of the quarters that a table sums, and of others of its year."""
        found = self._by_code.get((table.measure, table.code), {})
        if quarters_of(table.period) <= found.keys():
            return found
        return {table.period: table}

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], dict[str, CountTable]]:
        found: dict[tuple[str, str], dict[str, CountTable]] = {}
        for table in self.quarters:
            found.setdefault((table.measure, table.code), {})[table.period] = table
        return found


def _about(keys: Iterable[Predicate], measure: str, period: str) -> Iterator[Predicate]:
    """Yield those on a measure in the reporting years of a period."""
    years = {quarter[:4] for quarter in quarters_of(period)}
    for key in keys:
        if key.measure == measure and {each[:4] for each in quarters_of(key.period)} & years:
            yield key


def blocks_of(periods: Sequence[str]) -> list[Quarters]:
    """Return the runs of quarters that no period given tells apart, in the order of time."""
    sets = [quarters_of(period) for period in periods]
    found: dict[tuple[bool, ...], set[str]] = {}
    for quarter in sorted(frozenset().union(*sets)):
        found.setdefault(tuple(quarter in each for each in sets), set()).add(quarter)
    return [frozenset(block) for block in found.values()]


def unions_of(blocks: Sequence[_Block]) -> Iterator[tuple[_Block, ...]]:
    """Yield every choice of two blocks or more: what anyone can reach by adding and subtracting."""
    for size in range(2, len(blocks) + 1):
        yield from combinations(blocks, size)
