"""What is counted: tables of contacts over hierarchies of categories, and when a count is small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import prod
from types import MappingProxyType

MOST_CELLS = 150
"""Above this an exact audit is no longer quick, and a page of numbers no longer read."""


@dataclass(frozen=True)
class Thresholds:
    """From how many on a count may be shown; floors: 3 persons, 5 contacts (else ValueError)."""

    persons: int = 5
    contacts: int = 10
    insiders: bool = False
    """Whether to protect also from the only person behind a count of 1, who knows it (A7.6)."""

    def __post_init__(self) -> None:
        if self.persons < 3 or self.contacts < 5:
            raise ValueError("thresholds may not be lower than 3 persons and 5 contacts")


@dataclass(frozen=True)
class Count:
    """Contacts, and how many of them were the first this quarter with their person.

    ``firsts`` is a lower bound of the people behind the contacts; "not recorded" is not a first.
    Counts of one quarter add up. Over several quarters the same person is a first again in each,
    so only the largest quarter bounds the people: make those counts with ``over``.
    """

    contacts: int
    firsts: int = 0
    quarters: tuple[int, ...] = ()
    """Firsts per quarter, in order of time; empty for a count of a single quarter."""

    def __post_init__(self) -> None:
        if not 0 <= self.firsts <= self.contacts:
            raise ValueError("firsts must lie between 0 and the number of contacts")
        if self.quarters and (min(self.quarters) < 0 or max(self.quarters) != self.firsts):
            raise ValueError("firsts must be those of the largest quarter")

    @classmethod
    def over(cls, *quarters: Count) -> Count:
        """Return the count of a longer period from those of its quarters, every quarter given."""
        firsts = tuple(quarter.firsts for quarter in quarters)
        return cls(sum(quarter.contacts for quarter in quarters), max(firsts, default=0), firsts)

    def __add__(self, other: Count) -> Count:
        """Add two counts of the same period; raises ValueError when their quarters differ."""
        if not self.contacts or not other.contacts:
            return self if self.contacts else other
        if len(self.quarters) != len(other.quarters):
            raise ValueError("counts of different periods do not add up")
        contacts = self.contacts + other.contacts
        if not self.quarters:
            return Count(contacts, self.firsts + other.firsts)
        firsts = tuple(a + b for a, b in zip(self.quarters, other.quarters, strict=True))
        return Count(contacts, max(firsts), firsts)


@dataclass(frozen=True)
class Helpers:
    """The peer supporters behind a count: how many, and how many contacts the busiest one had."""

    people: int
    most: int


ZERO = Count(0)
"""No contact at all: what an absent cell counts, in any period."""


@dataclass(frozen=True)
class Category:
    """One line of a table: its code and its words."""

    code: str
    label: str


@dataclass(frozen=True)
class Level:
    """One fineness of a dimension; ``parent`` takes each leaf code to its category here.

    At the finest level ``parent`` is the identity. Raises ValueError for a parent that is no
    category here and for a category without leaves.
    """

    name: str
    categories: tuple[Category, ...]
    parent: Mapping[str, str]

    def __post_init__(self) -> None:
        codes = [category.code for category in self.categories]
        if len(set(codes)) != len(codes) or set(codes) != set(self.parent.values()):
            raise ValueError(f"level {self.name}: categories and parents do not match")
        object.__setattr__(self, "parent", MappingProxyType(dict(self.parent)))

    def leaves(self, code: str) -> frozenset[str]:
        """Return the leaf codes of a category."""
        return self._leaves[code]

    @cached_property
    def _leaves(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for leaf, parent in self.parent.items():
            found.setdefault(parent, set()).add(leaf)
        return {code: frozenset(leaves) for code, leaves in found.items()}


@dataclass(frozen=True)
class Dimension:
    """A hierarchy of levels, finest first; each level merges whole categories of the one before.

    The topmost may be a single category: a table at that level prints only the sum. Raises
    ValueError when the levels are not nested.
    """

    name: str
    label: str
    levels: tuple[Level, ...]

    def __post_init__(self) -> None:
        if not self.levels or any(leaf != code for leaf, code in self.levels[0].parent.items()):
            raise ValueError(f"dimension {self.name}: the finest level must be the leaves")
        for fine, coarse in pairwise(self.levels):
            steps = {(fine.parent[leaf], coarse.parent.get(leaf)) for leaf in fine.parent}
            if fine.parent.keys() != coarse.parent.keys() or len(steps) != len(fine.categories):
                raise ValueError(f"dimension {self.name}: {coarse.name} does not merge {fine.name}")

    @cached_property
    def leaves(self) -> frozenset[str]:
        """Every leaf code."""
        return frozenset(self.levels[0].parent)

    def index(self, level: str) -> int:
        """Return the place of a level, 0 for the finest; raises ValueError for an unknown one."""
        return [known.name for known in self.levels].index(level)


@dataclass(frozen=True)
class CountTable:
    """Contacts of one measure and period by one or two dimensions; never leaves the program.

    ``cells`` maps leaf codes, one per dimension, to counts; what is absent is zero. Every contact
    lies in exactly one cell. Where a contact may carry two codes the measure counts mentions, and
    its first contact counts under one of them only, or people would be counted twice.
    ``firsts_recorded``: the flag is known for at least 90 % of the contacts behind the table.
    Tables that name the same measure and period must count the same contacts.
    Raises ValueError for 0 or 3 dimensions, over 150 cells, or an unknown leaf code.
    """

    code: str
    title: str
    measure: str
    period: str
    dimensions: tuple[Dimension, ...]
    cells: Mapping[tuple[str, ...], Count]
    firsts_recorded: bool
    helpers: Mapping[tuple[frozenset[str], ...], Helpers] = field(default_factory=dict, hash=False)
    """The supporters behind a rectangle of cells, by its leaf codes, where they are known."""

    def __post_init__(self) -> None:
        names = {dimension.name for dimension in self.dimensions}
        if not 1 <= len(self.dimensions) <= 2 or len(names) != len(self.dimensions):
            raise ValueError(f"table {self.code}: one or two dimensions are possible")
        if prod(len(dimension.leaves) for dimension in self.dimensions) > MOST_CELLS:
            raise ValueError(f"table {self.code}: more than {MOST_CELLS} cells")
        for codes in self.cells:
            if len(codes) != len(self.dimensions) or not all(
                code in dimension.leaves
                for code, dimension in zip(codes, self.dimensions, strict=True)
            ):
                raise ValueError(f"table {self.code}: a cell has an unknown code")
        object.__setattr__(self, "cells", MappingProxyType(dict(self.cells)))

    def __repr__(self) -> str:
        return f"<CountTable {self.code} {self.period}>"

    @property
    def total(self) -> Count:
        """The count of the whole table."""
        return sum(self.cells.values(), start=ZERO)
