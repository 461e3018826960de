"""How far a hidden number can move: an exact simplex over all tables that agree with the print."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

Number = int | Fraction
_TRIES = 3


class OutOfTime(Exception):
    """The audit took longer than it may; nothing it was about may be shown."""


class Deadline:
    """An allowance of seconds, running from when it is made."""

    def __init__(self, seconds: float = 5.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def check(self) -> None:
        """Raise OutOfTime when the allowance is used up."""
        if self._clock() >= self._end:
            raise OutOfTime


class Region:
    """Every non-negative solution of some equations, explored from one that is known: the truth.

    ``rows`` are the equations between the hidden cells alone: what is printed is fixed, so a change
    of the hidden cells must sum to 0 in every row. ``truth`` holds the hidden values by cell. As
    the truth is a solution there is no search for a first one. All arithmetic is exact.

    The state is a point and a basis. Each basic cell has a row of the tableau that says how it
    answers the others: when cell j grows by 1, basic cell b changes by ``-tableau[b][j]``. A cell
    that is not basic may rest above zero (it is then called superbasic) and can move both ways.
    """

    def __init__(
        self, rows: Sequence[Mapping[int, int]], truth: Mapping[int, int], deadline: Deadline
    ) -> None:
        self._truth = truth
        self._deadline = deadline
        self._point: dict[int, Number] = dict(truth)
        self._tableau: dict[int, dict[int, Number]] = {}
        for row in rows:
            self._enter(dict(row))

    def reach(self, target: int, goal: int) -> dict[int, int] | None:
        """Return a whole-number solution in which the target is exactly ``goal``.

        None when there is none, or when no way that was tried leads to whole numbers: not found is
        not certified. Raises OutOfTime.
        """
        # Back at the truth, but from the basis that the last try left, the way is another one.
        tries = (self._reach(target, goal) for _ in range(_TRIES))
        return next((found for found in tries if found is not None), None)

    def _reach(self, target: int, goal: int) -> dict[int, int] | None:
        sign = 1 if goal > self._point[target] else -1
        while self._point[target] != goal:
            self._deadline.check()
            move = self._improving(target, sign)
            if move is None:
                return None
            self._walk(*move, target, goal)
        return self._whole()

    def fixed(self, target: int) -> bool:
        """Tell whether the target is the same in every solution, in fractions too.

        Raises OutOfTime.
        """
        self._point = dict(self._truth)
        for sign in (1, -1):
            while (move := self._improving(target, sign)) is not None:
                self._deadline.check()
                self._walk(*move, target, self._truth[target] + sign)
                if self._point[target] != self._truth[target]:
                    return False
        return True

    def _enter(self, row: dict[int, Number]) -> None:
        """Give an equation its basic cell, unless the earlier ones imply it."""
        for basic in [cell for cell in row if cell in self._tableau]:
            _add(row, self._tableau[basic], -row.pop(basic))
        if row:
            # A basic cell above zero leaves room to move; starting at zero wastes a pivot.
            basic = min(row, key=lambda cell: (self._truth[cell] == 0, cell))
            self._make_basic(row, basic)

    def _make_basic(self, row: dict[int, Number], basic: int) -> None:
        pivot = row.pop(basic)
        if pivot == -1:
            row = {cell: -value for cell, value in row.items()}
        elif pivot != 1:
            row = {cell: _over(value, pivot) for cell, value in row.items()}
        for other in self._tableau.values():
            if basic in other:
                _add(other, row, -other.pop(basic))
        self._tableau[basic] = row

    def _improving(self, target: int, sign: int) -> tuple[int, int] | None:
        """Return the first cell that can move the target, and its direction (Bland's rule).

        Taking the first eligible cell, here and in ``_walk``, is what rules out endless circles.
        """
        if target not in self._tableau:
            return target, sign
        gains = self._tableau[target]
        for cell in sorted(gains):
            direction = -sign if gains[cell] > 0 else sign
            if direction > 0 or self._point[cell] > 0:
                return cell, direction
        return None

    def _walk(self, cell: int, direction: int, target: int, goal: int) -> None:
        """Move a cell until it or a basic cell is zero, or the target is at its goal.

        The goal ends the walk even where nothing else would: a ray without end is walked exactly
        to the goal, so that there always is a solution to show for it.
        """
        rates = {
            basic: -row[cell] * direction for basic, row in self._tableau.items() if cell in row
        }
        speed = rates.get(target, direction)
        step = _over(goal - self._point[target], speed)
        if direction < 0:
            step = min(step, self._point[cell])
        leaving = None
        for basic in sorted(basic for basic, rate in rates.items() if rate < 0):
            room = _over(self._point[basic], -rates[basic])
            if room < step:
                step, leaving = room, basic
        self._point[cell] = _tidy(self._point[cell] + step * direction)
        for basic, rate in rates.items():
            self._point[basic] = _tidy(self._point[basic] + step * rate)
        if leaving is not None:
            row = self._tableau.pop(leaving)
            row[leaving] = 1
            self._make_basic(row, cell)

    def _whole(self) -> dict[int, int] | None:
        point = {cell: value for cell, value in self._point.items() if isinstance(value, int)}
        if len(point) == len(self._point):
            return point
        self._point = dict(self._truth)
        return None


def _tidy(value: Number) -> Number:
    """Return a whole number as int, which is many times faster than a Fraction."""
    return value.numerator if value.denominator == 1 else value


def _over(value: Number, divisor: Number) -> Number:
    """Divide exactly; nearly every divisor here is 1."""
    return value if divisor == 1 else _tidy(Fraction(value) / divisor)


def _add(row: dict[int, Number], other: Mapping[int, Number], times: Number) -> None:
    for cell, value in other.items():
        total = _tidy(row.get(cell, 0) + value * times)
        if total:
            row[cell] = total
        else:
            row.pop(cell, None)
