"""The population rule: groups of few people are merged, and small agencies report less often."""

from __future__ import annotations

from collections.abc import Mapping

from peerdesk.errors import NotShown
from peerdesk.periods import Period
from peerdesk.services.summaries.counted import hierarchies

SMALLEST_GROUP = 10
SMALLEST_AGENCY = 25
"""From this many staff on an agency may report a single quarter."""


def refuse_small_agency(period: Period, staff: int | None) -> None:
    """Raise NotShown for a quarter of an agency in which everybody knows everybody."""
    if staff is not None and staff < SMALLEST_AGENCY and period.length == 3:
        raise NotShown(
            f"An agency of fewer than {SMALLEST_AGENCY} people reports half-years and years only.",
            "Choose the half-year: a quarter would say too much about each of them.",
        )


def with_large_groups(
    kept: Mapping[str, Mapping[str, str]], headcount: Mapping[str, int]
) -> dict[str, Mapping[str, str]]:
    """Return the levels to start from, raised where a table would tell a small group apart.

    ``headcount`` maps class of personnel to people. A category is small where its whole group is
    known to be; one that also holds people whom the agency does not employ is not.
    """
    found = dict(kept)
    for name, hierarchy in hierarchies().items():
        people: dict[str, int] = {}
        for each, leaf in hierarchy.people.items():
            if each in headcount:
                people[leaf] = people.get(leaf, 0) + headcount[each]
        dimension = hierarchy.dimension
        large = [
            place
            for place, level in enumerate(dimension.levels)
            if not any(_small(level.leaves(c.code), people) for c in level.categories)
        ]
        given = kept.get(name, {}).get(name)
        start = max(min(large), dimension.index(given) if given else 0)
        if start:
            found[name] = {name: dimension.levels[start].name}
    return found


def _small(leaves: frozenset[str], people: Mapping[str, int]) -> bool:
    known = [people[leaf] for leaf in leaves if leaf in people]
    return len(known) == len(leaves) and 0 < sum(known) < SMALLEST_GROUP
