"""Tables added up: a quarter's table to its total, and quarters to a longer period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.table import ZERO, Category, Count, CountTable, Dimension, Helpers, Level

_LEAF = "all"
TOTAL = Dimension("total", "Total", (Level("total", (Category(_LEAF, "Total"),), {_LEAF: _LEAF}),))
"""The dimension of a table that holds nothing but its total."""


def whole(measure: str, period: str) -> Predicate:
    """Return the key of a measure's total in a period."""
    return Predicate(measure, period)


def total_of(table: CountTable) -> CountTable:
    """Return the table that holds only another one's total, under the same code."""
    every = tuple(dimension.leaves for dimension in table.dimensions)
    helpers: dict[tuple[frozenset[str], ...], Helpers] = {}
    if every in table.helpers:
        helpers[(TOTAL.leaves,)] = table.helpers[every]
    cells: dict[tuple[str, ...], Count] = {(_LEAF,): table.total}
    return replace(table, dimensions=(TOTAL,), cells=cells, helpers=helpers)


def totals_of(tables: Sequence[CountTable], measure: str) -> dict[str, CountTable]:
    """Return the total of a measure by quarter; the tables of a measure agree about it."""
    return {table.period: total_of(table) for table in tables if table.measure == measure}


def over(period: str, quarters: Sequence[CountTable]) -> CountTable:
    """Return the table of a longer period, from those of all its quarters in order of time."""
    if len(quarters) == 1:
        return replace(quarters[0], period=period)
    codes = dict.fromkeys(code for table in quarters for code in table.cells)
    return replace(
        quarters[-1],
        period=period,
        cells={code: Count.over(*(t.cells.get(code, ZERO) for t in quarters)) for code in codes},
        firsts_recorded=all(t.firsts_recorded or not t.total.contacts for t in quarters),
        helpers={},
    )
