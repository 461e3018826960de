"""A reader who keeps every paper ever handed out, and adds and subtracts all day.

Numbers come from the text of the PDFs and from nothing else; the solver is HiGHS. What is small is
said here once more from the specification (A3), and shares no code with the product's rules.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from peerdesk.disclosure.table import Dimension
from peerdesk.periods import Period
from peerdesk.services.summaries.counted import hierarchies
from peerdesk.services.summaries.wording import BLOCKS, TOPICS_ONCE
from tests.reports.samples import leaves as structure
from tests.reports.samples import read

PEOPLE, CONTACTS, HELPERS = 5, 10, 3
Cell = tuple[str, str, str]
"""Quarter, dimension, leaf."""
Known = dict[frozenset[Cell], int]
"""The cells that a printed number sums."""
FIRST, MONTH, TOPIC = "first", "month", "topic"
AGAIN = "again"
"""Every contact that is not known to be the first: by rule A3 it counts no person."""
PEOPLE_LABEL = "Different people, at least"


@dataclass(frozen=True)
class Row:
    """One contact, which the reader does not have."""

    first: str
    supporter: int | None
    leaves: Mapping[str, str]
    """Its leaf in each dimension."""


Truth = Mapping[str, Sequence[Row]]
"""The contacts by the quarter in which they count."""


Shape = Mapping[str, Dimension | None]
"""The dimensions by which papers count; None for months and first contacts, without levels."""


@cache
def paper() -> Shape:
    """Return the dimensions of the report to command."""
    dimensions = {name: hierarchy.dimension for name, hierarchy in hierarchies().items()}
    return {MONTH: None, FIRST: None, **dimensions}


def nodes(shape: Shape, name: str, quarter: str) -> tuple[frozenset[str], ...]:
    """Return what a dimension may be told by: the leaves of every category of every level."""
    dimension = shape[name]
    if dimension is not None:
        levels = dimension.levels
        every = (level.leaves(c.code) for level in levels for c in level.categories)
        return tuple(dict.fromkeys(every))
    if name == FIRST:
        return (frozenset({"yes"}), frozenset({AGAIN}))
    return tuple(frozenset({str(month)}) for month in Period.parse(quarter).months)


def whole(shape: Shape, name: str, quarters: Sequence[str]) -> frozenset[Cell]:
    """Return all cells of a dimension in some quarters."""
    parts = (_cells(name, [q], node) for q in quarters for node in nodes(shape, name, q))
    return frozenset().union(*parts)


def told(pdf: bytes, period: Period) -> Known:
    """Return the numbers on a paper."""
    reader = read(pdf)
    lines = [line.strip() for page in reader.pages for line in page.extract_text().splitlines()]
    alts = [str(node.get("/Alt", "")) for _, role, node in structure(reader) if role == "/Figure"]
    quarters = [str(each) for each in period.quarters]
    known: Known = {}
    for each, number in (found for alt in alts for found in _totals(alt)):
        told_of = [str(quarter) for quarter in each.quarters]
        # Mentions of topics are not contacts, unless each contact is said to count once.
        names = [name for name in paper() if name != TOPIC or TOPICS_ONCE.title in lines]
        known |= {whole(paper(), name, told_of): number for name in names}
    for name, hierarchy in hierarchies().items():
        rows = _table(lines, BLOCKS[name].title)
        if name == TOPIC and not rows:
            rows = _table(lines, TOPICS_ONCE.title)
        for chosen, number in _placed(rows, hierarchy.dimension):
            known[_cells(name, quarters, chosen)] = number
    if len(quarters) == 1:
        known |= _months(lines, quarters[0]) | _people(lines, quarters[0])
    return known


def _cells(name: str, quarters: Sequence[str], chosen: frozenset[str]) -> frozenset[Cell]:
    return frozenset((quarter, name, leaf) for quarter in quarters for leaf in chosen)


def _table(lines: Sequence[str], title: str) -> list[tuple[str, str]]:
    """Return label and number of each row of a table, its total last."""
    if title not in lines:
        return []
    here = lines.index(title) + 3
    end = lines.index("Total", here - 1)
    return [(lines[i], lines[i + 1]) for i in range(min(here, end), end + 1, 2)]


def _placed(
    rows: Sequence[tuple[str, str]], dimension: Dimension
) -> Iterator[tuple[frozenset[str], int]]:
    labels = [label for label, _ in rows[:-1]]
    by_level = [
        level for level in dimension.levels if [c.label for c in level.categories] == labels
    ]
    parts = [by_level[0].leaves(c.code) for c in by_level[0].categories] if labels else []
    places = [*parts, dimension.leaves] if rows else []
    for chosen, (_, number) in zip(places, rows, strict=True):
        if number != ".":
            yield chosen, int(number.replace(",", ""))


def _months(lines: Sequence[str], quarter: str) -> Known:
    rows = _table(lines, BLOCKS[MONTH].title)
    codes = {month.label: str(month) for month in Period.parse(quarter).months}
    return {
        _cells(MONTH, [quarter], frozenset({codes[label]})): int(number.replace(",", ""))
        for label, number in rows[:-1]
        if number != "."
    }


def _people(lines: Sequence[str], quarter: str) -> Known:
    if PEOPLE_LABEL not in lines:
        return {}
    number = lines[lines.index(PEOPLE_LABEL) - 1].replace(",", "")
    return {_cells(FIRST, [quarter], frozenset({"yes"})): int(number)} if number.isdigit() else {}


def _totals(alt: str) -> Iterator[tuple[Period, int]]:
    for part, year, value in re.findall(r"(?:([QH]\d) )?(\d{4}): (\d+)", alt):
        yield Period.parse(f"{year}-{part}" if part else year), int(value)


class Reader:
    """Everything that the papers leave possible, as one problem over all years and tables."""

    def __init__(self, known: Known, shape: Shape, quarters: Sequence[str]) -> None:
        wholes = [{name: whole(shape, name, [q]) for name in shape} for q in quarters]
        cells = sorted(frozenset().union(*(each for one in wholes for each in one.values())))
        self._places = {cell: number for number, cell in enumerate(cells)}
        same, less = [(self._row(each), n) for each, n in known.items()], [np.zeros(len(cells))]
        for one in wholes if MONTH in shape else ():
            contacts, topics = self._row(one[MONTH]), self._row(one[TOPIC])
            # Every contact is in one cell of each table, and touches one topic or two.
            same += [(contacts - self._row(one[name]), 0) for name in one.keys() - {MONTH, TOPIC}]
            less += [contacts - topics, topics - 2 * contacts]
            less += [self._row(frozenset({cell})) - contacts for cell in one[TOPIC]]
        self._known = {
            "A_eq": csr_array(np.array([row for row, _ in same] or less)),
            "b_eq": np.array([n for _, n in same] or [0]),
            "A_ub": csr_array(np.array(less)),
            "b_ub": np.zeros(len(less)),
        }
        self._seen = np.empty((0, len(cells)))
        """Tables that the papers allow: what one of them proves needs no more solving."""

    def places(self, goal: frozenset[Cell], need: int) -> bool:
        """Tell whether the papers rule out that a sum is 0, or that it is ``need`` or more."""
        row = self._row(goal)
        seen = self._seen @ row
        low = seen.min(initial=np.inf) < 1e-6 or self._solve(row) < 1e-6
        return not (low and (seen.max(initial=0) >= need or -self._solve(-row) >= need - 1e-6))

    def _row(self, cells: frozenset[Cell]) -> np.ndarray:
        row = np.zeros(len(self._places))
        row[[self._places[cell] for cell in cells]] = 1
        return row

    def _solve(self, row: np.ndarray) -> float:
        found = linprog(row, **self._known, bounds=(0, 5000), method="highs")
        assert found.status == 0, "the papers contradict each other"
        self._seen = np.vstack([self._seen, found.x])
        return float(found.fun)


def leaks(known: Known, truth: Truth, shape: Shape | None = None) -> list[str]:
    """Return the small numbers that a reader can tell from 0, or from enough."""
    shape = paper() if shape is None else shape
    quarters = sorted(truth)
    about = {cells: n for cells, n in known.items() if {q for q, *_ in cells} <= {*quarters}}
    reader = Reader(about, shape, quarters)
    sums = _sums(truth)
    return [
        f"{name} {'+'.join(union)} {'/'.join(sorted(node))}"
        for union in _unions(sorted(truth))
        for name in shape
        if len(union) == 1 or name != MONTH
        for node in nodes(shape, name, union[0])
        if (need := _need([(sums[q, name], node) for q in union], [truth[q] for q in union]))
        and reader.places(_cells(name, union, node), need)
    ]


def _unions(quarters: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for year in sorted({quarter[:4] for quarter in quarters}):
        mine = [quarter for quarter in quarters if quarter.startswith(year)]
        for size in range(1, len(mine) + 1):
            yield from combinations(mine, size)


@dataclass
class Sum:
    """Contacts of one leaf in one quarter."""

    contacts: int = 0
    firsts: int = 0
    others: int = 0
    by: Counter[int | None] | None = None


def _sums(truth: Truth) -> dict[tuple[str, str], dict[str, Sum]]:
    found: dict[tuple[str, str], dict[str, Sum]] = defaultdict(lambda: defaultdict(Sum))
    for quarter, rows in truth.items():
        for row in rows:
            for name, leaf in row.leaves.items():
                one = found[quarter, name][leaf]
                one.contacts += 1
                one.firsts += row.first == "yes"
                one.by = (one.by or Counter()) + Counter([row.supporter])
    return found


Parts = Sequence[tuple[Mapping[str, Sum], frozenset[str]]]


def _need(parts: Parts, rows: Sequence[Sequence[Row]]) -> int:
    """Return how large a sum over quarters must be able to be; 0 where it points at nobody.

    It is no more telling than a part of it, so it may be told as soon as some of its quarters may.
    """
    held = [i for i, (sums, node) in enumerate(parts) if any(sums[x].contacts for x in node)]
    some = [each for size in range(1, len(held) + 1) for each in combinations(held, size)]
    needs = [_small([parts[i] for i in each], [rows[i] for i in each]) for each in some]
    return needs[-1] if needs and all(needs) else 0


def _small(parts: Parts, rows: Sequence[Sequence[Row]]) -> int:
    """Return 5 or 10 for what is small by people, by contacts, or by who gave the support."""
    cells = [[sums[leaf] for leaf in node if leaf in sums] for sums, node in parts]
    contacts = sum(one.contacts for each in cells for one in each)
    if not contacts:
        return 0
    every = [row for each in rows for row in each]
    flagged = sum(row.first in ("yes", "no") for row in every) >= 0.9 * len(every)
    named = sum(row.supporter is not None for row in every) >= 0.9 * len(every)
    people = max(sum(one.firsts for one in each) for each in cells)
    few = people < PEOPLE if flagged else contacts < CONTACTS
    if any(node == {AGAIN} for _, node in parts):
        few = contacts < CONTACTS
    by: Counter[int | None] = sum(
        (one.by or Counter() for each in cells for one in each), Counter()
    )
    del by[None]
    alone = named and (len(by) < HELPERS or max(by.values()) > 0.8 * contacts)
    return (PEOPLE if flagged else CONTACTS) if few or alone else 0
