"""The audit calls unsafe what leaks, and agrees with HiGHS on what does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from peerdesk.disclosure.attacker import Audit, Witnesses, audit
from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.builder import build
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.problem import Aim, Claim, Problem
from peerdesk.disclosure.verify import verify
from tests.disclosure.oracle import interval, leaks
from tests.disclosure.samples import FIVE, MODE, ORIGIN, draw, line, seeded, table

Pattern = Callable[[Problem], frozenset[int]]


def primary_only(problem: Problem) -> frozenset[int]:
    return frozenset(problem.targets) & problem.open


def two_per_line(problem: Problem) -> frozenset[int]:
    """Blank until every line with a blank has two: the rule of thumb of many offices."""
    blanks = primary_only(problem)
    while True:
        lonely = [
            line - blanks
            for line in ({place for place, _ in row} & problem.open for row in problem.equations)
            if len(line & blanks) == 1
        ]
        found = min(
            ((problem.cells[place].cost, place) for rest in lonely for place in rest), default=None
        )
        if found is None:
            return blanks
        blanks |= {found[1]}


def two_way(seed: int) -> Problem:
    made = table([MODE, ORIGIN], draw([MODE, ORIGIN], 120, seeded(seed)))
    return build([Grid(made, (0, 0))], FIVE)


@pytest.mark.parametrize(("pattern", "least"), [(primary_only, 10), (two_per_line, 5)])
def test_rules_of_thumb_leak_and_the_audit_sees_it(pattern: Pattern, least: int) -> None:
    problems = [two_way(seed) for seed in range(12)]
    broken = [problem for problem in problems if leaks(problem, pattern(problem))]
    assert len(broken) >= least
    for problem in broken:
        assert audit(problem, pattern(problem), Deadline()) is None


def test_one_blank_under_a_total_is_no_secret() -> None:
    problem = build([Grid(line(ORIGIN, 20, 2, 14, 0, 0), (0,))], FIVE)
    assert interval(problem, {2}, 2) == (2, 2)
    assert audit(problem, frozenset({2}), Deadline()) is None


def test_two_small_blanks_say_too_much_when_their_sum_is_small() -> None:
    problem = build([Grid(line(ORIGIN, 20, 2, 2, 0, 14), (0,))], FIVE)
    assert interval(problem, {2, 3}, 2) == (0, 4)
    assert audit(problem, frozenset({2, 3}), Deadline()) is None
    assert audit(problem, frozenset({2, 3, 5}), Deadline()) is not None


def test_nothing_is_proven_of_a_printed_target() -> None:
    problem = build([Grid(line(ORIGIN, 20, 2, 14, 0, 0), (0,))], FIVE)
    attack = Audit(problem, frozenset({3}), Deadline(), Witnesses(problem))
    assert attack.prove(Claim(2, Aim.NONE)) is None


def test_a_witness_serves_only_while_all_it_changes_is_blank() -> None:
    problem = build([Grid(line(ORIGIN, 20, 2, 14, 0, 0), (0,))], FIVE)
    pool = Witnesses(problem)
    pool.add({2: 0, 3: 16})
    assert pool.find(2, Aim.NONE, frozenset({2, 3})) == (36, 20, 0, 16, 0, 0)
    assert pool.find(2, Aim.NONE, frozenset({2, 1})) is None
    assert pool.find(2, Aim.ENOUGH, frozenset({2, 3})) is None


def test_the_truth_is_a_witness_for_many_contacts_of_few_people() -> None:
    problem = build([Grid(line(ORIGIN, 20, 2, 14, 0, 0), (0,))], FIVE)
    assert Witnesses(problem).find(2, Aim.ENOUGH, frozenset()) is None
    few = build([Grid(line(ORIGIN, 20, 12, 14, 0, 0, firsts_recorded=False), (0,))], FIVE)
    assert few.targets == ()
    assert audit(few, frozenset(), Deadline()) == {}


def test_a_pool_saves_work_and_changes_no_verdict() -> None:
    problem = two_way(1)
    pool = Witnesses(problem)
    first = audit(problem, problem.open, Deadline(), pool)
    frozen = Deadline(5, clock=iter([0.0]).__next__)
    again = audit(problem, problem.open, frozen, pool)
    assert first is not None
    assert again is not None
    assert verify(problem, problem.open, first)
    assert verify(problem, problem.open, again)
