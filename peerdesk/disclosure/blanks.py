"""Which cells to leave blank: as few and as cheap as the exact attacker allows."""

from __future__ import annotations

from peerdesk.disclosure.attacker import Audit, Witnesses, audit
from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.problem import Claim, Problem
from peerdesk.disclosure.verify import verify


class Unprotectable(Exception):
    """No choice of blanks makes the problem safe, or none could be proven to."""


def protect(problem: Problem, deadline: Deadline) -> frozenset[int]:
    """Return the places of the cells to blank, the same for the same problem (rule A7.5).

    First every printed target, then what it takes to prove each claim, then back again what turns
    out not to be needed, and last a full audit anew with the independent check. Raises
    Unprotectable, or OutOfTime.
    """
    pool = Witnesses(problem)
    primary = frozenset(problem.targets) & problem.open
    blanks = _grow(problem, primary, deadline, pool)
    blanks = _shrink(problem, blanks, primary, deadline, pool)
    proofs = audit(problem, blanks, deadline)
    if proofs is None or not verify(problem, blanks, proofs):
        raise Unprotectable
    return blanks


def _grow(
    problem: Problem, blanks: frozenset[int], deadline: Deadline, pool: Witnesses
) -> frozenset[int]:
    while (claim := _open_claim(Audit(problem, blanks, deadline, pool))) is not None:
        blanks |= {_cheapest(problem, blanks, claim)}
    return blanks


def _open_claim(attack: Audit) -> Claim | None:
    return next((claim for claim, _, stands in attack.run() if not stands), None)


def _cheapest(problem: Problem, blanks: frozenset[int], claim: Claim) -> int:
    """Return the best cell to blank beside a target that is not safe yet.

    Only a cell in an equation of the target's component can loosen it. One that ties two of those
    equations together does so at once, and a zero gives no room downwards.
    """
    unknown = (blanks | problem.hidden) - {claim.known}
    _, rows = problem.component(claim.target, unknown)
    near = {place for row in rows for place, _ in problem.equations[row]}

    def rank(place: int) -> tuple[bool, float, int]:
        cell = problem.cells[place]
        ties = sum(row in rows for row in problem.touching[place])
        return (not (cell.value > 0 and ties >= 2), cell.cost, place)

    candidates = (near & problem.open) - blanks
    if not candidates:
        raise Unprotectable
    return min(candidates, key=rank)


def _shrink(
    problem: Problem,
    blanks: frozenset[int],
    primary: frozenset[int],
    deadline: Deadline,
    pool: Witnesses,
) -> frozenset[int]:
    for place in sorted(blanks - primary, key=lambda place: (-problem.cells[place].cost, place)):
        if audit(problem, blanks - {place}, deadline, pool) is not None:
            blanks -= {place}
    return blanks
