"""The independent check accepts honest witnesses and no others."""

from __future__ import annotations

import pytest

from peerdesk.disclosure.audit import Certificate, Witness, audit
from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.builder import build
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.problem import Problem
from peerdesk.disclosure.verify import verify
from tests.disclosure.samples import FIVE, ORIGIN, line


@pytest.fixture
def problem() -> Problem:
    """Give the total 36 and its parts 20, 2, 14, 0, 0; the second is the small one."""
    return build([Grid(line(ORIGIN, 20, 2, 14, 0, 0), (0,))], FIVE)


@pytest.fixture
def honest(problem: Problem) -> Certificate:
    assert [cell.value for cell in problem.cells][:3] == [36, 20, 2]
    found = audit(problem, frozenset({2, 3}), Deadline())
    assert found is not None
    return found[2]


def test_an_honest_certificate_is_accepted(problem: Problem, honest: Certificate) -> None:
    assert verify(problem, {2, 3}, {2: honest})


def test_a_target_without_a_certificate_is_not_safe(problem: Problem) -> None:
    assert not verify(problem, {2, 3}, {})


@pytest.mark.parametrize("side", ["none", "enough"])
@pytest.mark.parametrize(
    "forged",
    [
        (),
        (36, 20, 0, 16, 0),
        (36, 20, 0, 16, 0, 0, 0),
        (36, 20, 17, -1, 0, 0),
        (36, 19, 5, 12, 0, 0),
        (36, 20, 0, 15, 0, 0),
        (36, 20, 5.5, 10.5, 0, 0),
        (36, 20, 2, 14, 0, 0),
        (37, 20, 0, 17, 0, 0),
    ],
)
def test_a_forged_witness_is_rejected(
    problem: Problem, honest: Certificate, side: str, forged: Witness
) -> None:
    pair = {"none": honest.none, "enough": honest.enough} | {side: forged}
    assert not verify(problem, {2, 3}, {2: Certificate(**pair)})


def test_every_change_of_a_single_count_is_rejected(problem: Problem, honest: Certificate) -> None:
    for place in range(len(problem.cells)):
        for step in (-1, 1):
            forged = list(honest.none)
            forged[place] += step
            pair = Certificate(tuple(forged), honest.enough)
            assert not verify(problem, {2, 3}, {2: pair})


def test_a_witness_of_other_blanks_is_rejected(problem: Problem, honest: Certificate) -> None:
    assert not verify(problem, {2, 4}, {2: honest})
    assert not verify(problem, {2}, {2: honest})
