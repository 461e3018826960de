"""Groups of few people are never a line of their own, and quarters leave the terms to the year."""

from __future__ import annotations

import pytest

from peerdesk.periods import Period
from peerdesk.services.summaries.counted import hierarchies
from peerdesk.services.summaries.levels import MOST_LINES, starting_levels

YEAR = Period.parse("2025")


@pytest.mark.parametrize(
    ("headcount", "level"),
    [
        ({}, None),
        ({"sworn": 40, "dispatch": 6, "civilian": 4}, None),
        ({"sworn": 40, "dispatch": 5, "civilian": 4}, "inside"),
        ({"sworn": 9, "dispatch": 30}, "all"),
        ({"sworn": 40}, None),
    ],
)
def test_a_group_of_fewer_than_ten_is_merged(headcount: dict[str, int], level: str | None) -> None:
    found = starting_levels({}, YEAR, headcount)
    assert found.get("recipient_class", {}).get("recipient_class") == level
    assert "mode" not in found


def test_a_kept_level_is_never_made_finer() -> None:
    kept = {"recipient_class": {"recipient_class": "all"}, "mode": {"mode": "place"}}
    assert starting_levels(kept, YEAR, {"sworn": 40, "dispatch": 3}) == kept


@pytest.mark.parametrize("period", ["2025-Q1", "2025-H2"])
def test_a_part_of_the_year_starts_with_few_lines(period: str) -> None:
    found = starting_levels({}, Period.parse(period), {})
    assert found["topic"] == {"topic": "group"}
    for name, hierarchy in hierarchies().items():
        level = found.get(name, {}).get(name, hierarchy.dimension.levels[0].name)
        start = hierarchy.dimension.index(level)
        assert len(hierarchy.dimension.levels[start].categories) <= MOST_LINES
        finer = hierarchy.dimension.levels[:start]
        assert all(len(each.categories) > MOST_LINES for each in finer)


@pytest.mark.parametrize("period", ["2025", "2023..2025"])
def test_a_year_starts_at_the_finest(period: str) -> None:
    assert starting_levels({}, Period.parse(period), {}) == {}
