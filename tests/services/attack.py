"""A reader who keeps every paper ever handed out, and adds and subtracts all day.

Numbers come from the text of the PDFs and from nothing else; the solver is HiGHS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from peerdesk.disclosure.table import Dimension
from peerdesk.periods import Period
from peerdesk.services.summaries.counted import hierarchies
from peerdesk.services.summaries.wording import BLOCKS
from tests.reports.samples import leaves as structure
from tests.reports.samples import read

FEW_PEOPLE, FEW_CONTACTS = 5, 10
Cells = frozenset[tuple[str, str]]
"""Quarters and leaf codes that a number sums."""
Known = dict[Cells, int]


@dataclass(frozen=True)
class Truth:
    """A quarter's contacts and first contacts by leaf code, which the reader does not have."""

    contacts: Mapping[str, int]
    firsts: Mapping[str, int]


def told(pdf: bytes, period: Period) -> dict[str, Known]:
    """Return the numbers on a paper, by dimension."""
    reader = read(pdf)
    lines = [line.strip() for page in reader.pages for line in page.extract_text().splitlines()]
    alts = [str(node.get("/Alt", "")) for _, role, node in structure(reader) if role == "/Figure"]
    totals = [each for alt in alts for each in _totals(alt)]
    found: dict[str, Known] = {}
    for name, hierarchy in hierarchies().items():
        known = found.setdefault(name, {})
        for chosen, number in _table(lines, BLOCKS[name].title, hierarchy.dimension):
            known[_cells(period.quarters, chosen)] = number
        if name != "topic":  # mentions are not contacts
            known |= {_cells(each.quarters, hierarchy.dimension.leaves): n for each, n in totals}
    return found


def _cells(quarters: Sequence[Period], chosen: frozenset[str]) -> Cells:
    return frozenset((str(quarter), leaf) for quarter in quarters for leaf in chosen)


def _table(
    lines: Sequence[str], title: str, dimension: Dimension
) -> Iterator[tuple[frozenset[str], int]]:
    if title not in lines:
        return
    here = lines.index(title) + 3
    end = lines.index("Total", here - 1)
    here = min(here, end)
    rows = [(lines[i], lines[i + 1]) for i in range(here, end + 1, 2)]
    labels = [label for label, _ in rows[:-1]]
    by_level = [
        level for level in dimension.levels if [c.label for c in level.categories] == labels
    ]
    parts = [by_level[0].leaves(c.code) for c in by_level[0].categories] if labels else []
    for chosen, (_, number) in zip([*parts, dimension.leaves], rows, strict=True):
        if number != ".":
            yield chosen, int(number.replace(",", ""))


def _totals(alt: str) -> Iterator[tuple[Period, int]]:
    for part, year, value in re.findall(r"(?:([QH]\d) )?(\d{4}): (\d+)", alt):
        yield Period.parse(f"{year}-{part}" if part else year), int(value)


def leaks(known: Known, dimension: Dimension, year: str, truth: Mapping[str, Truth]) -> list[str]:
    """Return the small numbers of a year that a reader can tell from 0, or from enough."""
    quarters = sorted(quarter for quarter in truth if quarter.startswith(year))
    leaves = sorted(dimension.leaves)
    places = {(q, leaf): i for i, (q, leaf) in enumerate((q, x) for q in quarters for x in leaves)}
    rows = [(cells, n) for cells, n in known.items() if cells <= places.keys()]
    matrix = np.zeros((max(1, len(rows)), len(places)))
    for number, (cells, _) in enumerate(rows):
        matrix[number, [places[cell] for cell in cells]] = 1
    right = np.array([n for _, n in rows] or [0])
    found = []
    for node in {level.leaves(c.code) for level in dimension.levels for c in level.categories}:
        for size in range(1, len(quarters) + 1):
            for union in combinations(quarters, size):
                if not _small([truth[q] for q in union], node):
                    continue
                goal = np.zeros(len(places))
                goal[[places[q, leaf] for q in union for leaf in node]] = 1
                if _placed(goal, matrix, right):
                    found.append("+".join(union))
    return found


def _small(quarters: Sequence[Truth], node: frozenset[str]) -> bool:
    contacts = sum(each.contacts.get(leaf, 0) for each in quarters for leaf in node)
    people = max(sum(each.firsts.get(leaf, 0) for leaf in node) for each in quarters)
    return contacts > 0 and people < FEW_PEOPLE


def _placed(goal: np.ndarray, matrix: np.ndarray, right: np.ndarray) -> bool:
    ends = []
    for sign in (1, -1):
        found = linprog(sign * goal, A_eq=matrix, b_eq=right, bounds=(0, 5000), method="highs")
        assert found.status == 0, "the papers contradict each other"
        ends.append(sign * found.fun)
    return bool(ends[0] > 1e-6 or ends[1] < FEW_PEOPLE - 1e-6)
