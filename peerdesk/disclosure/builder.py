"""From tables to cells and equations: the only part that knows what a table is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

from peerdesk.disclosure.problem import Cell, Predicate, Problem, Status
from peerdesk.disclosure.protected import At
from peerdesk.disclosure.table import ZERO, Count, CountTable, Dimension, Level, Thresholds

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

    def inner(self) -> set[Predicate]:
        """Return the cells that are no sum of others."""
        return {
            self.predicate(block) for block in product(*(_fine(level) for level in self.levels))
        }

    def predicate(self, block: Sequence[frozenset[str]]) -> Predicate:
        """Return the canonical key of a block."""
        named = zip(self.table.dimensions, block, strict=True)
        at = [(one.name, tuple(sorted(part))) for one, part in named if part != one.leaves]
        return Predicate(self.table.measure, self.table.period, tuple(sorted(at)))

    def counts(self) -> dict[Block, Count]:
        """Return the count of every block that the levels from here upwards know."""
        nodes = [_nodes(*pair) for pair in zip(self.table.dimensions, self.chosen, strict=True)]
        found = dict.fromkeys(product(*nodes), ZERO)
        for codes, count in self.table.cells.items():
            around = [
                [leaves for leaves in axis if code in leaves]
                for axis, code in zip(nodes, codes, strict=True)
            ]
            for block in product(*around):
                found[block] += count
        return found

    def equations(self, block: Block) -> Iterator[dict[Predicate, int]]:
        """Yield how a block is the sum of printed ones; nothing for an inner cell.

        A sum over a whole dimension is a margin, and is one equation per such dimension. A coarser
        category is not printed itself, so all coarser categories are taken apart at once.
        """
        axes = list(zip(self.table.dimensions, self.levels, block, strict=True))
        coarse = [
            number for number, (_, level, part) in enumerate(axes) if part not in _fine(level)
        ]
        groups = [number for number in coarse if block[number] != axes[number][0].leaves]
        for apart in [groups] if groups else [[number] for number in coarse]:
            parts = [
                [fine for fine in _fine(level) if fine <= part] if number in apart else [part]
                for number, (_, level, part) in enumerate(axes)
            ]
            yield {self.predicate(block): 1} | {
                self.predicate(part): -1 for part in product(*parts)
            }


@dataclass
class _Entry:
    """A cell while it is put together from all the tables that know it."""

    contacts: int
    uses: list[tuple[Grid, Block]] = field(default_factory=list)
    shown: bool = False
    need: int = 0

    def take(self, grid: Grid, block: Block, count: Count, thresholds: Thresholds) -> None:
        table = grid.table
        if count.contacts != self.contacts:
            raise ValueError(
                f"table {table.code} counts other contacts than a table it shares with"
            )
        self.uses.append((grid, block))
        if count.sensitive(thresholds, firsts_recorded=table.firsts_recorded):
            enough = thresholds.persons if table.firsts_recorded else thresholds.contacts
            self.need = max(self.need, enough)

    def cell(self, key: Predicate) -> Cell:
        status = Status.OPEN if self.shown else Status.HIDDEN
        if not key.at and not self.need:
            status = Status.LOCKED
        margins = max(len(block) for _, block in self.uses) - len(key.at)
        return Cell(key, self.contacts, self.need, status, margins)


def build(grids: Sequence[Grid], thresholds: Thresholds) -> Problem:
    """Return the joint problem of some tables.

    Beside the printed cells it has the coarser categories that are not printed but follow by
    addition: those that are small themselves, and those that tie two tables together. A total that
    is not small itself is locked: with everything else blank it already hides what it sums, so it
    never has to go. Raises ValueError when tables disagree about a cell they share.
    """
    merged: dict[Predicate, _Entry] = {}
    for grid in grids:
        printed = set(grid.printed().values())
        for block, count in grid.counts().items():
            key = grid.predicate(block)
            entry = merged.setdefault(key, _Entry(count.contacts))
            entry.take(grid, block, count, thresholds)
            entry.shown |= key in printed
    kept = {
        key: entry
        for key, entry in merged.items()
        if entry.shown or entry.need or len(entry.uses) > 1
    }
    equations = (
        equation
        for entry in kept.values()
        for grid, block in entry.uses
        for equation in grid.equations(block)
    )
    return Problem.of((entry.cell(key) for key, entry in kept.items()), equations)


def _fine(level: Level) -> list[frozenset[str]]:
    return [level.leaves(category.code) for category in level.categories]


def _nodes(dimension: Dimension, chosen: int) -> set[frozenset[str]]:
    """Return the leaves of every category from a level upwards, and of the whole dimension."""
    above = (part for level in dimension.levels[chosen:] for part in _fine(level))
    return {dimension.leaves, *above}
