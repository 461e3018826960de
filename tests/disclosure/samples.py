"""Dimensions and tables like those of a small agency, and strategies that vary them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from random import Random

from hypothesis import strategies as st

from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.table import Category, Count, CountTable, Dimension, Level, Thresholds

FIVE = Thresholds()
Cells = dict[tuple[str, ...], Count]


def level(name: str, parent: Mapping[str, str]) -> Level:
    codes = dict.fromkeys(parent.values())
    return Level(name, tuple(Category(code, code.title()) for code in codes), parent)


def dimension(name: str, *sizes: int) -> Dimension:
    """Make a dimension with so many categories per level; a last level of 1 is called ``all``."""
    leaves = [f"{name}{i}" for i in range(sizes[0])]
    levels = [level("term", {leaf: leaf for leaf in leaves})]
    for size in sizes[1:]:
        codes = [f"{name}.{i * size // sizes[0]}of{size}" for i in range(sizes[0])]
        title = "all" if size == 1 else f"of {size}"
        levels.append(level(title, dict(zip(leaves, codes, strict=True))))
    return Dimension(name, name.title(), tuple(levels))


TOPIC = dimension("topic", 12, 6, 3, 1)
MODE = dimension("mode", 6, 2, 1)
ORIGIN = dimension("origin", 5, 2, 1)


def table(
    dimensions: Sequence[Dimension],
    cells: Mapping[tuple[str, ...], Count],
    *,
    code: str = "",
    measure: str = "contacts",
    period: str = "2025-Q3",
    firsts_recorded: bool = True,
) -> CountTable:
    code = code or "_by_".join(dimension.name for dimension in dimensions)
    return CountTable(code, code, measure, period, tuple(dimensions), cells, firsts_recorded)


def line(dim: Dimension, *contacts: int, **options: bool) -> CountTable:
    """Make a one-way table of counts in which every contact is a first one."""
    codes = [category.code for category in dim.levels[0].categories]
    cells: Cells = {(code,): Count(n, n) for code, n in zip(codes, contacts, strict=True)}
    return table([dim], cells, firsts_recorded=options.get("firsts_recorded", True))


def sums(cells: Mapping[tuple[str, ...], Count], keep: Sequence[int]) -> Cells:
    """Sum joint counts to some of their dimensions."""
    found: Cells = {}
    for codes, count in cells.items():
        place = tuple(codes[i] for i in keep)
        found[place] = found.get(place, Count(0)) + count
    return found


def seeded(number: int) -> Random:
    return Random(number)


def draw(dimensions: Sequence[Dimension], contacts: int, rng: Random) -> Cells:
    """Spread contacts unevenly, about 55 % of them first ones."""
    axes = [[c.code for c in d.levels[0].categories] for d in dimensions]
    weights = [[rng.gammavariate(0.7, 1) + 0.02 for _ in axis] for axis in axes]
    found = dict.fromkeys(product(*axes), Count(0))
    for _ in range(contacts):
        place = tuple(
            rng.choices(axis, weight)[0] for axis, weight in zip(axes, weights, strict=True)
        )
        found[place] += Count(1, int(rng.random() < 0.55))
    return found


def joined(contacts: int, rng: Random, *, firsts_recorded: bool = True) -> list[CountTable]:
    """Make the tables of one report: two two-way ones that share a margin, and that margin."""
    dims = [TOPIC, MODE, ORIGIN]
    truth = draw(dims, contacts, rng)
    return [
        table([dims[i] for i in keep], sums(truth, keep), firsts_recorded=firsts_recorded)
        for keep in ((1, 2), (0,), (0, 1))
    ]


@st.composite
def grids(pick: st.DrawFn) -> list[Grid]:
    """Vary what one report may hold: joint tables, each at some level."""
    rng = seeded(pick(st.integers(0, 10**6)))
    contacts = pick(st.sampled_from([12, 30, 60, 120, 240]))
    tables = joined(contacts, rng, firsts_recorded=pick(st.booleans()))
    chosen = pick(st.sampled_from([(0, 1, 1, 1), (1, 0, 2, 1), (1, 1, 1, 0), (2, 0, 2, 0)]))
    levels = [(0, chosen[0]), (chosen[1],), (chosen[2], chosen[3])]
    some = pick(st.sampled_from([(0,), (1,), (2,), (0, 2), (1, 2), (0, 1, 2)]))
    return [Grid(tables[i], levels[i]) for i in some]
