"""The gate: counts go in, and what comes out may be printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.builder import Grid
from peerdesk.disclosure.levels import Printed, settle
from peerdesk.disclosure.links import linked
from peerdesk.disclosure.protected import SEAL, At, ProtectedFigure, ProtectedTable, ShownDimension
from peerdesk.disclosure.table import Count, CountTable, Thresholds
from peerdesk.errors import UsageError
from peerdesk.periods import Period

_LONGER = {
    3: ("this quarter", " The half-year report may be able to show them."),
    6: ("this half-year", " The report for the year may be able to show them."),
    12: ("this year", " A report over several years may be able to show them."),
}


def protect_tables(
    tables: Sequence[CountTable],
    thresholds: Thresholds,
    *,
    kept_levels: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    deadline: Callable[[], Deadline] = Deadline,
) -> tuple[ProtectedTable, ...]:
    """Return the tables of one report as they may be shown, in the order given.

    They are protected jointly: nobody can place a small number by adding and subtracting anything
    printed in any of them. ``kept_levels`` maps table code to dimension to the level used earlier
    in the reporting year, which is kept or made coarser, never finer. Each attempt at protecting
    gets one ``deadline``. A total is blank only when it is small itself, so a figure made by
    ``protect_figure`` from the same count always agrees with it.

    Raises ValueError for tables that contradict each other or that ``linked`` refuses, and for an
    unknown level. Whatever fails later, the table is not shown.
    """
    settled: dict[tuple[str, str], tuple[Grid, Printed]] = {}
    grids = {(t.code, t.period): _start(t, kept_levels.get(t.code, {})) for t in tables}
    small = {(t.measure, t.period) for t in tables if _too_small(t, thresholds)}
    for group in linked(tables):
        able = [grids[t.code, t.period] for t in group if (t.measure, t.period) not in small]
        for grid, printed in settle(able, thresholds, deadline):
            settled[grid.table.code, grid.table.period] = grid, printed
    return tuple(
        _shown(*settled[key]) if key in settled else _withheld(grid) for key, grid in grids.items()
    )


def protect_figure(
    code: str, label: str, unit: str, count: Count, thresholds: Thresholds, *, firsts_recorded: bool
) -> ProtectedFigure:
    """Return a count of contacts as it may be printed: small ones are not, and neither is zero.

    Were zero shown, a hidden figure would prove that there were a few.

    Only for what no table of the report splits or sums, or for the total of a table: a part of a
    table comes from ``ProtectedTable.value``, which knows what the rest of the report gives away.
    """
    hidden = not count.contacts or count.sensitive(thresholds, firsts_recorded=firsts_recorded)
    return ProtectedFigure(code, label, unit, None if hidden else count.contacts, SEAL)


def open_figure(code: str, label: str, unit: str, value: int) -> ProtectedFigure:
    """Return a number that counts nobody who was helped, as it is (rule A8.6).

    Allowed for: active supporters, training hours, sessions held, incidents met with an offer,
    attendance of ten or more, readiness. Never for contacts, people helped, referrals, or anything
    that a small number of could point at someone; the catalogue says for each measure which rule
    applies and why.
    """
    return ProtectedFigure(code, label, unit, value, SEAL)


def derived_figure(code: str, label: str, unit: str, value: int | None) -> ProtectedFigure:
    """Return a number worked out from numbers that are already protected; None stays hidden.

    Allowed for a value of a ``ProtectedTable`` or ``ProtectedFigure``, and for what can be worked
    out from shown ones and numbers everybody knows, such as a rate per 100 staff.
    """
    return ProtectedFigure(code, label, unit, value, SEAL)


def _start(table: CountTable, kept: Mapping[str, str]) -> Grid:
    if unknown := kept.keys() - {dimension.name for dimension in table.dimensions}:
        raise ValueError(f"table {table.code} has no dimension {min(unknown)}")
    return Grid(
        table,
        tuple(d.index(kept[d.name]) if d.name in kept else 0 for d in table.dimensions),
    )


def _too_small(table: CountTable, thresholds: Thresholds) -> bool:
    """Say whether a total is not shown: small, or zero, as a blank would then mean "a few"."""
    total = table.total
    return not total.contacts or total.sensitive(thresholds, firsts_recorded=table.firsts_recorded)


def _shown(grid: Grid, printed: Printed) -> ProtectedTable:
    values = {place: printed[key] for place, key in grid.printed().items() if key in printed}
    return _seal(grid, values, "")


def _withheld(grid: Grid) -> ProtectedTable:
    top = Grid(grid.table, tuple(len(d.levels) - 1 for d in grid.table.dimensions))
    by = " and ".join(dimension.label.lower() for dimension in grid.table.dimensions)
    when, longer = _period_words(grid.table.period)
    sentence = f"The numbers {when} are too small to show by {by} without pointing at someone."
    return _seal(top, {}, sentence + longer)


def _period_words(period: str) -> tuple[str, str]:
    try:
        length = Period.parse(period).length
    except UsageError:
        length = 0
    return _LONGER.get(length, ("of this period", ""))


def _seal(grid: Grid, values: Mapping[At, int], sentence: str) -> ProtectedTable:
    table = grid.table
    dimensions = tuple(
        ShownDimension(dimension.name, dimension.label, level.name, level.categories)
        for dimension, level in zip(table.dimensions, grid.levels, strict=True)
    )
    return ProtectedTable(
        code=table.code,
        title=table.title,
        measure=table.measure,
        period=table.period,
        dimensions=dimensions,
        printed=values,
        sentence=sentence,
        seal=SEAL,
    )
