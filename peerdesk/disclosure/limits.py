"""What one measure says about another: a topic was touched in no more contacts than there were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from peerdesk.disclosure.problem import Cell, Predicate, Status
from peerdesk.disclosure.quarter_sets import Quarters, label_of, quarters_of

Equation = dict[Predicate, int]


@dataclass(frozen=True)
class Limit:
    """That no line of a measure is larger than the total of another, its parent."""

    parent: str
    exact: bool
    """Whether the lines add up to the parent's total, rather than to as much or more."""


@dataclass(frozen=True, repr=False)
class Limits:
    """The parent's totals as a reader knows them, tied to the cells of a problem."""

    limit: Limit
    known: Mapping[Predicate, int]
    """The parent's totals that were told."""
    totals: Mapping[str, int]
    """The parent's true totals by quarter."""
    cells: dict[Predicate, Cell] = field(default_factory=dict)
    equations: list[Equation] = field(default_factory=list)

    def tie(self, blocks: Sequence[Quarters], counts: Mapping[Predicate, int]) -> None:
        """Add what follows in each block of time; ``counts`` are the cells of the problem.

        A line that is larger than the parent's total, as a group of topics can be, is not tied.
        """
        for key, value in self.known.items():
            self.cells[key] = Cell(key, value, status=Status.LOCKED)
        told = [quarters_of(key.period) for key in self.known]
        inside = [block for block in blocks if any(block <= each for each in told)]
        for block in inside:
            self._tie_block(block, counts)
        for key in self.known:
            parts = {label_of(block): -1 for block in inside if block <= quarters_of(key.period)}
            if parts.keys() != {key.period}:
                tops = {Predicate(key.measure, label): sign for label, sign in parts.items()}
                self.equations.append({key: 1, **tops})

    def _tie_block(self, block: Quarters, counts: Mapping[Predicate, int]) -> None:
        label = label_of(block)
        top = Predicate(self.limit.parent, label)
        total = sum(self.totals[quarter] for quarter in block)
        self.cells.setdefault(top, Cell(top, total, status=Status.HIDDEN))
        for key, value in counts.items():
            if key.period != label:
                continue
            if self.limit.exact:
                if not key.at:
                    self.equations.append({key: 1, top: -1})
            elif key.at:
                self._tie_pair((top, total), (key, value))
            else:
                self._tie_pair((key, value), (top, total))

    def _tie_pair(self, larger: tuple[Predicate, int], smaller: tuple[Predicate, int]) -> None:
        """Say that one is as large as the other or larger, where that is so."""
        (above, most), (below, least) = larger, smaller
        if most >= least:
            line = below if below.at else above
            rest = Predicate(f"{self.limit.parent} beside {line.measure}", line.period, line.at)
            self.cells[rest] = Cell(rest, most - least, status=Status.HIDDEN)
            self.equations.append({above: 1, below: -1, rest: -1})
