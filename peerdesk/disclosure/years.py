"""Reports over several years: sums of what each year's own report may print, and nothing else.

Nothing printed then ties one year to another, so each year stays a problem of four quarters. A
reader is taken to know the yearly numbers, whether or not they were handed out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.levels import readable
from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.table import CountTable

Year = tuple[CountTable, Mapping[Predicate, int | None]]
"""A year's table, and what may be printed of it."""


def add_years(table: CountTable, years: Sequence[Year]) -> tuple[Grid, dict[Predicate, int]] | None:
    """Return the finest readable table of several years and its numbers, or None.

    ``table`` has the counts of the whole period. A number is told only where every year tells it.
    """
    grid: Grid | None = Grid(table, (0,) * len(table.dimensions))
    while grid is not None:
        found: dict[Predicate, int] = {}
        for place, key in grid.printed().items():
            parts = [_told(grid, place, year) for year in years]
            if None not in parts:
                found[key] = sum(part or 0 for part in parts)
        whole = Predicate(table.measure, table.period)
        if whole not in found:
            return None
        if readable(grid, found):
            return grid, found
        grid = grid.coarser()
    return None


def _told(grid: Grid, place: tuple[str | None, ...], year: Year) -> int | None:
    """Return a year's number at a place of the longer table, added from finer ones if need be."""
    table, printed = year
    for chosen in _finer(grid):
        here = Grid(table, chosen)
        block = grid.block(place)
        keys = [here.predicate(part) for part in here.within(block)]
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
