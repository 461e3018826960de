"""Cells and equations: everything that anyone can add and subtract, in one problem."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from peerdesk.disclosure.quarter_sets import quarters_of

Counted = tuple[tuple[str, tuple[str, ...]], ...]
"""By dimension, the leaf codes that are counted."""


@dataclass(frozen=True, order=True)
class Predicate:
    """What a cell counts, in one canonical way: equal predicates are one and the same cell.

    ``at`` holds, by dimension, the leaf codes that are counted, both sorted; a dimension of which
    every leaf is counted is left out. So a group of one term is that term, and every table of a
    measure has the same total.
    """

    measure: str
    period: str
    at: Counted = ()

    def within(self, whole: Predicate) -> bool:
        """Tell whether this counts only what another predicate of the measure counts too."""
        inner = dict(self.at)
        return quarters_of(self.period) <= quarters_of(whole.period) and all(
            name in inner and set(inner[name]) <= set(leaves) for name, leaves in whole.at
        )


class Status(Enum):
    """Whether a cell is known to the reader, and whether that can still be changed."""

    OPEN = "open"
    """Printed unless it is blanked."""
    HIDDEN = "hidden"
    """Never printed, but follows from others, so it may need protection all the same."""
    LOCKED = "locked"
    """Printed whatever happens: an earlier report did, or readers need it most."""


@dataclass(frozen=True)
class Cell:
    """A count. ``need`` > 0 makes it a target, which readers must not place between 0 and need.

    A target is safe when what is printed allows it to be 0 and also allows it to be ``need`` or
    more. ``margins`` is the number of dimensions that the cell sums over: losing it costs more.
    """

    key: Predicate
    value: int
    need: int = 0
    status: Status = Status.OPEN
    margins: int = 0
    left_out: bool = False
    """Whether an earlier report of the year left out the same: then it ties up little to do so."""

    def __repr__(self) -> str:
        return f"<Cell {self.status.value}>"

    @property
    def cost(self) -> float:
        """How much a reader loses by a blank here (specification A7.5).

        A blank where another quarter has one keeps the year readable: were they in different
        places, the year's report could tell neither.
        """
        share = 0.1 if self.left_out else 1
        return float(share * 3**self.margins * (1 + math.log1p(self.value)))


class Aim(Enum):
    """What has to be possible for a target, as far as a reader can tell."""

    NONE = "none"
    """That it is 0."""
    ENOUGH = "enough"
    """That it is as large as it needs to be, or larger."""
    OTHER = "other"
    """That it is not what it is."""


class Claim(NamedTuple):
    """One thing that has to be possible for a target, though a reader may know one more cell."""

    target: int
    aim: Aim
    known: int | None = None
    """The place of a count of 1, which the person behind it knows; None for any other reader."""


@dataclass(frozen=True)
class Problem:
    """Cells in canonical order, and equations between them: places and coefficients sum to 0.

    Made with ``of``. Nothing here knows of tables: an earlier report's cells are more cells with
    the status LOCKED, and "half-year = sum of its quarters" is one more equation. With ``insiders``
    the only person behind a count of 1 is a reader too (rule A7.6).
    """

    cells: tuple[Cell, ...]
    equations: tuple[tuple[tuple[int, int], ...], ...]
    insiders: bool = False

    @classmethod
    def of(
        cls,
        cells: Iterable[Cell],
        equations: Iterable[Mapping[Predicate, int]] = (),
        *,
        insiders: bool = False,
    ) -> Problem:
        """Put cells and equations in order; raises ValueError when they contradict each other."""
        ordered = tuple(sorted(cells, key=lambda cell: cell.key))
        place = {cell.key: index for index, cell in enumerate(ordered)}
        rows = {
            tuple(sorted((place[key], factor) for key, factor in equation.items()))
            for equation in equations
        }
        if len(place) != len(ordered) or any(cell.value < 0 for cell in ordered):
            raise ValueError("every cell is given once, with a count")
        if any(sum(ordered[index].value * factor for index, factor in row) for row in rows):
            raise ValueError("the counts do not add up")
        return cls(ordered, tuple(sorted(rows)), insiders)

    def claims(self, unknown: Collection[int]) -> Iterator[Claim]:
        """Yield what has to be shown of every target, given the cells that readers do not know."""
        for target in self.targets:
            yield Claim(target, Aim.NONE)
            yield Claim(target, Aim.ENOUGH)
        for known in sorted(self._own.keys() & unknown):
            for target in self.targets:
                if target not in self._own[known]:
                    yield Claim(target, Aim.OTHER, known)

    @cached_property
    def _own(self) -> dict[int, set[int]]:
        """For each count of 1 that somebody may know, the places that count the same person."""
        ones = [place for place in self.targets if self.cells[place].value == 1]
        return {
            one: {other for other in ones if self._nested(one, other)}
            for one in (ones if self.insiders else ())
        }

    def _nested(self, one: int, other: int) -> bool:
        a, b = self.cells[one].key, self.cells[other].key
        return a.within(b) or b.within(a)

    @cached_property
    def targets(self) -> tuple[int, ...]:
        """The places of the cells that need protection, largest value first."""
        places = [index for index, cell in enumerate(self.cells) if cell.need]
        return tuple(sorted(places, key=lambda index: (-self.cells[index].value, index)))

    @cached_property
    def hidden(self) -> frozenset[int]:
        """The places of the cells that are never printed."""
        return self._places(Status.HIDDEN)

    @cached_property
    def open(self) -> frozenset[int]:
        """The places of the cells that may be blanked."""
        return self._places(Status.OPEN)

    @cached_property
    def touching(self) -> tuple[tuple[int, ...], ...]:
        """For each cell the places of the equations that it is in."""
        found: list[list[int]] = [[] for _ in self.cells]
        for number, row in enumerate(self.equations):
            for index, _ in row:
                found[index].append(number)
        return tuple(tuple(numbers) for numbers in found)

    def component(self, start: int, unknown: frozenset[int]) -> tuple[set[int], set[int]]:
        """Return the unknown cells tied to a cell by equations, and those equations."""
        cells, rows, todo = {start}, set[int](), [start]
        while todo:
            for number in self.touching[todo.pop()]:
                if number not in rows:
                    rows.add(number)
                    found = {index for index, _ in self.equations[number]} & unknown - cells
                    cells |= found
                    todo += sorted(found)
        return cells, rows

    def _places(self, status: Status) -> frozenset[int]:
        return frozenset(index for index, cell in enumerate(self.cells) if cell.status is status)
