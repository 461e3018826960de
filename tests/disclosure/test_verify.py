"""The independent check accepts honest witnesses and no others."""

from __future__ import annotations

import pytest

from peerdesk.disclosure.attacker import Proofs, Witness, audit
from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.builder import build
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.problem import Aim, Claim, Problem
from peerdesk.disclosure.verify import verify
from tests.disclosure.samples import FIVE, ORIGIN, line


@pytest.fixture
def problem() -> Problem:
    """Give the total 36 and its parts 20, 2, 14, 0, 0; the second is the small one."""
    return build([Grid(line(ORIGIN, 20, 2, 14, 0, 0), (0,))], FIVE)


@pytest.fixture
def honest(problem: Problem) -> Proofs:
    assert [cell.value for cell in problem.cells][:3] == [36, 20, 2]
    found = audit(problem, frozenset({2, 3}), Deadline())
    assert found is not None
    return found


NONE, ENOUGH = Claim(2, Aim.NONE), Claim(2, Aim.ENOUGH)


def test_honest_proofs_are_accepted(problem: Problem, honest: Proofs) -> None:
    assert set(honest) == {NONE, ENOUGH}
    assert verify(problem, {2, 3}, honest)


@pytest.mark.parametrize("missing", [NONE, ENOUGH])
def test_a_claim_without_a_proof_is_not_safe(
    problem: Problem, honest: Proofs, missing: Claim
) -> None:
    del honest[missing]
    assert not verify(problem, {2, 3}, honest)
    assert not verify(problem, {2, 3}, honest | {missing: None})


@pytest.mark.parametrize("claim", [NONE, ENOUGH])
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
    problem: Problem, honest: Proofs, claim: Claim, forged: Witness
) -> None:
    assert not verify(problem, {2, 3}, honest | {claim: forged})


def test_every_change_of_a_single_count_is_rejected(problem: Problem, honest: Proofs) -> None:
    for place in range(len(problem.cells)):
        for step in (-1, 1):
            forged = list(honest[NONE] or ())
            forged[place] += step
            assert not verify(problem, {2, 3}, honest | {NONE: tuple(forged)})


def test_a_witness_of_other_blanks_is_rejected(problem: Problem, honest: Proofs) -> None:
    assert not verify(problem, {2, 4}, honest)
    assert not verify(problem, {2}, honest)
