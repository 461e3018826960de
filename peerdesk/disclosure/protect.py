"""The gate: counts go in, and what comes out may be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from peerdesk.disclosure.additions import add_up
from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.levels import Printed, Rules, provable, settle
from peerdesk.disclosure.links import linked
from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.protected import SEAL, At, ProtectedFigure, ProtectedTable, ShownDimension
from peerdesk.disclosure.quarter_sets import quarters_of
from peerdesk.disclosure.rules import Part, need
from peerdesk.disclosure.sums import over, totals_of, whole
from peerdesk.disclosure.table import CountTable, Thresholds
from peerdesk.disclosure.timeline import History
from peerdesk.errors import UsageError
from peerdesk.log import Event, write
from peerdesk.periods import Period

_LONGER = {
    3: ("this quarter", " The half-year report may be able to show them."),
    6: ("this half-year", " The report for the year may be able to show them."),
    12: ("this year", " A report over several years may be able to show them."),
}
_NOT_ALL = "Not every agency tells this total, so there is no sum to show."


def protect_tables(
    tables: Sequence[CountTable],
    thresholds: Thresholds,
    *,
    history: History | None = None,
    kept_levels: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    deadline: Callable[[], Deadline] = Deadline,
) -> tuple[ProtectedTable, ...]:
    """Return the tables of one report as they may be shown, in the order given.

    They are protected jointly: nobody can place a small number by adding and subtracting anything
    printed in any of them, nor in anything that ``history`` says was issued before. A table of
    several quarters needs a history with the tables of each. ``kept_levels`` maps table code to
    dimension to the level used earlier in the reporting year, which is kept or made coarser, never
    finer. Each attempt at protecting gets one ``deadline``. Without a history a total is blank
    only when it is small itself, or zero.

    Raises ValueError for tables that contradict each other or that ``linked`` refuses, and for an
    unknown level. Whatever fails later, the table is not shown.
    """
    settled: dict[tuple[str, str], tuple[Grid, Printed]] = {}
    grids = {(t.code, t.period): _start(t, kept_levels.get(t.code, {})) for t in tables}
    rules = Rules(thresholds, history or History(), deadline)
    told = _told(tables, rules)
    rules = replace(rules, history=rules.history.knowing(told))
    for group in linked(tables):
        able = [grids[t.code, t.period] for t in group if whole(t.measure, t.period) in told]
        for grid, printed in _settled(able, rules):
            settled[grid.table.code, grid.table.period] = grid, printed
    return tuple(
        _shown(*settled[key]) if key in settled else _withheld(grid) for key, grid in grids.items()
    )


def protect_years(
    table: CountTable, years: Sequence[tuple[CountTable, ProtectedTable]]
) -> ProtectedTable:
    """Return a table over several years: sums of what each year's protected table prints."""
    parts = [(counted, shown.issued()) for counted, shown in years]
    found = add_up(table, parts) if all(shown.shown for _, shown in years) else None
    return _shown(*found) if found else _withheld(_start(table, {}))


def protect_agencies(
    table: CountTable, agencies: Sequence[Mapping[Predicate, int | None]]
) -> ProtectedTable:
    """Return a table of several agencies: sums of what each of them has issued.

    ``table`` gives the shape alone. What one agency leaves out is blank.
    """
    found = add_up(table, [(table, issued) for issued in agencies])
    return _shown(*found) if found else _seal(_top(table), {}, _NOT_ALL)


def protect_totals(
    measure: str,
    periods: Sequence[str],
    thresholds: Thresholds,
    history: History,
    deadline: Callable[[], Deadline] = Deadline,
) -> dict[Predicate, int]:
    """Return the totals of periods that may be told beside each other, and beside what is known.

    ``history`` needs a table of the measure for each quarter. A total that would give away
    another, even one left out, is left out too; those given first come first.
    """
    rules = Rules(thresholds, history, deadline)
    told: dict[Predicate, int] = {}
    for period in periods:
        told |= _total(whole(measure, period), replace(rules, history=history.knowing(told)))
    return told


def _told(tables: Sequence[CountTable], rules: Rules) -> dict[Predicate, int]:
    """Return the totals of tables that may be told; a table whose total is not is not shown."""
    told: dict[Predicate, int] = {}
    for key in dict.fromkeys(whole(table.measure, table.period) for table in tables):
        same = [t for t in tables if (t.measure, t.period) == (key.measure, key.period)]
        if any(_too_small(table, rules) for table in same):
            continue
        if rules.history.quarters:
            told |= _total(key, rules)
        else:
            told[key] = same[0].total.contacts
    return told


