"""From the counts of quarters to the tables of a report, still unprotected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from peerdesk.disclosure.limits import Limit
from peerdesk.disclosure.links import linked
from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.sums import over
from peerdesk.disclosure.table import (
    Category,
    Count,
    CountTable,
    Dimension,
    Helpers,
    Level,
    Thresholds,
)
from peerdesk.periods import Period
from peerdesk.services.summaries.counted import (
    FIRST,
    ONCE,
    Counts,
    QuarterCounts,
    hierarchies,
)
from peerdesk.services.summaries.wording import BLOCKS, block_words

CONTACTS, MENTIONS, TOPICS = "contacts", "mentions", "topics"
LIMITS = {MENTIONS: Limit(CONTACTS, exact=False), TOPICS: Limit(CONTACTS, exact=True)}
"""A topic is touched in no more contacts than there were; each of them touched one at least."""
_TOPIC = "topic"
_NOBODY = Helpers(0, 0)


def check_catalogue() -> None:
    """Raise ValueError where the tables of a report could not be protected together.

    Run at the start: tables share whole margins only, and have two dimensions and 150 cells at
    most. Levels that are not nested are refused as they are read.
    """
    year = Period.parse("2000")
    for measure in (MENTIONS, TOPICS):
        for period in (year, year.quarters[0]):
            counts = [QuarterCounts(quarter) for quarter in period.quarters]
            linked(report_tables(period, counts, measure))


def topic_measure(
    quarters: Sequence[QuarterCounts], thresholds: Thresholds, published: Mapping[Predicate, int]
) -> str:
    """Return how topics are counted: by mention, or each contact under one topic; or "" for not.

    Mentions less contacts is how many contacts touched two topics, and the rest touched one: counts
    like any other. Where one is small in any quarter, each contact counts once, which monthly
    totals cannot do. Whatever
    was issued first in a year is kept for it, as the two beside each other would tell the same.
    """
    years = {str(each.period)[:4] for each in quarters}
    issued = {
        key.measure
        for key in published
        if key.measure in {MENTIONS, TOPICS} and key.period[:4] in years
    }
    able = [MENTIONS] if all(_tells_mentions(each, thresholds) for each in quarters) else []
    if all(_sum(each, ONCE) == each.total.contacts for each in quarters):
        able.append(TOPICS)
    return next((measure for measure in able if issued <= {measure}), "")


def _tells_mentions(now: QuarterCounts, thresholds: Thresholds) -> bool:
    """Tell whether many contacts touched two topics, or none, and many only one, or none."""
    twice = _sum(now, _TOPIC) - now.total.contacts
    once = now.total.contacts - twice
    return not any(0 < count < thresholds.contacts for count in (twice, once))


def _sum(now: QuarterCounts, name: str) -> int:
    return sum(each.contacts for each in now.by.get(name, {}).values())


def quarter_tables(now: QuarterCounts, topics: str) -> tuple[CountTable, ...]:
    """Return the tables of one quarter that longer periods have too."""
    single = [name for name in hierarchies() if name != _TOPIC]
    tables = [_table(now, name, now.by.get(name, {})) for name in single]
    if topics:
        counts = now.by.get(_TOPIC if topics == MENTIONS else ONCE, {})
        tables.append(_table(now, _TOPIC, counts, topics))
    return tuple(tables)


def known_tables(now: QuarterCounts) -> tuple[CountTable, ...]:
    """Return the tables of one quarter with topics counted in every way in which they can be."""
    once = _table(now, _TOPIC, now.by.get(ONCE, {}), TOPICS)
    found = quarter_tables(now, MENTIONS)
    return (*found, once) if once.total.contacts == now.total.contacts else found


def report_tables(
    period: Period, quarters: Sequence[QuarterCounts], topics: str
) -> tuple[CountTable, ...]:
    """Return the tables of a report on a period, given the counts of its quarters in order."""
    parts = [quarter_tables(each, topics) for each in quarters]
    tables = [over(str(period), same) for same in zip(*parts, strict=True)]
    if not topics:
        tables.append(_table(quarters[-1], _TOPIC, {}, TOPICS))
    if len(quarters) > 1:
        return tuple(tables)
    (now,) = quarters
    first = [_firsts(now)] if now.firsts_recorded else []
    return (*first, _months(now), *tables)


def _table(now: QuarterCounts, name: str, counts: Counts, measure: str = CONTACTS) -> CountTable:
    hierarchy = hierarchies()[name]
    cells = hierarchy.folded(counts)
    # Lines of monthly totals may have no first contacts though the month has: not recorded, not 0.
    whole = sum(each.firsts for each in cells.values()) == now.total.firsts
    return CountTable(
        code=name,
        title=block_words(name, measure).title,
        measure=measure,
        period=str(now.period),
        dimensions=(hierarchy.dimension,),
        cells=cells,
        firsts_recorded=now.firsts_recorded and whole,
        helpers=_helpers(now, hierarchy.dimension, ONCE if measure == TOPICS else name),
    )


def _helpers(
    now: QuarterCounts, dimension: Dimension, name: str
) -> dict[tuple[frozenset[str], ...], Helpers]:
    """Return who stands behind each category; nobody behind one whose contacts name nobody."""
    if not now.helpers:
        return {}
    found: dict[tuple[frozenset[str], ...], Helpers] = {
        (level.leaves(each.code),): now.helpers.get((f"{name}/{level.name}", each.code), _NOBODY)
        for level in dimension.levels
        for each in level.categories
    }
    found[(dimension.leaves,)] = now.helpers["total", "all"]
    return found


def _months(now: QuarterCounts) -> CountTable:
    """Count by month; what was reported late stands under the quarter's first month."""
    within = now.period.months
    cells: dict[tuple[str, ...], Count] = {}
    for month, count in now.months.items():
        key = (str(month if month in within else within[0]),)
        cells[key] = cells.get(key, Count(0, 0)) + count
    shown = tuple(Category(str(month), month.label) for month in within)
    levels = (_flat("month", shown), _merged("quarter", shown, Category("all", "All")))
    dimension = Dimension("month", "Month", levels)
    return CountTable(
        code="month",
        title=BLOCKS["month"].title,
        measure=CONTACTS,
        period=str(now.period),
        dimensions=(dimension,),
        cells=cells,
        firsts_recorded=now.firsts_recorded,
        helpers=_helpers(now, dimension, "month"),
    )


def _firsts(now: QuarterCounts) -> CountTable:
    """Set first contacts against all others, by the rule for contacts: others count no people."""
    first = now.total.firsts
    shown = (Category("yes", "First this quarter"), Category("other", "Again, or not recorded"))
    levels = (_flat("first", shown), _merged("all", shown, Category("all", "All")))
    dimension = Dimension(FIRST, "First this quarter", levels)
    return CountTable(
        code=FIRST,
        title="First and further contacts",
        measure=CONTACTS,
        period=str(now.period),
        dimensions=(dimension,),
        cells={("yes",): Count(first, first), ("other",): Count(now.total.contacts - first, 0)},
        firsts_recorded=False,
        helpers=_helpers(now, dimension, FIRST),
    )


def _flat(name: str, categories: tuple[Category, ...]) -> Level:
    return Level(name, categories, {each.code: each.code for each in categories})


def _merged(name: str, leaves: tuple[Category, ...], into: Category) -> Level:
    return Level(name, (into,), {each.code: into.code for each in leaves})
