"""What was counted in one quarter, before any protection; and the hierarchies to show it by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from peerdesk.disclosure.table import Category, Count, Dimension, Level
from peerdesk.paths import resource
from peerdesk.periods import Month, Period
from peerdesk.vocabulary import dimension_codes

RECORDED_SHARE = 0.9
"""From this share of contacts on, the first-contact flag counts as recorded (rule A3)."""

Counts = Mapping[str, Count]


@dataclass(frozen=True)
class QuarterCounts:
    """The counts of one quarter at their finest. Stays with the coordinator; never on paper."""

    period: Period
    total: Count = field(default_factory=lambda: Count(0, 0))
    flagged: int = 0
    """Contacts for which "first this quarter" was answered, yes or no."""
    by: Mapping[str, Counts] = field(default_factory=dict)
    """Dimension, then code. ``topic`` counts mentions, which can be more than contacts."""
    months: Mapping[Month, Count] = field(default_factory=dict)
    attempts: int = 0
    """Attempts that reached nobody; never part of the contacts."""

    @property
    def firsts_recorded(self) -> bool:
        """Whether the first-contact flag may stand for people in this quarter."""
        return self.flagged >= RECORDED_SHARE * self.total.contacts > 0


@cache
def hierarchies() -> Mapping[str, Dimension]:
    """Return the shipped hierarchy of each dimension, finest level first."""
    raw = json.loads(resource("hierarchies.json").read_text(encoding="utf-8"))
    return {name: _dimension(name, entry["label"], entry["levels"]) for name, entry in raw.items()}


def _dimension(name: str, label: str, levels: list[dict[str, object]]) -> Dimension:
    leaves = dimension_codes(name)
    return Dimension(name, label, tuple(_level(entry, leaves) for entry in levels))


def _categories(entry: Mapping[str, object]) -> list[tuple[str, str]]:
    categories = entry["categories"]
    assert isinstance(categories, list)  # noqa: S101 - narrows the type of shipped data
    return [(code, label) for code, label in categories]


def _level(entry: Mapping[str, object], leaves: tuple[str, ...]) -> Level:
    categories = tuple(Category(code, label) for code, label in _categories(entry))
    merge = entry["merge"]
    if isinstance(merge, dict):
        parent = {leaf: merge.get(leaf, leaf) for leaf in leaves}
    else:
        parent = dict.fromkeys(leaves, categories[0].code)
    return Level(str(entry["name"]), categories, parent)
