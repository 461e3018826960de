"""An attacker that shares nothing with the product: HiGHS finds how far each blank can move."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from scipy.optimize import (
    Bounds,
    LinearConstraint,
    linprog,
    milp,
)

from peerdesk.disclosure.problem import Problem

FAR = 10_000


def interval(
    problem: Problem, blanks: Collection[int], target: int, *, whole: bool = False
) -> tuple[int, int]:
    """Return the least and the largest whole value that the print leaves possible for a cell.

    Outwards from the relaxation for fractions, or, with ``whole``, exact over whole tables.
    """
    unknown = set(blanks) | problem.hidden
    size = len(problem.cells)
    low = np.array([0 if i in unknown else cell.value for i, cell in enumerate(problem.cells)])
    high = np.array([FAR if i in unknown else cell.value for i, cell in enumerate(problem.cells)])
    matrix = np.zeros((max(1, len(problem.equations)), size))
    for number, row in enumerate(problem.equations):
        for place, factor in row:
            matrix[number, place] = factor
    ends = []
    for sign in (1, -1):
        goal = np.zeros(size)
        goal[target] = sign
        if whole:
            found = milp(
                goal,
                constraints=LinearConstraint(matrix, 0, 0),
                bounds=Bounds(low, high),
                integrality=np.ones(size),
            )
        else:
            found = linprog(
                goal,
                A_eq=matrix,
                b_eq=np.zeros(len(matrix)),
                bounds=np.column_stack([low, high]),
                method="highs",
            )
        assert found.status == 0
        ends.append(sign * found.fun)
    return int(np.ceil(ends[0] - 1e-6)), int(np.floor(ends[1] + 1e-6))


def leaks(problem: Problem, blanks: Collection[int], *, whole: bool = False) -> list[int]:
    """Return the targets that a reader can place above 0 or below what they need."""
    found = []
    for target in problem.targets:
        least, most = interval(problem, blanks, target, whole=whole)
        if least > 0 or most < problem.cells[target].need:
            found.append(target)
    return found
