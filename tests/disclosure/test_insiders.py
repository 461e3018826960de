"""Whoever is alone behind a count knows it, and still learns of nobody else (rule A7.6)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerdesk.disclosure.attacker import audit
from peerdesk.disclosure.blanks import Unprotectable, protect
from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.builder import build
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.problem import Aim, Claim, Problem
from peerdesk.disclosure.sums import whole
from peerdesk.disclosure.table import Thresholds
from peerdesk.disclosure.timeline import History
from peerdesk.disclosure.verify import verify
from tests.disclosure.insiders import leaks, told_anyway, year_leaks
from tests.disclosure.oracle import leaks as outsider_leaks
from tests.disclosure.samples import FIVE, MODE, ORIGIN, dimension, draw, grids, line, seeded, table
from tests.disclosure.test_timeline import THREE

CAREFUL = Thresholds(insiders=True)


def two_way(seed: int, thresholds: Thresholds) -> Problem:
    made = table([MODE, ORIGIN], draw([MODE, ORIGIN], 120, seeded(seed)))
    return build([Grid(made, (0, 0))], thresholds)


def test_without_the_rule_somebody_would_find_out() -> None:
    """The control: the ordinary protection, proven safe from outsiders, leaks to insiders."""
    problems = [two_way(seed, FIVE) for seed in range(5)]
    found = [leaks(problem, protect(problem, Deadline())) for problem in problems]
    assert sum(bool(each) for each in found) >= 1


@settings(max_examples=3)
@given(grids())
def test_no_insider_finds_out_anything(found: list[Grid]) -> None:
    check_tables(found)


@pytest.mark.slow
@settings(max_examples=30)
@given(grids())
def test_no_insider_finds_out_anything_in_many_tables(found: list[Grid]) -> None:
    check_tables(found)


def check_tables(found: list[Grid]) -> None:
    problem = build(found, CAREFUL)
    try:
        blanks = protect(problem, Deadline(60))
    except Unprotectable:
        return
    assert outsider_leaks(problem, blanks) == []
    assert leaks(problem, blanks) <= told_anyway(problem)


def test_it_costs_few_blanks_and_no_table() -> None:
    ordinary = careful = 0
    for seed in range(30):
        ordinary += len(protect(two_way(seed, FIVE), Deadline()))
        careful += len(protect(two_way(seed, CAREFUL), Deadline()))
    assert ordinary < careful < 1.1 * ordinary


def test_three_blanks_are_enough_for_outsiders_and_not_for_the_one_behind_a_one() -> None:
    """20, 1, 4 under a total of 25: who knows the 1 and the 20 knows the 4."""
    problem = build([Grid(line(THREE, 20, 1, 4), (0,))], CAREFUL)
    assert [cell.value for cell in problem.cells] == [25, 20, 1, 4]
    assert audit(replace(problem, insiders=False), frozenset({2, 3}), Deadline()) is not None
    assert leaks(problem, frozenset({2, 3})) == {(2, 3)}
    assert audit(problem, frozenset({2, 3}), Deadline()) is None
    assert protect(problem, Deadline()) == {1, 2, 3}


def test_what_the_total_tells_an_insider_is_not_for_a_table_to_hide() -> None:
    """1 and 4 under a printed total of 5: no blank can help, and none is asked for."""
    made = line(dimension("x", 2), 1, 4)
    told = History((made,), {whole("contacts", made.period): 5})
    problem = build([Grid(made, (0,))], CAREFUL, told)
    assert [cell.value for cell in problem.cells] == [5, 1, 4]
    assert leaks(problem, problem.open) == {(1, 2)}
    proofs = audit(problem, problem.open, Deadline())
    assert proofs is not None
    assert [claim for claim, proof in proofs.items() if proof is None] == [Claim(2, Aim.OTHER, 1)]
    alone = build([Grid(made, (0,))], CAREFUL)
    assert protect(alone, Deadline()) == {0, 1, 2}


def test_the_count_of_oneself_in_a_wider_group_is_no_discovery() -> None:
    problem = build([Grid(line(MODE, 30, 1, 0, 0, 0, 0), (0,))], CAREFUL)
    one = next(place for place, cell in enumerate(problem.cells) if cell.value == 1)
    assert not [
        claim for claim in problem.claims(problem.open) if claim.target == one == claim.known
    ]
    assert protect(problem, Deadline())


def test_a_proof_for_another_insider_is_rejected() -> None:
    problem = build([Grid(line(ORIGIN, 20, 1, 4, 1, 9), (0,))], CAREFUL)
    blanks = protect(problem, Deadline())
    proofs = audit(problem, blanks, Deadline())
    assert proofs is not None
    assert verify(problem, blanks, proofs)
    truth = tuple(cell.value for cell in problem.cells)
    for claim, witness in proofs.items():
        if claim.aim is Aim.OTHER:
            assert witness is not None
            assert witness[claim.known or 0] == 1
            moved = list(witness)
            moved[claim.known or 0] += 1
            moved[claim.target] -= 1
            assert not verify(problem, blanks, proofs | {claim: tuple(moved)})
            assert not verify(problem, blanks, proofs | {claim: truth})
    missing = {claim: proof for claim, proof in proofs.items() if claim.aim is not Aim.OTHER}
    assert not verify(problem, blanks, missing)


def test_only_a_claim_about_insiders_may_be_beyond_help() -> None:
    problem = build([Grid(line(ORIGIN, 20, 1, 4, 0, 9), (0,))], CAREFUL)
    blanks = protect(problem, Deadline())
    proofs = audit(problem, blanks, Deadline())
    assert proofs is not None
    for claim in proofs:
        beyond: dict[Claim, tuple[int, ...] | None] = {**proofs, claim: None}
        assert verify(problem, blanks, beyond) is (claim.aim is Aim.OTHER)


@pytest.mark.slow
@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from([14, 30, 60, 110]))
def test_many_years_of_careful_reports_tell_insiders_nothing(seed: int, contacts: int) -> None:
    told, by_totals = year_leaks(seed, contacts, CAREFUL, most=400)
    assert told <= by_totals


@settings(max_examples=2)
@given(st.integers(0, 10**6), st.sampled_from([30, 60]))
def test_a_year_of_careful_reports_tells_insiders_nothing(seed: int, contacts: int) -> None:
    told, by_totals = year_leaks(seed, contacts, CAREFUL, most=120)
    assert told <= by_totals


def test_a_year_of_ordinary_reports_tells_them_something() -> None:
    found = [year_leaks(seed, 60, FIVE, most=400) for seed in range(4)]
    assert any(told - by_totals for told, by_totals in found)
