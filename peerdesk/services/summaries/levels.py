"""How fine a table may start: wide enough for small groups, and for the reports still to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from peerdesk.disclosure.table import Dimension
from peerdesk.periods import Period
from peerdesk.services.summaries.counted import Hierarchy, hierarchies

SMALLEST_GROUP = 10
MOST_LINES = 9
"""Into how many lines a quarter or half-year splits at most.

Many lines with a few dots in each quarter leave the year next to nothing: it would tell the dots
apart. With the groups in the quarters and the terms in the year both can be read (rule A8).
"""


def starting_levels(
    kept: Mapping[str, Mapping[str, str]], period: Period, headcount: Mapping[str, int]
) -> dict[str, Mapping[str, str]]:
    """Return the finest level at which each table may be tried.

    ``kept`` are the levels of the year so far, by table and dimension; no level gets finer.
    ``headcount`` maps class of personnel to people. A table starts no finer than it has lines for
    a period of this length, and tells no group of fewer than ten people apart. A category is small
    where its whole group is known to be; one that also holds people whom the agency does not employ
    is not.
    """
    found = dict(kept)
    for name, hierarchy in hierarchies().items():
        dimension = hierarchy.dimension
        given = kept.get(name, {}).get(name)
        start = max(
            next(_few_lines(dimension, period)),
            next(_large_groups(hierarchy, headcount)),
            dimension.index(given) if given else 0,
        )
        if start:
            found[name] = {name: dimension.levels[start].name}
    return found


def _few_lines(dimension: Dimension, period: Period) -> Iterator[int]:
    for place, level in enumerate(dimension.levels):
        if period.length >= 12 or len(level.categories) <= MOST_LINES:
            yield place


def _large_groups(hierarchy: Hierarchy, headcount: Mapping[str, int]) -> Iterator[int]:
    people: dict[str, int] = {}
    for each, leaf in hierarchy.people.items():
        if each in headcount:
            people[leaf] = people.get(leaf, 0) + headcount[each]
    for place, level in enumerate(hierarchy.dimension.levels):
        if not any(_small(level.leaves(each.code), people) for each in level.categories):
            yield place


def _small(leaves: frozenset[str], people: Mapping[str, int]) -> bool:
    known = [people[leaf] for leaf in leaves if leaf in people]
    return len(known) == len(leaves) and 0 < sum(known) < SMALLEST_GROUP