def _total(key: Predicate, rules: Rules) -> dict[Predicate, int]:
    """Return a total by its key, or nothing where it may not be told beside what is known.

    Beside other totals, and beside every table of which something was issued: the half-year's
    phone calls, less all contacts of one quarter, are at least so many in the other.
    """
    quarters = {
        period: replace(table, code=key.measure)
        for period, table in totals_of(rules.history.quarters, key.measure).items()
    }
    parts = [quarters[each] for each in sorted(quarters_of(key.period)) if each in quarters]
    if len(parts) < len(quarters_of(key.period)):
        return {}
    table = over(key.period, parts)
    alone = replace(rules, history=replace(rules.history, quarters=tuple(quarters.values())))
    if _too_small(table, alone):
        return {}
    told = {key: table.total.contacts}
    history = rules.history
    new = key not in history.published
    tops = [(_top(table), alone)]
    tops += [(top, rules) for top in _issued_by(key, history)] if new else []
    safe = all(any(key in found for _, found in _settled([top], by)) for top, by in tops)
    beside = replace(rules, history=history.knowing(told))
    limited = _limited_by(key, history) if new else ()
    return told if safe and all(_safe(top, beside) for top in limited) else {}


def _limited_by(key: Predicate, history: History) -> Iterator[Grid]:
    """Yield the tables issued of measures about which a total says something (see ``Limit``)."""
    for measure, limit in history.limits.items():
        if limit.parent == key.measure:
            yield from _issued_by(whole(measure, key.period), history)


def _safe(grid: Grid, rules: Rules) -> bool:
    try:
        return provable([grid], rules)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong, nothing may be shown
        write(Event("protection_failed", count=1, error=type(error).__name__))
        return False


def _issued_by(key: Predicate, history: History) -> Iterator[Grid]:
    """Yield a total as the sum of each table of which other numbers of the year were issued."""
    about = history.about(key.measure, key.period)
    names = {frozenset(name for name, _ in each.at) for each in about}
    for table in {t.code: t for t in history.quarters if t.measure == key.measure}.values():
        here = history.quarterly(table)
        if any(each <= {d.name for d in table.dimensions} for each in names if each):
            parts = [here[quarter] for quarter in sorted(quarters_of(key.period))]
            yield _top(over(key.period, parts))


def _settled(grids: Sequence[Grid], rules: Rules) -> list[tuple[Grid, Printed]]:
    """Settle tables together; whatever goes wrong beside a history, none of them is shown."""
    try:
        return settle(grids, rules)
    except Exception as error:
        if not rules.history.published:
            raise
        write(Event("protection_failed", count=len(grids), error=type(error).__name__))
        return []


def open_figure(code: str, label: str, unit: str, value: int) -> ProtectedFigure:
    """Return a number that counts nobody who was helped, as it is (rule A8.6).

    Allowed for: active supporters, training hours, sessions held, incidents met with an offer,
    attendance of ten or more, readiness. Never for contacts, people helped, referrals, or anything
    that a small number of could point at someone; the catalogue says for each measure which rule
    applies and why.
    """
    return ProtectedFigure(code, label, unit, value, SEAL)


def told_figure(
    code: str, label: str, unit: str, told: Mapping[Predicate, int], key: Predicate
) -> ProtectedFigure:
    """Return a total among those that ``protect_totals`` lets be told; any other stays hidden."""
    return ProtectedFigure(code, label, unit, told.get(key), SEAL, key)


def added_figure(code: str, label: str, unit: str, told: Sequence[int | None]) -> ProtectedFigure:
    """Return the sum of printed numbers; it stays hidden where one of them was not printed."""
    total = None if None in told else sum(each or 0 for each in told)
    return derived_figure(code, label, unit, total)


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


def _too_small(table: CountTable, rules: Rules) -> bool:
    """Say whether a total is not shown: small, or zero, as a blank would then mean "a few".

    Neither is one whose quarters are not known: nobody could tell what they give away.
    """
    known = rules.history.quarterly(table)
    if not quarters_of(table.period) <= known.keys():
        return True
    every = tuple(dimension.leaves for dimension in table.dimensions)
    parts = [
        Part(known[q].total, known[q].firsts_recorded, known[q].helpers.get(every))
        for q in sorted(quarters_of(table.period))
    ]
    return not table.total.contacts or need(parts, rules.thresholds) > 0


def _shown(grid: Grid, printed: Printed) -> ProtectedTable:
    values = {place: printed[key] for place, key in grid.printed().items() if key in printed}
    return _seal(grid, values, "")


def _top(table: CountTable) -> Grid:
    return Grid(table, tuple(len(d.levels) - 1 for d in table.dimensions))


def _withheld(grid: Grid) -> ProtectedTable:
    by = " and ".join(dimension.label.lower() for dimension in grid.table.dimensions)
    when, longer = _period_words(grid.table.period)
    sentence = f"The numbers {when} are too small to show by {by} without pointing at someone."
    return _seal(_top(grid.table), {}, sentence + longer)


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
    keys = grid.printed()
    return ProtectedTable(
        code=table.code,
        title=table.title,
        measure=table.measure,
        period=table.period,
        dimensions=dimensions,
        printed=values,
        keys=keys,
        sentence=sentence,
        seal=SEAL,
    )
