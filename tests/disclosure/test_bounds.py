"""The exact simplex finds what HiGHS finds, and always has a solution to show for it."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerdesk.disclosure.bounds import Deadline, OutOfTime, Region
from peerdesk.disclosure.problem import Cell, Predicate, Problem
from tests.disclosure.oracle import interval

Rows = list[dict[int, int]]


def region(rows: Rows, *truth: int) -> Region:
    return Region(rows, dict(enumerate(truth)), Deadline())


def test_a_ray_without_end_is_walked_exactly_to_the_goal() -> None:
    assert region([{0: 1, 1: -1}], 2, 2).reach(0, 1000) == {0: 1000, 1: 1000}


def test_a_cell_in_no_equation_goes_anywhere() -> None:
    free = region([], 3)
    assert free.reach(0, 0) == {0: 0}
    assert free.reach(0, 12) == {0: 12}


def test_two_blanks_under_a_printed_sum_stop_at_it() -> None:
    pair = region([{0: 1, 1: 1}], 3, 4)
    assert pair.reach(0, 7) == {0: 7, 1: 0}
    assert pair.reach(0, 8) is None
    assert pair.reach(0, 0) == {0: 0, 1: 7}


def test_an_equation_implied_by_others_changes_nothing() -> None:
    rows: Rows = [{0: 1, 1: 1}, {1: 1, 2: 1}, {0: 1, 2: -1}]
    assert region(rows, 3, 4, 3).reach(2, 7) == {0: 7, 1: 0, 2: 7}


def test_a_way_into_fractions_is_not_certified_and_leaves_no_trace() -> None:
    # Adding the three equations: 2 (a + b + c) = 3 + 3 e, so e must stay odd.
    rows: Rows = [{0: 1, 1: 1, 3: -1}, {1: 1, 2: 1, 3: -1}, {0: 1, 2: 1, 3: -1}]
    odd = region(rows, 1, 1, 1, 2)
    assert odd.reach(3, 3) is None
    assert odd.reach(3, 4) == {0: 2, 1: 2, 2: 2, 3: 4}


def test_the_allowance_of_time_ends_the_search() -> None:
    ticks = count()
    deadline = Deadline(2, clock=lambda: next(ticks))
    deadline.check()
    with pytest.raises(OutOfTime):
        Region([{0: 1, 1: 1}], {0: 3, 1: 4}, deadline).reach(0, 7)


@st.composite
def systems(draw: st.DrawFn) -> tuple[Rows, list[int]]:
    """Draw equations of all kinds, also such that no table has, and one solution of them."""
    size = draw(st.integers(2, 7))
    truth = draw(st.lists(st.integers(0, 9), min_size=size, max_size=size))
    coefficients = st.lists(st.sampled_from([-1, 0, 0, 1]), min_size=size, max_size=size)
    rows = draw(st.lists(coefficients, min_size=1, max_size=5))
    return [{i: c for i, c in enumerate(row) if c} for row in rows], truth


@settings(max_examples=150)
@given(systems(), st.integers(0, 20))
def test_what_is_reached_is_a_solution_and_what_is_not_is_out_of_reach(
    system: tuple[Rows, list[int]], goal: int
) -> None:
    rows, truth = system
    explored = region(rows, *truth)
    for target in range(len(truth)):
        found = explored.reach(target, goal)
        if found is None:
            low, high = _oracle(rows, truth, target)
            assert not low <= goal <= high or _fractions_abound(rows)
        else:
            assert found[target] == goal
            assert min(found.values()) >= 0
            change = {i: found[i] - value for i, value in enumerate(truth)}
            assert all(sum(c * change[i] for i, c in row.items()) == 0 for row in rows)


def _oracle(rows: Rows, truth: list[int], target: int) -> tuple[int, int]:
    """Ask HiGHS; the sum of a row that is not 0 becomes one printed cell."""
    keys = [Predicate("x", str(i).zfill(2)) for i in range(len(truth) + len(rows))]
    cells = [Cell(keys[i], value, need=1) for i, value in enumerate(truth)]
    equations = []
    for number, row in enumerate(rows, start=len(truth)):
        total = sum(c * truth[i] for i, c in row.items())
        cells.append(Cell(keys[number], abs(total)))
        equation = {keys[i]: c for i, c in row.items()}
        equations.append(equation | {keys[number]: -1 if total > 0 else 1})
    return interval(Problem.of(cells, equations), range(len(truth)), target, whole=True)


def _fractions_abound(rows: Rows) -> bool:
    """Tell whether the equations are of a kind in which corners may be fractions.

    A cell in at most one row of each sign makes a network, and its corners are whole.
    """
    cells = {i for row in rows for i in row}
    signs = [[row[i] for row in rows if i in row] for i in cells]
    return any(found.count(1) > 1 or found.count(-1) > 1 for found in signs)
