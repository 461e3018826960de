"""What comes out of the gate is true, agrees with itself, and does not depend on the order."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.builder import build
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.protect import (
    derived_figure,
    open_figure,
    protect_tables,
)
from peerdesk.disclosure.protected import ProtectedTable
from peerdesk.disclosure.rules import Part, need
from peerdesk.disclosure.table import Count, CountTable, Dimension, Level
from tests.disclosure.oracle import leaks
from tests.disclosure.samples import (
    FIVE,
    MODE,
    ORIGIN,
    TOPIC,
    dimension,
    joined,
    line,
    seeded,
    table,
)

reports = st.builds(
    joined,
    st.sampled_from([4, 15, 40, 90, 214, 800]),
    st.integers(0, 10**6).map(seeded),
    firsts_recorded=st.booleans(),
)


def by_code(found: tuple[ProtectedTable, ...]) -> dict[str, ProtectedTable]:
    return {one.code: one for one in found}


@settings(max_examples=12)
@given(reports)
def test_what_a_report_prints_gives_no_small_number_away(tables: list[CountTable]) -> None:
    shown = [one for one in zip(tables, protect_tables(tables, FIVE), strict=True) if one[1].shown]
    grids = [
        Grid(
            made,
            tuple(d.index(s.level) for d, s in zip(made.dimensions, found.dimensions, strict=True)),
        )
        for made, found in shown
    ]
    problem = build(grids, FIVE)
    printed = {
        key: found.printed[place]
        for grid, (_, found) in zip(grids, shown, strict=True)
        for place, key in grid.printed().items()
        if place in found.printed
    }
    blanks = [place for place in problem.open if problem.cells[place].key not in printed]
    assert all(cell.value == printed.get(cell.key, cell.value) for cell in problem.cells)
    assert leaks(problem, blanks) == []


@settings(max_examples=12)
@given(reports)
def test_printed_numbers_are_true_and_add_up(tables: list[CountTable]) -> None:
    for made, found in zip(tables, protect_tables(tables, FIVE), strict=True):
        assert found.total in {made.total.contacts, None}
        cells = [value for _, value in found.cells()]
        if found.complete and cells:
            assert sum(value or 0 for value in cells) == found.total
        if found.shown and cells:
            read = [value for value in cells if value is not None]
            assert sum(read) >= 0.8 * made.total.contacts
            assert 3 * len(read) >= 2 * len(cells)


def shuffled(made: CountTable, rng: Random) -> CountTable:
    cells = list(made.cells.items())
    rng.shuffle(cells)
    return replace(
        made, cells=dict(cells), dimensions=tuple(_shuffled(d, rng) for d in made.dimensions)
    )


def _shuffled(dim: Dimension, rng: Random) -> Dimension:
    levels = []
    for one in dim.levels:
        categories, parents = list(one.categories), list(one.parent.items())
        rng.shuffle(categories)
        rng.shuffle(parents)
        levels.append(Level(one.name, tuple(categories), dict(parents)))
    return replace(dim, levels=tuple(levels))


@settings(max_examples=12)
@given(reports, st.integers(0, 10**6).map(seeded))
def test_the_order_of_tables_categories_and_cells_changes_nothing(
    tables: list[CountTable], rng: Random
) -> None:
    other = [shuffled(made, rng) for made in tables]
    rng.shuffle(other)
    first, second = by_code(protect_tables(tables, FIVE)), by_code(protect_tables(other, FIVE))
    for code, found in first.items():
        assert found.printed == second[code].printed
        assert found.sentence == second[code].sentence


def test_tables_come_back_in_the_order_given() -> None:
    tables = joined(90, seeded(1))
    assert [one.code for one in protect_tables(tables, FIVE)] == [one.code for one in tables]


def test_two_tables_that_are_safe_alone_are_protected_jointly() -> None:
    fine = line(dimension("x", 6, 3), 20, 3, 19, 41, 60, 60)
    group = replace(fine, code="group")
    kept = {"group": {"x": "of 3"}}
    alone = protect_tables([fine], FIVE)[0]
    assert [value for _, value in alone.cells()] == [20, None, None, 41, 60, 60]
    found = by_code(protect_tables([fine, group], FIVE, kept_levels=kept))
    assert [value for _, value in found["group"].cells()] == [23, 60, 120]
    assert [value for _, value in found["x"].cells()] == [None, None, 19, 41, 60, 60]


def test_the_same_period_a_year_earlier_is_another_table() -> None:
    now = line(TOPIC, *[20] * 12)
    before = replace(line(TOPIC, 1, *[20] * 11), period="2024-Q3")
    found = protect_tables([now, before], FIVE)
    assert [one.period for one in found] == ["2025-Q3", "2024-Q3"]
    assert [one.complete for one in found] == [True, False]


@pytest.mark.parametrize(("total", "value"), [(4, None), (5, 5), (0, None)])
def test_a_total_is_told_from_the_threshold_on(total: int, value: int | None) -> None:
    made = line(ORIGIN, total, 0, 0, 0, 0)
    assert protect_tables([made], FIVE)[0].total == value


@settings(max_examples=12)
@given(reports)
def test_a_total_is_blank_in_a_shown_table_only_when_it_is_small(tables: list[CountTable]) -> None:
    for made, found in zip(tables, protect_tables(tables, FIVE), strict=True):
        small = need([Part(made.total, made.firsts_recorded)], FIVE) or not made.total.contacts
        assert found.total == (None if small else made.total.contacts)


def test_a_small_total_is_shown_by_none_of_the_tables_that_have_it() -> None:
    people = line(ORIGIN, 7, 0, 0, 0, 0)
    contacts = table([MODE], {("mode0",): Count(7, 7)}, firsts_recorded=False)
    assert [one.shown for one in protect_tables([people, contacts], FIVE)] == [False, False]
    assert [one.shown for one in protect_tables([people], FIVE)] == [True]


def test_a_level_is_kept_or_made_coarser() -> None:
    made = line(TOPIC, *[20] * 12)
    assert protect_tables([made], FIVE)[0].dimensions[0].level == "term"
    kept = protect_tables([made], FIVE, kept_levels={"topic": {"topic": "of 6"}})[0]
    assert kept.dimensions[0].level == "of 6"
    small = line(TOPIC, *[20] * 8, 5, 5, 1, 1)
    coarser = protect_tables([small], FIVE, kept_levels={"topic": {"topic": "of 6"}})[0]
    assert coarser.dimensions[0].level == "of 6"
    assert not coarser.complete
    smaller = line(TOPIC, 20, 0, 3, 0, 3, 0, 20, 0, 3, 0, 20, 0)
    coarser = protect_tables([smaller], FIVE, kept_levels={"topic": {"topic": "of 6"}})[0]
    assert coarser.dimensions[0].level == "of 3"


@pytest.mark.parametrize("kept", [{"topic": {"topic": "month"}}, {"topic": {"mode": "term"}}])
def test_an_unknown_kept_level_is_an_error(kept: dict[str, dict[str, str]]) -> None:
    with pytest.raises(ValueError, match=r"not in|no dimension"):
        protect_tables([line(TOPIC, *[20] * 12)], FIVE, kept_levels=kept)


def test_without_time_only_what_needs_no_search_is_shown() -> None:
    found = protect_tables([line(ORIGIN, 1, 20, 20, 20, 20)], FIVE, deadline=lambda: Deadline(0))
    assert [one.level for one in found[0].dimensions] == ["of 2"]
    small = protect_tables([line(dimension("x", 2), 30, 2)], FIVE, deadline=lambda: Deadline(0))
    assert not small[0].shown


@pytest.mark.parametrize(
    ("period", "begins", "ends"),
    [
        ("2025-Q3", "The numbers this quarter", "The half-year report may be able to show them."),
        ("2025-H1", "The numbers this half-year", "for the year may be able to show them."),
        ("2025", "The numbers this year", "several years may be able to show them."),
        ("2016..2025", "The numbers of this period", "without pointing at someone."),
        ("spring", "The numbers of this period", "without pointing at someone."),
    ],
)
def test_the_sentence_says_why_and_when_there_will_be_more(
    period: str, begins: str, ends: str
) -> None:
    made = replace(table([ORIGIN, MODE], {("origin0", "mode0"): Count(3)}), period=period)
    sentence = protect_tables([made], FIVE)[0].sentence
    assert sentence.startswith(f"{begins} are too small to show by origin and mode ")
    assert sentence.endswith(ends)


def test_an_open_figure_is_as_it_is() -> None:
    assert open_figure("team", "Active supporters", "people", 3).value == 3


def test_a_figure_worked_out_from_a_hidden_number_stays_hidden() -> None:
    assert derived_figure("rate", "Rate", "per 100 staff", None).value is None
    assert derived_figure("rate", "Rate", "per 100 staff", 12).value == 12
