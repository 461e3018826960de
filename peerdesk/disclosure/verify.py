"""The second look at a protection: short, and sharing with the search only the list of claims."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peerdesk.disclosure.attacker import Proofs, Witness
    from peerdesk.disclosure.problem import Claim, Problem


def verify(problem: Problem, blanks: Collection[int], proofs: Proofs) -> bool:
    """Tell whether every claim has a table that the print allows and in which it is true.

    ``blanks`` are the places of the cells that are not printed, beside those never printed. Each
    target needs a table with 0 and one with enough of it; with insiders, also one with any other
    value for each count of 1 that somebody may know. Those that no blank can hide come without.
    """
    unknown = set(blanks) | problem.hidden
    return all(
        claim in proofs and _proven(problem, unknown, claim, proofs[claim])
        for claim in problem.claims(unknown)
    )


def _proven(problem: Problem, unknown: set[int], claim: Claim, witness: Witness | None) -> bool:
    if witness is None:
        return claim.aim.value == "other"
    if not _allowed(problem, unknown - {claim.known}, witness):
        return False
    cell = problem.cells[claim.target]
    return {
        "none": witness[claim.target] == 0,
        "enough": witness[claim.target] >= cell.need,
        "other": witness[claim.target] != cell.value,
    }[claim.aim.value]


def _allowed(problem: Problem, unknown: Collection[int | None], witness: Witness) -> bool:
    """Tell whether a table has whole counts for all cells, agrees with the print and adds up."""
    return (
        len(witness) == len(problem.cells)
        and all(type(value) is int and value >= 0 for value in witness)
        and all(
            witness[index] == cell.value
            for index, cell in enumerate(problem.cells)
            if index not in unknown
        )
        and all(sum(witness[i] * factor for i, factor in row) == 0 for row in problem.equations)
    )
