"""At which level each table is shown: the finest at which most of it can be read (rule A8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from peerdesk.disclosure.blanks import protect
from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.builder import build
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.problem import Predicate, Problem
from peerdesk.disclosure.table import Thresholds
from peerdesk.disclosure.timeline import History
from peerdesk.log import Event, write

Printed = dict[Predicate, int]
"""The numbers that may be printed, by what they count."""


@dataclass(frozen=True)
class Rules:
    """How a report is protected: what is small, what is known, how long it may take."""

    thresholds: Thresholds
    history: History = field(default_factory=History)
    deadline: Callable[[], Deadline] = Deadline


def settle(grids: Sequence[Grid], rules: Rules) -> list[tuple[Grid, Printed]]:
    """Return the tables that can be shown, at their levels, and their numbers; leave out the rest.

    All tables count the same measure and period, start at the levels given and are protected
    jointly. Those that do not come out readable go up one step, or out when there is none, and all
    are protected anew. Whatever fails in the protection, a deadline that passes or an error, takes
    every table a step up.

    What the choice tells a reader: that the finer levels, had they been printed, would have been
    mostly blank. That is a fact about many cells at once and follows from nothing but what the
    finer levels would have printed; where a category splits in two it can tell that neither part is
    empty. The proof behind every blank is about the numbers printed, not about a reader who runs
    this program backwards; no choice that keeps tables useful can promise that.
    """
    standing = list(grids)
    while standing:
        problem = build(standing, rules.thresholds, rules.history)
        # Small numbers are blank whatever happens: what they make unreadable needs no search.
        printed = _printed(problem, frozenset(problem.targets))
        failed = [grid for grid in standing if not readable(grid, printed)]
        if not failed:
            found = _attempt(problem, rules)
            failed = [grid for grid in standing if found is None or not readable(grid, found)]
            if found is not None and not failed:
                return [(grid, found) for grid in standing]
        steps = [grid.coarser() if grid in failed else grid for grid in standing]
        standing = [grid for grid in steps if grid is not None]
    return []


def provable(grids: Sequence[Grid], rules: Rules) -> bool:
    """Tell whether every small number behind some tables is safe beside what is known."""
    return _attempt(build(grids, rules.thresholds, rules.history), rules) is not None


def _attempt(problem: Problem, rules: Rules) -> Printed | None:
    try:
        blanks = protect(problem, rules.deadline())
    except Exception as error:  # noqa: BLE001 - whatever goes wrong, nothing may be shown
        write(Event("protection_failed", count=len(problem.cells), error=type(error).__name__))
        return None
    return _printed(problem, blanks)


def _printed(problem: Problem, blanks: frozenset[int]) -> Printed:
    unknown = blanks | problem.hidden
    return {cell.key: cell.value for i, cell in enumerate(problem.cells) if i not in unknown}


def readable(grid: Grid, printed: Printed) -> bool:
    """Tell whether a table can be read beside its true total."""
    return legible(grid, printed, grid.table.total.contacts)


def legible(grid: Grid, printed: Printed, total: int) -> bool:
    """Tell whether 80 % of a total stands in printed cells, and two thirds of the cells do."""
    inner = grid.inner()
    read = [printed[key] for key in inner if key in printed]
    return 10 * sum(read) >= 8 * total and 3 * len(read) >= 2 * len(inner)
