"""From tables to cells and equations: the only part that knows what a table is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from peerdesk.disclosure.problem import Cell, Predicate, Problem, Status
from peerdesk.disclosure.protected import At
from peerdesk.disclosure.rules import Part, need
from peerdesk.disclosure.table import ZERO, Count, CountTable, Dimension, Level, Thresholds
from peerdesk.disclosure.timeline import (
    History,
    Quarters,
    blocks_of,
    label_of,
    quarters_of,
    unions_of,
)

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
    sums: list[dict[Predicate, int]] = field(default_factory=list)
    """How the cell of several quarters is the sum of theirs."""
    base: bool = False
    """Whether it is needed whatever it holds: something printed, or a part of other cells."""
    need: int = 0

    def equations(self) -> Iterator[dict[Predicate, int]]:
        yield from self.sums
        for grid, block in self.uses:
            yield from grid.equations(block)


class Builder:
    """Puts the cells and equations of some tables of one measure and period together.

    Time is cut into blocks: quarters that nothing printed tells apart. In each block a table is
    known at the finest level at which any number about it was, or is to be, printed.
    """

    def __init__(self, grids: Sequence[Grid], thresholds: Thresholds, history: History) -> None:
        self._grids = grids
        self._thresholds = thresholds
        measure, period = grids[0].table.measure, grids[0].table.period
        self._known = self._relevant(history.about(measure, period))
        periods = sorted({period, *(key.period for key in self._known)})
        self._blocks = blocks_of(periods)
        self._quarters = [history.quarterly(grid.table) for grid in grids]
        self._printed = {key for grid in grids for key in grid.printed().values()}
        self._entries: dict[Predicate, _Entry] = {}

    def problem(self) -> Problem:
        """Return the joint problem; raises ValueError where tables disagree, or with the past."""
        for number in range(len(self._grids)):
            parts = [self._block(number, block) for block in self._blocks]
            for chosen in unions_of(parts):
                self._union(number, chosen)
        kept = {
            key: entry
            for key, entry in self._entries.items()
            if entry.base or entry.need or len(entry.uses) > 1 or key in self._known
        }
        todo = list(kept.values())
        while todo:
            for equation in todo.pop().equations():
                for key in equation.keys() - kept.keys():
                    kept[key] = self._entries[key]
                    todo.append(kept[key])
        if any(kept[key].contacts != value for key, value in self._known.items()):
            raise ValueError("the counts are no longer those that were printed")
        equations = [each for entry in kept.values() for each in entry.equations()]
        return Problem.of((self._cell(key, entry) for key, entry in kept.items()), equations)

    def _relevant(self, published: Mapping[Predicate, int]) -> dict[Predicate, int]:
        """Return what was printed about these tables; raises ValueError for what they cannot hold.

        A number by a dimension that none of the tables has says nothing about them beyond the
        total, which is known. One that only partly fits ties them to a table that is not here.
        """
        sets = [{dimension.name for dimension in grid.table.dimensions} for grid in self._grids]
        mine = set[str]().union(*sets)
        found = {}
        for key, value in published.items():
            names = {name for name, _ in key.at}
            if any(names <= each for each in sets):
                found[key] = value
            elif names & mine:
                raise ValueError("a printed number ties these tables to another one")
        return found

    def _block(self, number: int, block: Quarters) -> _Timed:
        """Enter the cells of a table in one block of time."""
        grid = self._grids[number]
        tables = [self._quarters[number][quarter] for quarter in sorted(block)]
        here = Grid(replace(grid.table, period=label_of(block)), self._levels(grid, block))
        timed = _Timed(here, block, tuple(tables))
        base = set(here.printed().values())
        for node, parts in timed.parts().items():
            key = here.predicate(node)
            entry = self._enter(key, parts, grid.table.code)
            entry.uses.append((here, node))
            entry.base |= key in base
        return timed

    def _union(self, number: int, chosen: Sequence[_Timed]) -> None:
        """Enter what follows for several blocks together: small sums, and what is printed."""
        table = self._grids[number].table
        quarters = frozenset[str]().union(*(each.block for each in chosen))
        table = replace(table, period=label_of(quarters))
        levels = [each.grid.chosen for each in chosen]
        grid = Grid(table, tuple(max(axis) for axis in zip(*levels, strict=True)))
        parts = [each.parts() for each in chosen]
        for node in grid.nodes():
            key = grid.predicate(node)
            here = [part for each in parts for part in each[node]]
            if key not in self._printed and key not in self._known:
                if not need(here, self._thresholds):
                    continue
            entry = self._enter(key, here, table.code)
            entry.base |= key in self._printed
            minus = {each.grid.predicate(node): -1 for each in chosen}
            entry.sums.append({key: 1, **minus})

    def _enter(self, key: Predicate, parts: Sequence[Part], code: str) -> _Entry:
        contacts = sum(part.count.contacts for part in parts)
        entry = self._entries.setdefault(key, _Entry(contacts))
        if entry.contacts != contacts:
            raise ValueError(f"table {code} counts other contacts than a table it shares with")
        entry.need = max(entry.need, need(parts, self._thresholds))
        return entry

    def _levels(self, grid: Grid, block: Quarters) -> tuple[int, ...]:
        """Return the finest level per dimension at which anything printed speaks of a block."""
        spoken = [key.at for key in self._known if block <= quarters_of(key.period)]
        found = []
        for place, dimension in enumerate(grid.table.dimensions):
            top = len(dimension.levels) - 1
            levels = [
                _coarsest(dimension, frozenset(leaves))
                for at in spoken
                for name, leaves in at
                if name == dimension.name
            ]
            if block <= quarters_of(grid.table.period):
                levels.append(grid.chosen[place])
            found.append(min(levels, default=top))
        return tuple(found)

    def _cell(self, key: Predicate, entry: _Entry) -> Cell:
        status = Status.OPEN if key in self._printed else Status.HIDDEN
        if key in self._known or (not key.at and not entry.need and key in self._printed):
            status = Status.LOCKED
        margins = len(self._grids[0].table.dimensions) - len(key.at)
        if entry.uses:
            margins = max(len(node) for _, node in entry.uses) - len(key.at)
        return Cell(key, entry.contacts, entry.need, status, max(0, margins))


@dataclass(frozen=True)
class _Timed:
    """A table in one block of time: its structure there, and the tables of its quarters."""

    grid: Grid
    block: Quarters
    tables: tuple[CountTable, ...]

    def parts(self) -> dict[Block, list[Part]]:
        """Return what each quarter adds to every node of the table."""
        found: dict[Block, list[Part]] = {node: [] for node in self.grid.nodes()}
        for table in self.tables:
            for node, count in Grid(table, self.grid.chosen).counts().items():
                found[node].append(Part(count, table.firsts_recorded, table.helpers.get(node)))
        return found


def build(
    grids: Sequence[Grid], thresholds: Thresholds, history: History | None = None
) -> Problem:
    """Return the joint problem of some tables of one measure and period, given what is known.

    Beside the printed cells it has what is not printed but follows by addition and subtraction:
    coarser categories, quarters, and unions of quarters; those that are small themselves, and those
    that tie others together. What was issued earlier is locked. So is a total that is not small:
    with everything else blank it already hides what it sums, so it never has to go. Raises
    ValueError when tables disagree about a cell they share, or with what was issued.
    """
    if not grids:
        return Problem.of(())
    return Builder(grids, thresholds, history or History()).problem()


def _coarsest(dimension: Dimension, leaves: frozenset[str]) -> int:
    """Return the highest level that has a category of exactly these leaves."""
    places = [place for place, level in enumerate(dimension.levels) if leaves in _fine(level)]
    if not places:
        raise ValueError(f"a printed number is by a category that {dimension.name} has no more")
    return max(places)


def _fine(level: Level) -> list[frozenset[str]]:
    return [level.leaves(category.code) for category in level.categories]


def _nodes(dimension: Dimension, chosen: int) -> set[frozenset[str]]:
    """Return the leaves of every category from a level upwards, and of the whole dimension."""
    above = (part for level in dimension.levels[chosen:] for part in _fine(level))
    return {dimension.leaves, *above}
