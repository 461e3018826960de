"""The exact attacker: for each small number, tables that prove that it cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peerdesk.disclosure.bounds import Deadline, Region
from peerdesk.disclosure.problem import Aim, Claim, Problem

Witness = tuple[int, ...]
"""A count for every cell of a problem, in its order, that agrees with everything printed."""
Proofs = dict[Claim, Witness | None]
"""A witness for each claim; None where no blank can help, as ``Audit.lost`` says."""


class Witnesses:
    """The witnesses found so far; one serves every target, as long as what it changes is blank."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._found: dict[tuple[int, Aim], list[tuple[frozenset[int], Witness]]] = {}
        self.lost: dict[Claim, bool] = {}
        """What was found out about claims that no blank can prove."""
        self.add({})

    def add(self, changes: dict[int, int]) -> None:
        """Keep the table that differs from the truth by these values."""
        cells = self._problem.cells
        changed = frozenset(
            place for place, value in changes.items() if value != cells[place].value
        )
        witness = tuple(changes.get(place, cell.value) for place, cell in enumerate(cells))
        for target in self._problem.targets:
            for aim in self._met(target, witness[target]):
                self._found.setdefault((target, aim), []).append((changed, witness))

    def find(self, target: int, aim: Aim, unknown: frozenset[int]) -> Witness | None:
        """Return a table that meets an aim and changes nothing but unknown cells."""
        return _usable(self._found.get((target, aim), ()), unknown)

    def _met(self, target: int, value: int) -> Iterator[Aim]:
        cell = self._problem.cells[target]
        if value == 0:
            yield Aim.NONE
        if value >= cell.need:
            yield Aim.ENOUGH
        if self._problem.insiders and value != cell.value:
            yield Aim.OTHER


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
        self._regions: dict[tuple[int | None, int], Region] = {}

    def run(self) -> Iterator[tuple[Claim, Witness | None, bool]]:
        """Yield each claim with its proof, and whether it stands; raises OutOfTime."""
        for claim in self._problem.claims(self._unknown):
            proof = None if self._pool.lost.get(claim) else self.prove(claim)
            yield claim, proof, proof is not None or self._lost(claim)

    def prove(self, claim: Claim) -> Witness | None:
        """Return a table in which a claim is true, or None; raises OutOfTime."""
        unknown = self._unknown - {claim.known}
        if claim.target not in unknown:
            return None
        known = self._pool.find(claim.target, claim.aim, unknown)
        if known is not None:
            return known
        region = self._region(claim.target, claim.known)
        for goal in self._goals(claim):
            found = region.reach(claim.target, goal)
            if found is not None:
                self._pool.add(found)
                return self._pool.find(claim.target, claim.aim, unknown)
        return None

    def _goals(self, claim: Claim) -> tuple[int, ...]:
        cell = self._problem.cells[claim.target]
        if claim.aim is Aim.OTHER:
            return (cell.value + 1, cell.value - 1)
        return (0 if claim.aim is Aim.NONE else cell.need,)

    def _lost(self, claim: Claim) -> bool:
        """Tell whether an insider knows a count from what is locked alone, whatever is blank.

        Then it is not for this report to hide: totals and earlier reports have told it already.
        """
        if claim.aim is not Aim.OTHER:
            return False
        if claim not in self._pool.lost:
            most = Audit(self._problem, self._problem.open, self._deadline, self._pool)
            self._pool.lost[claim] = most.told(claim)
        return self._pool.lost[claim]

    def told(self, claim: Claim) -> bool:
        """Tell whether someone who knows one more cell knows the target for certain."""
        return claim.target not in self._unknown or (
            self.prove(claim) is None
            and self._region(claim.target, claim.known).fixed(claim.target)
        )

    def _region(self, target: int, known: int | None) -> Region:
        if (known, target) not in self._regions:
            cells, rows = self._problem.component(target, self._unknown - {known})
            equations = [
                {place: factor for place, factor in self._problem.equations[row] if place in cells}
                for row in sorted(rows)
            ]
            truth = {place: self._problem.cells[place].value for place in sorted(cells)}
            region = Region(equations, truth, self._deadline)
            self._regions |= {(known, place): region for place in cells}
        return self._regions[known, target]


def audit(
    problem: Problem,
    blanks: frozenset[int],
    deadline: Deadline,
    pool: Witnesses | None = None,
) -> Proofs | None:
    """Return the proof of every claim, or None as soon as one cannot be had.

    ``blanks`` are the places of the cells that are not printed. Without ``pool`` every witness is
    found anew. Raises OutOfTime.
    """
    found: Proofs = {}
    for claim, proof, stands in Audit(problem, blanks, deadline, pool or Witnesses(problem)).run():
        if not stands:
            return None
        found[claim] = proof
    return found


def _usable(
    known: Iterable[tuple[frozenset[int], Witness]], unknown: frozenset[int]
) -> Witness | None:
    return next((witness for changed, witness in known if changed <= unknown), None)
