"""The independent check of a protection: short, and sharing no code with what it checks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peerdesk.disclosure.audit import Certificate, Witness
    from peerdesk.disclosure.problem import Problem


def verify(
    problem: Problem, blanks: Collection[int], certificates: Mapping[int, Certificate]
) -> bool:
    """Tell whether every target has two tables that the print allows: one with 0, one with enough.

    ``blanks`` are the places of the cells that are not printed, beside those never printed.
    """
    return all(
        target in certificates
        and _allowed(problem, blanks, certificates[target].none)
        and _allowed(problem, blanks, certificates[target].enough)
        and certificates[target].none[target] == 0
        and certificates[target].enough[target] >= cell.need
        for target, cell in enumerate(problem.cells)
        if cell.need > 0
    )


def _allowed(problem: Problem, blanks: Collection[int], witness: Witness) -> bool:
    """Tell whether a table has whole counts for all cells, agrees with the print and adds up."""
    return (
        len(witness) == len(problem.cells)
        and all(type(value) is int and value >= 0 for value in witness)
        and all(
            witness[index] == cell.value
            for index, cell in enumerate(problem.cells)
            if index not in blanks and cell.status.value != "hidden"
        )
        and all(sum(witness[i] * factor for i, factor in row) == 0 for row in problem.equations)
    )
