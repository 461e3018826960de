"""Why a number is not shown, for the coordinator's own screen: reasons, never a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.protected import ProtectedTable
from peerdesk.disclosure.rules import FEWEST_HELPERS, LARGEST_SHARE, Part, need
from peerdesk.disclosure.table import CountTable, Thresholds

_WITHHELD = "Left out at every level: too little of it could be printed without dots."
_ANOTHER = "Left out so that no other number can be worked out from it."
_COARSER = (
    "Shown in wider groups: finer ones would have been mostly dots, or tell of other reports of "
    "the year."
)


@dataclass(frozen=True)
class Why:
    """One reason: which line of which table, and why it is as it is."""

    table: str
    line: str
    reason: str


def explain(
    quarters: Sequence[CountTable], shown: ProtectedTable, thresholds: Thresholds
) -> Iterator[Why]:
    """Yield why each blank of a table is blank, and why the table is as coarse as it is.

    ``quarters`` are the unprotected tables of the quarters behind it. What comes out says of a
    count only by which rule it is small, and is for nobody but the coordinator.
    """
    if not shown.shown:
        yield Why(shown.title, "Whole table", _WITHHELD)
        return
    table = quarters[-1]
    chosen = tuple(
        dimension.index(each.level)
        for dimension, each in zip(table.dimensions, shown.dimensions, strict=True)
    )
    if any(chosen):
        yield Why(shown.title, "Whole table", _COARSER)
    grid = Grid(table, chosen)
    counts = [(each, Grid(each, chosen).counts()) for each in quarters]
    for place in grid.printed():
        if place not in shown.printed:
            block = grid.block(place)
            parts = [
                Part(found[block], each.firsts_recorded, each.helpers.get(block))
                for each, found in counts
            ]
            yield Why(shown.title, _line(shown, place), reason(parts, thresholds))


def reason(parts: Sequence[Part], thresholds: Thresholds) -> str:
    """Return by which rule a count may not be told; the last is for one that is not small."""
    if not need(parts, thresholds):
        return _ANOTHER
    held = [part for part in parts if part.count.contacts]
    if not need([Part(part.count, part.recorded) for part in held], thresholds):
        return (
            f"Fewer than {FEWEST_HELPERS} supporters stand behind it, or one gave more than "
            f"{LARGEST_SHARE:.0%} of it."
        )
    if all(part.recorded for part in held):
        return f"Fewer than {thresholds.persons} different people stand behind it."
    return (
        f"Fewer than {thresholds.contacts} were counted, and it was not recorded how many people "
        "they were."
    )


def _line(shown: ProtectedTable, place: tuple[str | None, ...]) -> str:
    labels: Mapping[str, str]
    named = []
    for dimension, code in zip(shown.dimensions, place, strict=True):
        labels = {each.code: each.label for each in dimension.categories}
        if code is not None:
            named.append(labels[code])
    return ", ".join(named) or "Total"
