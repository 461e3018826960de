"""A table at chosen levels: what it prints, and how its parts add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.protected import At
from peerdesk.disclosure.table import ZERO, Count, CountTable, Dimension, Level

Block = tuple[frozenset[str], ...]
"""A rectangle of a table: per dimension the leaf codes that are counted."""


@dataclass(frozen=True)
class Grid:
    """A table at one level per dimension, given as the place of the level (0 is the finest)."""

    table: CountTable
    chosen: tuple[int, ...]

    @property
    def levels(self) -> tuple[Level, ...]:
        """The level of each dimension."""
        dimensions = zip(self.table.dimensions, self.chosen, strict=True)
        return tuple(dimension.levels[place] for dimension, place in dimensions)

    def coarser(self) -> Grid | None:
        """Return the next step up: the dimension raised least so far, the first one of equals."""
        able = [
            (place, number)
            for number, place in enumerate(self.chosen)
            if place + 1 < len(self.table.dimensions[number].levels)
        ]
        if not able:
            return None
        place, number = min(able)
        return Grid(self.table, (*self.chosen[:number], place + 1, *self.chosen[number + 1 :]))

    def printed(self) -> dict[At, Predicate]:
        """Return what the grid prints: inner cells, margins and the total, by place."""
        choices = [
            [(None, dimension.leaves), *((c.code, level.leaves(c.code)) for c in level.categories)]
            for dimension, level in zip(self.table.dimensions, self.levels, strict=True)
        ]
        return {
            tuple(code for code, _ in place): self.predicate([leaves for _, leaves in place])
            for place in product(*choices)
        }

    def block(self, place: At) -> Block:
        """Return the leaves that a place counts."""
        named = zip(self.table.dimensions, self.levels, place, strict=True)
        return tuple(
            one.leaves if code is None else level.leaves(code) for one, level, code in named
        )

    def within(self, block: Block) -> list[Block]:
        """Return the parts of a block that are printed as its sum here: the margin, or cells."""
        axes = zip(self.table.dimensions, self.levels, block, strict=True)
        return list(
            product(
                *(
                    [part] if part == one.leaves else [each for each in fine(level) if each <= part]
                    for one, level, part in axes
                )
            )
        )

    def inner(self) -> set[Predicate]:
        """Return the cells that are no sum of others."""
        return {self.predicate(block) for block in product(*(fine(level) for level in self.levels))}

    def predicate(self, block: Sequence[frozenset[str]]) -> Predicate:
        """Return the canonical key of a block."""
        named = zip(self.table.dimensions, block, strict=True)
        at = [(one.name, tuple(sorted(part))) for one, part in named if part != one.leaves]
        return Predicate(self.table.measure, self.table.period, tuple(sorted(at)))

    def nodes(self) -> list[Block]:
        """Return every block that the levels from here upwards know."""
        return list(product(*self._axes()))

    def counts(self) -> dict[Block, Count]:
        """Return the count of every block that the levels from here upwards know."""
        nodes = self._axes()
        found = dict.fromkeys(product(*nodes), ZERO)
        for codes, count in self.table.cells.items():
            around = [
                [leaves for leaves in axis if code in leaves]
                for axis, code in zip(nodes, codes, strict=True)
            ]
            for block in product(*around):
                found[block] += count
        return found

    def _axes(self) -> list[set[frozenset[str]]]:
        return [_nodes(*pair) for pair in zip(self.table.dimensions, self.chosen, strict=True)]

    def equations(self, block: Block) -> Iterator[dict[Predicate, int]]:
        """Yield how a block is the sum of printed ones; nothing for an inner cell.

        A sum over a whole dimension is a margin, and is one equation per such dimension. A coarser
        category is not printed itself, so all coarser categories are taken apart at once.
        """
        axes = list(zip(self.table.dimensions, self.levels, block, strict=True))
        coarse = [number for number, (_, level, part) in enumerate(axes) if part not in fine(level)]
        groups = [number for number in coarse if block[number] != axes[number][0].leaves]
        for apart in [groups] if groups else [[number] for number in coarse]:
            parts = [
                [one for one in fine(level) if one <= part] if number in apart else [part]
                for number, (_, level, part) in enumerate(axes)
            ]
            yield {self.predicate(block): 1} | {
                self.predicate(part): -1 for part in product(*parts)
            }


def fine(level: Level) -> list[frozenset[str]]:
    """Return the leaves of each category of a level."""
    return [level.leaves(category.code) for category in level.categories]


def _nodes(dimension: Dimension, chosen: int) -> set[frozenset[str]]:
    """Return the leaves of every category from a level upwards, and of the whole dimension."""
    above = (part for level in dimension.levels[chosen:] for part in fine(level))
    return {dimension.leaves, *above}
