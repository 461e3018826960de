"""What was counted in one quarter, before any protection; and the hierarchies to show it by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from peerdesk.disclosure.table import Category, Count, Dimension, Helpers, Level
from peerdesk.paths import resource
from peerdesk.periods import Month, Period
from peerdesk.vocabulary import dimension_codes, vocabulary

RECORDED_SHARE = 0.9
"""From this share of contacts on, the first-contact flag counts as recorded (rule A3)."""

ONCE = "topic_once"
"""Topics again, each contact under one of its topics only; monthly totals cannot tell."""

FIRST = "first_this_quarter"
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
    helpers: Mapping[tuple[str, str], Helpers] = field(default_factory=dict)
    """The supporters behind a count, by dimension and level (``topic/group``) and category; empty
    where contacts do not say who gave them."""

    @property
    def firsts_recorded(self) -> bool:
        """Whether the first-contact flag may stand for people in this quarter."""
        return self.flagged >= RECORDED_SHARE * self.total.contacts > 0


@dataclass(frozen=True)
class Hierarchy:
    """A dimension at all its levels, and the codes that no report ever tells apart."""

    dimension: Dimension
    fold: Mapping[str, str]
    """Vocabulary code to the leaf it counts under: sensitive topics count under a wider one."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Class of personnel to the leaf under which its contacts count."""

    def folded(self, cells: Counts) -> dict[tuple[str, ...], Count]:
        """Return counts by leaf, as a table takes them."""
        leaves: dict[tuple[str, ...], Count] = {}
        for code, count in cells.items():
            key = (self.fold.get(code, code),)
            leaves[key] = leaves.get(key, Count(0, 0)) + count
        return leaves


@cache
def hierarchies() -> Mapping[str, Hierarchy]:
    """Return the shipped hierarchy of each dimension, finest level first."""
    raw = json.loads(resource("hierarchies.json").read_text(encoding="utf-8"))
    return {name: _hierarchy(name, entry, dimension_codes(name)) for name, entry in raw.items()}


@cache
def log_hierarchies() -> Mapping[str, Hierarchy]:
    """Return the hierarchies of what is counted beside contacts: referrals, and people reached."""
    raw = json.loads(resource("log_hierarchies.json").read_text(encoding="utf-8"))
    return {
        name: _hierarchy(name, entry, vocabulary(entry["vocabulary"]).codes)
        for name, entry in raw.items()
    }


def _hierarchy(name: str, entry: dict[str, Any], codes: tuple[str, ...]) -> Hierarchy:
    fold = {str(code): str(leaf) for code, leaf in entry["fold"].items()}
    leaves = [code for code in codes if code not in fold]
    levels = tuple(_level(each, leaves) for each in entry["levels"])
    return Hierarchy(Dimension(name, entry["label"], levels), fold, entry.get("people", {}))


def _level(entry: dict[str, Any], leaves: list[str]) -> Level:
    categories = tuple(Category(code, label) for code, label in entry["categories"])
    merge = entry["merge"]
    if merge == "*":
        return Level(entry["name"], categories, dict.fromkeys(leaves, categories[0].code))
    return Level(entry["name"], categories, {leaf: merge.get(leaf, leaf) for leaf in leaves})
