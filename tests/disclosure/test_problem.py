"""A problem is canonical, and refuses counts that contradict each other."""

from __future__ import annotations

import pytest

from peerdesk.disclosure.problem import Cell, Predicate, Problem, Status

A, B, C, SUM = (Predicate("contacts", "2025-Q3", ((name, ("x",)),)) for name in "abcs")


def three() -> Problem:
    cells = [
        Cell(SUM, 9, status=Status.LOCKED),
        Cell(C, 4, need=5, status=Status.HIDDEN),
        Cell(A, 2, need=5),
        Cell(B, 3),
    ]
    return Problem.of(cells, [{SUM: 1, C: -1, B: -1, A: -1}, {A: -1, B: -1, C: -1, SUM: 1}])


def test_cells_and_equations_have_one_order() -> None:
    problem = three()
    assert [cell.key for cell in problem.cells] == [A, B, C, SUM]
    assert problem.equations == (((0, -1), (1, -1), (2, -1), (3, 1)),)
    assert tuple(cell.value for cell in problem.cells) == (2, 3, 4, 9)
    assert problem.targets == (2, 0)
    assert (problem.hidden, problem.open) == (frozenset({2}), frozenset({0, 1}))


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ([Cell(A, 1), Cell(A, 1)], "given once"),
        ([Cell(A, -1)], "given once"),
        ([Cell(A, 1), Cell(B, 2)], "add up"),
    ],
)
def test_a_problem_may_not_contradict_itself(cells: list[Cell], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Problem.of(cells, [{A: 1, B: -1}] if cells[-1].key == B else [])


def test_a_margin_costs_more_than_a_cell_and_a_large_cell_more_than_a_small_one() -> None:
    costs = [Cell(A, 0).cost, Cell(A, 9).cost, Cell(A, 9, margins=1).cost]
    assert costs == sorted(costs)
    assert costs[0] == 1
    assert costs[2] == 3 * costs[1]


def test_a_component_stops_at_what_is_printed() -> None:
    cells = [Cell(key, 0) for key in (A, B, C, SUM)]
    problem = Problem.of(cells, [{A: 1, B: -1}, {B: 1, C: -1}, {C: 1, SUM: -1}])
    assert problem.component(0, frozenset({0, 1, 3})) == ({0, 1}, {0, 1})


def test_a_cell_does_not_print_its_value() -> None:
    assert repr(Cell(A, 7, need=5)) == "<Cell open>"
