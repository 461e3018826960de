"""The exact attacker: for each small number, two tables that prove it cannot be told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from peerdesk.disclosure.bounds import Deadline, Region
from peerdesk.disclosure.problem import Problem

Witness = tuple[int, ...]
"""A count for every cell of a problem, in its order, that agrees with everything printed."""
Lookup = Callable[[int, frozenset[int]], Witness | None]


@dataclass(frozen=True, repr=False)
class Certificate:
    """The proof that a target is safe: a table in which it is 0, and one in which it is enough."""

    none: Witness
    enough: Witness


class Witnesses:
    """The witnesses found so far; one serves every target, as long as what it changes is blank."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._none: dict[int, list[tuple[frozenset[int], Witness]]] = {}
        self._enough: dict[int, list[tuple[frozenset[int], Witness]]] = {}
        self.add({})

    def add(self, changes: dict[int, int]) -> None:
        """Keep the table that differs from the truth by these values."""
        cells = self._problem.cells
        changed = frozenset(
            place for place, value in changes.items() if value != cells[place].value
        )
        witness = tuple(changes.get(place, cell.value) for place, cell in enumerate(cells))
        for target in self._problem.targets:
            if witness[target] == 0:
                self._none.setdefault(target, []).append((changed, witness))
            if witness[target] >= cells[target].need:
                self._enough.setdefault(target, []).append((changed, witness))

    def none(self, target: int, unknown: frozenset[int]) -> Witness | None:
        """Return a table in which the target is 0."""
        return _usable(self._none.get(target, ()), unknown)

    def enough(self, target: int, unknown: frozenset[int]) -> Witness | None:
        """Return a table in which the target is as large as it needs to be."""
        return _usable(self._enough.get(target, ()), unknown)


class Audit:
    """An attack on one choice of blanks, by someone who can do all arithmetic there is.

    ``pool`` holds witnesses of earlier audits of the same problem, and takes up those found here.
    """

    def __init__(
        self, problem: Problem, blanks: frozenset[int], deadline: Deadline, pool: Witnesses
    ) -> None:
        self._problem = problem
        self._unknown = blanks | problem.hidden
        self._deadline = deadline
        self._pool = pool
        self._regions: dict[int, Region] = {}

    def certify(self, target: int) -> Certificate | None:
        """Return the proof that a target is safe, or None; raises OutOfTime."""
        if target not in self._unknown:
            return None
        none = self._find(self._pool.none, target, 0)
        enough = none and self._find(self._pool.enough, target, self._problem.cells[target].need)
        return Certificate(none, enough) if none and enough else None

    def _find(self, known: Lookup, target: int, goal: int) -> Witness | None:
        if (witness := known(target, self._unknown)) is not None:
            return witness
        found = self._region(target).reach(target, goal)
        if found is None:
            return None
        self._pool.add(found)
        return known(target, self._unknown)

    def _region(self, target: int) -> Region:
        if target not in self._regions:
            cells, rows = self._problem.component(target, self._unknown)
            equations = [
                {place: factor for place, factor in self._problem.equations[row] if place in cells}
                for row in sorted(rows)
            ]
            truth = {place: self._problem.cells[place].value for place in sorted(cells)}
            region = Region(equations, truth, self._deadline)
            self._regions |= dict.fromkeys(cells, region)
        return self._regions[target]


def audit(
    problem: Problem,
    blanks: frozenset[int],
    deadline: Deadline,
    pool: Witnesses | None = None,
) -> dict[int, Certificate] | None:
    """Return a certificate for every target, or None as soon as one cannot be had.

    ``blanks`` are the places of the cells that are not printed. Without ``pool`` every witness is
    found anew. Raises OutOfTime.
    """
    attack = Audit(problem, blanks, deadline, pool or Witnesses(problem))
    found: dict[int, Certificate] = {}
    for target in problem.targets:
        certificate = attack.certify(target)
        if certificate is None:
            return None
        found[target] = certificate
    return found


def _usable(
    known: Iterable[tuple[frozenset[int], Witness]], unknown: frozenset[int]
) -> Witness | None:
    return next((witness for changed, witness in known if changed <= unknown), None)
