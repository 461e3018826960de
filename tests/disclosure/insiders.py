"""Who is alone behind a count knows it, and adds and subtracts: HiGHS does it for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from peerdesk.disclosure.problem import Predicate, Problem, Status
from peerdesk.disclosure.protect import protect_tables, protect_totals
from peerdesk.disclosure.quarter_sets import quarters_of
from peerdesk.disclosure.rules import Part, need
from peerdesk.disclosure.sums import over
from peerdesk.disclosure.table import ZERO, Count, CountTable, Thresholds
from peerdesk.disclosure.timeline import History
from tests.disclosure.oracle import interval
from tests.disclosure.samples import FIVE, MODE, seeded
from tests.disclosure.test_timeline import PERIODS, year

Place = frozenset[tuple[str, str]]
"""Quarters and leaves that a number sums."""


def pairs(problem: Problem) -> Iterator[tuple[int, int]]:
    """Yield who knows, and of whom nothing more may be known: not the same person."""
    ones = [place for place, cell in enumerate(problem.cells) if cell.value == 1]
    for known in ones:
        key = problem.cells[known].key
        for target in problem.targets:
            other = problem.cells[target]
            own = other.value == 1 and (other.key.within(key) or key.within(other.key))
            if not own:
                yield known, target


def knowing(problem: Problem, known: int) -> Problem:
    cells = list(problem.cells)
    cells[known] = replace(cells[known], status=Status.LOCKED)
    return replace(problem, cells=tuple(cells))


def leaks(problem: Problem, blanks: frozenset[int]) -> set[tuple[int, int]]:
    """Return who finds out what: HiGHS leaves the target one value, and more blanks could help."""
    unknown = blanks | problem.hidden
    found = set()
    for known, target in pairs(problem):
        if {known, target} <= unknown:
            inside = knowing(problem, known)
            least, most = interval(inside, blanks - {known}, target)
            if least == most:
                found.add((known, target))
    return found


def told_anyway(problem: Problem) -> set[tuple[int, int]]:
    return leaks(problem, problem.open)


def year_leaks(
    seed: int, contacts: int, thresholds: Thresholds, *, most: int
) -> tuple[set[tuple[Place, Place]], set[tuple[Place, Place]]]:
    """Issue a year's reports; return what insiders learn from all of them, and from totals alone.

    Of those who know a 1, and the small numbers that could be learned from it, ``most`` pairs are
    drawn.
    """
    rng = seeded(seed)
    quarters = year(contacts, rng, MODE)
    published: dict[Predicate, int] = {}
    for period in PERIODS:
        if rng.random() < 0.7:
            history = History(quarters, published)
            told = protect_totals("contacts", [period], thresholds, history)
            parts = [each for each in quarters if each.period in quarters_of(period)]
            made = over(period, parts)
            (shown,) = protect_tables([made], thresholds, history=history.knowing(told))
            published |= {key: n for key, n in shown.issued().items() if n is not None} | told
    able = sorted(_able(quarters), key=lambda pair: [sorted(each) for each in pair])
    drawn = rng.sample(able, min(most, len(able)))
    totals = {key: n for key, n in published.items() if not key.at}
    return (
        {pair for pair in drawn if _exact(*pair, quarters, published)},
        {pair for pair in drawn if _exact(*pair, quarters, totals)},
    )


def _able(quarters: Sequence[CountTable]) -> Iterator[tuple[Place, Place]]:
    """Yield who is alone behind a count, and each small count that is not of the same person."""
    counts = dict(_counted(quarters))
    small = [place for place, count in counts.items() if need([Part(count, recorded=True)], FIVE)]
    for known in (at for at, count in counts.items() if count.contacts == 1):
        for target in small:
            same = counts[target].contacts == 1 and (known <= target or target <= known)
            if not same:
                yield known, target


def _counted(quarters: Sequence[CountTable]) -> Iterator[tuple[Place, Count]]:
    """Yield what every union of quarters counts, in every category of every level."""
    nodes = {level.leaves(each.code) for level in MODE.levels for each in level.categories}
    for node in nodes:
        by_quarter = [
            sum((q.cells.get((leaf,), ZERO) for leaf in node), start=ZERO) for q in quarters
        ]
        for size in (1, 2, 3, 4):
            for union in combinations(range(len(quarters)), size):
                place = frozenset((quarters[n].period, leaf) for n in union for leaf in node)
                yield place, Count.over(*(by_quarter[n] for n in union))


def _exact(
    known: Place, target: Place, quarters: Sequence[CountTable], printed: Mapping[Predicate, int]
) -> bool:
    cells = [(quarter.period, leaf) for quarter in quarters for leaf in sorted(MODE.leaves)]
    rows = [(known, 1)]
    for key, number in printed.items():
        leaves = dict(key.at).get("mode", tuple(MODE.leaves))
        rows.append(
            (frozenset((q, leaf) for q in quarters_of(key.period) for leaf in leaves), number)
        )
    matrix = np.array([[float(cell in place) for cell in cells] for place, _ in rows])
    goal = np.array([float(cell in target) for cell in cells])
    ends = []
    for sign in (1, -1):
        found = linprog(sign * goal, A_eq=matrix, b_eq=[n for _, n in rows], bounds=(0, 5000))
        assert found.status == 0, "the papers contradict each other"
        ends.append(sign * found.fun)
    return bool(ends[1] - ends[0] < 1e-6)
