"""From tables and their past to cells and equations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from peerdesk.disclosure.grid import Block, Grid, fine
from peerdesk.disclosure.problem import Cell, Predicate, Problem, Status
from peerdesk.disclosure.quarter_sets import Quarters, label_of, quarters_of
from peerdesk.disclosure.rules import Part, need
from peerdesk.disclosure.table import CountTable, Dimension, Thresholds
from peerdesk.disclosure.timeline import History, blocks_of, unions_of


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
        self._quarters = [history.quarterly(grid.table) for grid in grids]
        self._known = self._relevant(history.about(measure, period))
        self._dots = history.dots(measure, period)
        self._told = [key for key, value in self._known.items() if value]
        here = frozenset(self._quarters[0]).intersection(*self._quarters)
        self._limits = history.limited(measure, period, here)
        told = [*self._known, *(self._limits.known if self._limits else ())]
        periods = sorted({period, *(key.period for key in told)})
        self._blocks = blocks_of(periods)
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
        cells = [self._cell(key, entry) for key, entry in kept.items()]
        if self._limits:
            counts = {key: entry.contacts for key, entry in kept.items()}
            self._limits.tie(self._blocks, counts)
            cells += self._limits.cells.values()
            equations += self._limits.equations
        return Problem.of(cells, equations, insiders=self._thresholds.insiders)

    def _relevant(self, published: Mapping[Predicate, int]) -> dict[Predicate, int]:
        """Return what was printed about these tables; raises ValueError for what they cannot hold.

        A number by a dimension that none of the tables has says nothing about them beyond the
        total, which is known. One that only partly fits ties them to a table that is not here.
        A table of one quarter only, such as that of its months, stands apart from other quarters,
        since its total is known.
        """
        here = frozenset(self._quarters[0]).intersection(*self._quarters)
        sets = [{dimension.name for dimension in grid.table.dimensions} for grid in self._grids]
        mine = set[str]().union(*sets)
        found = {}
        for key, value in published.items():
            names = {name for name, _ in key.at}
            if not quarters_of(key.period) <= here:
                continue
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
            shown = key in self._printed or key in self._known
            if not shown and not self._need(key, here):
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
        entry.need = max(entry.need, self._need(key, parts))
        return entry

    def _need(self, key: Predicate, parts: Sequence[Part]) -> int:
        """Return what a cell needs; nothing where a part of it was told, by the rules of its day.

        By today's rules that follows by itself. When thresholds were raised since, what is known
        stays known, and new periods are protected by the new ones.
        """
        needed = need(parts, self._thresholds)
        return 0 if needed and any(each.within(key) for each in self._told) else needed

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
        if key in self._known:
            status = Status.LOCKED
        margins = len(self._grids[0].table.dimensions) - len(key.at)
        if entry.uses:
            margins = max(len(node) for _, node in entry.uses) - len(key.at)
        before = key.at in self._dots
        return Cell(key, entry.contacts, entry.need, status, max(0, margins), before)


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


def build(grids: Sequence[Grid], thresholds: Thresholds, history: History | None = None) -> Problem:
    """Return the joint problem of some tables of one measure and period, given what is known.

    Beside the printed cells it has what is not printed but follows by addition and subtraction:
    coarser categories, quarters, and unions of quarters; those that are small themselves, and those
    that tie others together. What is known already is locked: every number issued earlier, and the
    totals that this report tells. Raises ValueError when tables disagree about a cell they share,
    or with what was issued.
    """
    if not grids:
        return Problem.of(())
    return Builder(grids, thresholds, history or History()).problem()


def _coarsest(dimension: Dimension, leaves: frozenset[str]) -> int:
    """Return the highest level that has a category of exactly these leaves."""
    places = [place for place, level in enumerate(dimension.levels) if leaves in fine(level)]
    if not places:
        raise ValueError(f"a printed number is by a category that {dimension.name} has no more")
    return max(places)
