"""Which tables hang together, so that they are protected jointly, and which sets are refused."""

from __future__ import annotations

from collections.abc import Sequence

from peerdesk.disclosure.table import CountTable


def linked(tables: Sequence[CountTable]) -> list[list[CountTable]]:
    """Group the tables that count the same contacts by a common dimension.

    Tables that only have their total in common stay apart: the total is either printed, and then
    says nothing new, or too small, and then neither table is shown. Raises ValueError when two
    tables have the same code and period, when a dimension has other levels in another table, and
    when three tables or more close a ring of dimensions (A by B, B by C, C by A): the counts inside
    such a ring limit each other in ways that the tables alone do not show (rule A7.2).
    """
    if len({(table.code, table.period) for table in tables}) != len(tables):
        raise ValueError("a table is given twice")
    found: list[list[CountTable]] = []
    for one in tables:
        tied = [group for group in found if any(_tied(one, other) for other in group)]
        found = [group for group in found if group not in tied]
        found.append([one, *(table for group in tied for table in group)])
    for group in found:
        _refuse_rings(group)
    return found


def _tied(one: CountTable, other: CountTable) -> bool:
    if (one.measure, one.period) != (other.measure, other.period):
        return False
    pairs = [(a, b) for a in one.dimensions for b in other.dimensions if a.name == b.name]
    for a, b in pairs:
        if [level.parent for level in a.levels] != [level.parent for level in b.levels]:
            raise ValueError(f"dimension {a.name} has different levels in two tables")
    return bool(pairs)


def _refuse_rings(group: Sequence[CountTable]) -> None:
    """Raise ValueError when the pairs of dimensions are more than a tree has."""
    pairs = {frozenset(d.name for d in table.dimensions) for table in group}
    names = {name for pair in pairs for name in pair}
    if sum(len(pair) == 2 for pair in pairs) >= len(names):
        raise ValueError("the tables close a ring of dimensions")
