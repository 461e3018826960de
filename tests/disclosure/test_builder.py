"""Tables of one report become one problem: shared cells once, and every sum that follows."""

from __future__ import annotations

import pytest

from peerdesk.disclosure.builder import build
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.problem import Predicate, Status
from peerdesk.disclosure.table import Count, Thresholds
from tests.disclosure.samples import (
    FIVE,
    MODE,
    ORIGIN,
    TOPIC,
    Cells,
    dimension,
    draw,
    joined,
    line,
    seeded,
    table,
)


def key(**at: tuple[str, ...]) -> Predicate:
    return Predicate("contacts", "2025-Q3", tuple(sorted(at.items())))


def test_a_grid_goes_up_one_dimension_at_a_time_until_nothing_is_left() -> None:
    grid: Grid | None = Grid(table([ORIGIN, TOPIC], {}), (1, 0))
    seen = []
    while grid is not None:
        seen.append(grid.chosen)
        grid = grid.coarser()
    assert seen == [(1, 0), (1, 1), (2, 1), (2, 2), (2, 3)]


def test_a_one_way_table_is_its_cells_and_their_sum() -> None:
    problem = build([Grid(line(ORIGIN, 20, 9, 14, 6, 0), (0,))], FIVE)
    assert [cell.value for cell in problem.cells] == [49, 20, 9, 14, 6, 0]
    assert [cell.status for cell in problem.cells] == [Status.OPEN] * 6
    assert problem.equations == (((0, 1), (1, -1), (2, -1), (3, -1), (4, -1), (5, -1)),)


def test_a_small_group_is_guarded_though_it_is_not_printed() -> None:
    small = build([Grid(line(TOPIC, 20, 0, 2, 1, *[9] * 8), (0,))], FIVE)
    guarded = [cell for cell in small.cells if cell.status is Status.HIDDEN]
    assert [(cell.key, cell.value, cell.need) for cell in guarded] == [
        (key(topic=("topic2", "topic3")), 3, 5)
    ]


def test_a_two_way_table_has_all_margins() -> None:
    cells: Cells = {("mode0", "origin0"): Count(40, 40), ("mode5", "origin4"): Count(60, 60)}
    problem = build([Grid(table([MODE, ORIGIN], cells), (1, 1))], FIVE)
    assert len(problem.cells) == (2 + 1) * (2 + 1)
    assert len(problem.equations) == 2 + 2 + 2
    margins = {cell.key: cell.margins for cell in problem.cells}
    assert margins[key()] == 2
    assert margins[key(mode=("mode0", "mode1", "mode2"))] == 1


def test_shared_margins_are_one_cell() -> None:
    truth = joined(240, seeded(1))
    chosen = [(0, 0), (0,), (1, 0)]
    problem = build([Grid(t, c) for t, c in zip(truth, chosen, strict=True)], FIVE)
    keys = [cell.key for cell in problem.cells]
    assert len(set(keys)) == len(keys)
    assert keys.count(key()) == 1
    assert keys.count(key(mode=("mode0",))) == 1
    pair = key(topic=("topic0", "topic1"))
    rows = [dict(row) for row in problem.equations if keys.index(pair) in dict(row)]
    terms = {keys.index(key(topic=(f"topic{i}",))) for i in (0, 1)}
    assert any(terms < row.keys() and len(row) == 3 for row in rows)


def test_a_cell_two_tables_imply_ties_them_though_neither_prints_it() -> None:
    cells = draw([TOPIC, MODE], 240, seeded(1))
    fine = table([TOPIC, MODE], cells, code="fine")
    other = table([TOPIC, MODE], cells, code="other")
    problem = build([Grid(fine, (0, 1)), Grid(other, (1, 0))], FIVE)
    tie = key(topic=("topic0", "topic1"), mode=("mode0", "mode1", "mode2"))
    place = [cell.key for cell in problem.cells].index(tie)
    assert problem.cells[place].status is Status.HIDDEN
    assert sorted(len(problem.equations[row]) for row in problem.touching[place]) == [3, 4]


def test_coarser_categories_on_both_sides_are_taken_apart_at_once() -> None:
    cells: Cells = {("topic0", "mode0"): Count(2, 2), ("topic5", "mode4"): Count(60, 60)}
    grid = Grid(table([TOPIC, MODE], cells), (0, 0))
    block = (frozenset({"topic0", "topic1"}), frozenset({"mode0", "mode1", "mode2"}))
    (equation,) = grid.equations(block)
    assert len(equation) == 1 + 2 * 3
    build([grid], FIVE)


def test_a_group_of_one_term_is_that_term() -> None:
    dim = dimension("x", 3, 2)
    problem = build([Grid(line(dim, 20, 1, 30), (0,))], FIVE)
    assert len(problem.cells) == 4


def test_a_table_at_its_top_is_its_total() -> None:
    problem = build([Grid(line(ORIGIN, 20, 9, 14, 6, 0), (2,))], FIVE)
    assert [(cell.key, cell.value) for cell in problem.cells] == [(key(), 49)]
    assert problem.equations == ()


def test_a_small_total_is_a_target_like_any_other() -> None:
    problem = build([Grid(line(ORIGIN, 2, 0, 1, 0, 0), (0,))], FIVE)
    assert problem.cells[0].need == 5
    assert problem.cells[0].status is Status.OPEN


def test_the_stricter_of_two_tables_decides_about_a_shared_cell() -> None:
    people = line(ORIGIN, 7, 0, 20, 0, 0)
    contacts = table([ORIGIN], people.cells, code="other", firsts_recorded=False)
    problem = build([Grid(people, (0,)), Grid(contacts, (0,))], Thresholds(5, 12))
    assert [(cell.value, cell.need) for cell in problem.cells if cell.need] == [(7, 12)]


def test_tables_that_disagree_are_refused_without_a_number() -> None:
    one = line(ORIGIN, 7, 0, 20, 0, 0)
    other = table([ORIGIN, MODE], {("origin0", "mode0"): Count(27)})
    with pytest.raises(ValueError, match="origin_by_mode counts other") as caught:
        build([Grid(one, (0,)), Grid(other, (0, 0))], FIVE)
    assert not set("27") & set(str(caught.value))
