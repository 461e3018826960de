"""What an issued report made known, in words: for the register and for its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from csv import writer
from io import StringIO

from peerdesk.disclosure.problem import Predicate
from peerdesk.errors import UsageError
from peerdesk.periods import Month, Period
from peerdesk.services.summaries.counted import hierarchies
from peerdesk.services.summaries.workbook import workbook

_MEASURES = {
    "contacts": "Contacts",
    "mentions": "Mentions of topics",
    "topics": "Contacts by topic",
}
HIDDEN = "."


def told_lines(cells: Mapping[Predicate, int | None]) -> Iterator[tuple[str, str]]:
    """Yield what each number counts, in words, and the number, or a dot."""
    for key, value in cells.items():
        yield in_words(key), HIDDEN if value is None else f"{value:,}"


def told_csv(cells: Mapping[Predicate, int | None]) -> bytes:
    """Return the numbers of an issued report as a table for a spreadsheet; blanks stay dots.

    No text in it can be taken for a formula.
    """
    stream = StringIO(newline="")
    rows = writer(stream)
    rows.writerow(("Counted", "Number"))
    rows.writerows((_harmless(what), number) for what, number in told_lines(cells))
    return stream.getvalue().encode("utf-8-sig")


def told_workbook(cells: Mapping[Predicate, int | None]) -> bytes:
    """Return the numbers of an issued report as an Excel workbook; blanks stay dots."""
    rows = [(in_words(key), HIDDEN if value is None else value) for key, value in cells.items()]
    return workbook([("Counted", "Number"), *rows])


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def in_words(key: Predicate) -> str:
    """Return what a number counts, ``Contacts, January to March 2025: Phone``."""
    measure = _MEASURES.get(key.measure, key.measure.replace("_", " ").capitalize())
    try:
        period = Period.parse(key.period).label
    except UsageError:
        period = key.period
    parts = "; ".join(_part(name, leaves) for name, leaves in key.at)
    return f"{measure}, {period}" + (f": {parts}" if parts else "")


def _part(name: str, leaves: tuple[str, ...]) -> str:
    hierarchy = hierarchies().get(name)
    for level in hierarchy.dimension.levels if hierarchy else ():
        for each in level.categories:
            if level.leaves(each.code) == frozenset(leaves):
                return each.label
    if name == "month":
        return Month.parse(leaves[0]).label
    if name == "first_this_quarter":
        return "first this quarter" if leaves == ("yes",) else "again, or not recorded"
    return ", ".join(leaves).replace("_", " ")
