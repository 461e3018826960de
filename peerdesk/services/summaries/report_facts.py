"""All that a report on contacts is made from: counts by quarter, and what was issued before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.table import Count, Thresholds
from peerdesk.disclosure.timeline import History
from peerdesk.periods import Month, Period
from peerdesk.services.summaries.counted import Counts, QuarterCounts
from peerdesk.services.summaries.log_facts import LogFacts, RosterFacts
from peerdesk.services.summaries.tables import LIMITS, known_tables, topic_measure

EARLIER = 4
"""How many earlier periods the chart shows beside the one reported."""


@dataclass(frozen=True)
class ReportFacts:
    """All that a report on contacts is made from; for a quarter or for any longer period."""

    agency: str
    program: str
    sample: bool
    today: date
    version: str
    thresholds: Thresholds
    period: Period
    quarters: tuple[QuarterCounts, ...]
    """Every quarter that has begun of the years reported on and of those compared with."""
    active_supporters: int
    staff: int | None
    """Head count of the agency, where it is known for the period."""
    published: Mapping[Predicate, int] = field(default_factory=dict)
    """Every number that was ever issued."""
    left_out: frozenset[Predicate] = frozenset()
    """Everything that was ever issued as a dot."""
    areas: frozenset[str] = frozenset()
    """The parts of the program that the agency has switched on."""
    logs: Mapping[Period, LogFacts] = field(default_factory=dict)
    """Training and responses to incidents, of the period and of those that the chart shows."""
    roster: RosterFacts | None = None
    begun: Month | None = None
    """The first month with a class, an incident or an intervention: before it, none were logged."""
    known_from: Month | None = None
    """After a restore nobody has answered for: a forgotten report may speak of what is before."""
    kept_levels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Table, dimension, level: as shown in this year's earlier reports on as long a period."""

    @cached_property
    def counts(self) -> Mapping[Period, QuarterCounts]:
        """The counts by quarter."""
        return {each.period: each for each in self.quarters}

    def within(self, period: Period) -> tuple[QuarterCounts, ...]:
        """Return the counts of a period's quarters that have begun, in order."""
        return tuple(self.counts[each] for each in period.quarters if each in self.counts)

    @cached_property
    def now(self) -> QuarterCounts:
        """The period reported, added up."""
        return _added(self.period, self.within(self.period))

    @property
    def over(self) -> bool:
        """Whether the period's last day has passed."""
        return self.today > self.period.end.last_day

    @property
    def earlier(self) -> tuple[Period, ...]:
        """The periods that the chart shows before this one, oldest first; none for many years."""
        length = self.period.length
        backs = range(EARLIER, 0, -1) if length <= 12 else ()
        return tuple(Period(self.period.start.plus(-length * back), length) for back in backs)

    @property
    def last_year(self) -> Period:
        """The period a year earlier."""
        return Period(self.period.start.plus(-12), self.period.length)

    def topics(self, period: Period) -> str:
        """Return how topics are counted in a period."""
        return topic_measure(self.within(period), self.thresholds, self.published)

    def history(self, period: Period, *others: Period) -> History:
        """Return what a report on a period, which tells of others too, has to be safe beside."""
        years = {each.start.year for each in (period, *others)}
        tables = [
            table
            for counts in self.quarters
            if counts.period.start.year in years
            for table in known_tables(counts)
        ]
        return History(tuple(tables), self.published, self.left_out, LIMITS)


def _added(period: Period, quarters: tuple[QuarterCounts, ...]) -> QuarterCounts:
    if len(quarters) == 1 and quarters[0].period == period:
        return quarters[0]
    names = dict.fromkeys(name for each in quarters for name in each.by)
    months: dict[Month, Count] = {}
    for each in quarters:
        for month, count in each.months.items():
            months[month] = months.get(month, Count(0)) + count
    return QuarterCounts(
        period=period,
        total=Count.over(*(each.total for each in quarters)),
        flagged=sum(each.flagged for each in quarters),
        by={name: _over([each.by.get(name, {}) for each in quarters]) for name in names},
        months=months,
        attempts=sum(each.attempts for each in quarters),
    )


def _over(quarters: list[Counts]) -> Counts:
    codes = dict.fromkeys(code for each in quarters for code in each)
    return {code: Count.over(*(each.get(code, Count(0)) for each in quarters)) for code in codes}
