"""Tables added up from what others print: the years of a long report, the agencies of a region.

Every number here is a sum of numbers that are told already, so it gives nothing new away. Nothing
printed then ties one year to another, and each stays a problem of four quarters; a reader is taken
to know the yearly numbers, whether or not they were handed out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.levels import legible
from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.sums import whole
from peerdesk.disclosure.table import CountTable

Addend = tuple[CountTable, Mapping[Predicate, int | None]]
"""The shape of a table, of which no count is read, and what is printed of it."""


def add_up(table: CountTable, parts: Sequence[Addend]) -> tuple[Grid, dict[Predicate, int]] | None:
    """Return the finest readable table of all parts and its numbers, or None.

    ``table`` gives its shape; its counts are not read. A number is told only where every part
    tells it, itself or as a sum of finer ones; there is no table where one hides its total.
    """
    grid: Grid | None = Grid(table, (0,) * len(table.dimensions))
    while grid is not None:
        found: dict[Predicate, int] = {}
        for place, key in grid.printed().items():
            told = [_told(grid, place, part) for part in parts]
            if None not in told:
                found[key] = sum(each or 0 for each in told)
        total = found.get(whole(table.measure, table.period))
        if total is None:
            return None
        if legible(grid, found, total):
            return grid, found
        grid = grid.coarser()
    return None


def _told(grid: Grid, place: tuple[str | None, ...], part: Addend) -> int | None:
    """Return a part's number at a place of the sum, added from finer ones if need be."""
    table, printed = part
    for chosen in _finer(grid):
        here = Grid(table, chosen)
        block = grid.block(place)
        keys = [here.predicate(each) for each in here.within(block)]
        if all(printed.get(key) is not None for key in keys):
            return sum(printed[key] or 0 for key in keys)
    return None


def _finer(grid: Grid) -> list[tuple[int, ...]]:
    """Return the levels from those of a grid downwards, one dimension after the other."""
    found = [grid.chosen]
    while any(found[-1]):
        lower = max(range(len(grid.chosen)), key=lambda number: found[-1][number])
        found.append(tuple(n - (i == lower) for i, n in enumerate(found[-1])))
    return found
