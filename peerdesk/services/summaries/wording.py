"""The sentences of the quarterly report, made from protected numbers only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peerdesk.disclosure.protected import ProtectedFigure, ProtectedTable
from peerdesk.disclosure.table import Thresholds
from peerdesk.periods import Period
from peerdesk.services.summaries.counted import RECORDED_SHARE, QuarterCounts, hierarchies

Figures = Mapping[str, ProtectedFigure]
Tables = Mapping[str, ProtectedTable]


@dataclass(frozen=True)
class BlockWords:
    """What stands around one table."""

    title: str
    question: str
    definition: str
    lead: str
    """How the sentence about the largest shown category begins."""


BLOCKS: Mapping[str, BlockWords] = {
    "origin": BlockWords(
        "Contacts by how they started",
        "How do contacts begin?",
        "Each contact is counted once, by what set it off.",
        "Most often",
    ),
    "topic": BlockWords(
        "Mentions of topics",
        "What is on people's minds?",
        "A contact can touch two topics, so mentions can add up to more than contacts.",
        "Named most often",
    ),
    "mode": BlockWords(
        "Contacts by how people met",
        "How do people meet with a supporter?",
        "Each contact is counted once.",
        "Most often",
    ),
    "recipient_class": BlockWords(
        "Contacts by who was helped",
        "Which groups are reached?",
        "Broad groups only. Rank, unit and shift are never recorded.",
        "Largest group",
    ),
    "month": BlockWords(
        "Contacts by month",
        "How did the months compare?",
        "By the month in which the contact took place.",
        "Busiest month",
    ),
}
TOPICS_ONCE = BlockWords(
    "Contacts by topic",
    BLOCKS["topic"].question,
    "A contact can touch two topics; here each counts once, under one of them.",
    BLOCKS["topic"].lead,
)


def block_words(name: str, measure: str) -> BlockWords:
    """Return what stands around the table of a dimension, as its measure counts."""
    return TOPICS_ONCE if measure == "topics" else BLOCKS[name]


DEFINITIONS = tuple(
    {
        "Contact": "One conversation between a trained supporter and a person, of any length. "
        "Attempts that reached nobody are not counted.",
        "Different people, at least": "Contacts marked as the first with that person this "
        "quarter. The true number can be higher, never lower. No names or codes are kept, so it "
        "cannot be known exactly.",
        "Hours, estimated": "Contacts are logged in time bands; each counts with the middle of "
        "its band (7.5, 22.5, 45, 90 or 150 minutes). The sum is rounded to 5 hours.",
        "Active supporters": "Members of the team with the status Active on the day of the data "
        "cut-off.",
    }.items()
)


_BLANK = "not_recorded"
_LENGTHS = {3: "quarter", 6: "half-year", 12: "year"}


def name_of(period: Period) -> str:
    """Return what a period is called: quarter, half-year, year or period."""
    return _LENGTHS.get(period.length, "period")


def difference(now: ProtectedFigure, before: ProtectedFigure) -> str:
    """Return the change since the same quarter last year, or empty where it may not be told."""
    if now.value is None or before.value is None:
        return ""
    change = now.value - before.value
    if change == 0:
        return "same as a year earlier"
    return f"{abs(change)} {'more' if change > 0 else 'fewer'} than a year earlier"


_UNTOLD = "How many contacts there were, {}, cannot be told without pointing at someone."
_LONGER = {
    3: ("The report for the half-year may be able to tell.",),
    6: ("The report for the year may be able to tell.",),
}


def sentences(
    period: Period, figures: Figures, last_year: ProtectedFigure | None, tables: Tables
) -> tuple[str, ...]:
    """Return what happened, what it means and what is asked, in three to five sentences."""
    contacts = figures["contacts"].value
    if contacts is None:
        told = [_UNTOLD.format(period.label), *_LONGER.get(period.length, ())]
    else:
        told = [_happened(contacts, period, figures["contacts"], last_year), *_more(figures)]
        if tables["origin"].shown and (largest := _largest(tables["origin"])):
            told.append(f"The most common start of a contact: {largest.lower()}.")
    told.append(
        "What helps most: keep time for supporters in the schedule, and never ask who was helped."
    )
    return tuple(told)


def _happened(
    contacts: int, period: Period, now: ProtectedFigure, last_year: ProtectedFigure | None
) -> str:
    change = difference(now, last_year) if last_year else ""
    return f"Supporters logged {contacts} contacts from {period.label}" + (
        f", {change}." if change else "."
    )


def _more(figures: Figures) -> list[str]:
    people = figures["people_at_least"].value if "people_at_least" in figures else None
    hours = figures["hours_estimated"].value
    told = []
    if people:
        told.append(f"They reached at least {people} different people.")
    if hours:
        told.append(f"That took about {hours} hours, estimated from time bands.")
    return told


def answer(name: str, table: ProtectedTable) -> str:
    """Return one sentence about a shown table: its largest category that may be told."""
    largest = _largest(table) if table.shown else ""
    return f"{BLOCKS[name].lead}: {largest}." if largest else ""


def _largest(table: ProtectedTable) -> str:
    """Return the label of the largest category, where no hidden cell could be larger."""
    if not table.complete:
        return ""
    (dimension,) = table.dimensions
    values = {
        each: table.value(**{dimension.name: each.code}) or 0 for each in dimension.categories
    }
    top = sorted(values, key=lambda each: values[each], reverse=True)
    tied = len(top) > 1 and values[top[0]] == values[top[1]]
    unclear = tied or len(top) < 2 or top[0].code in blank_categories(table)
    return "" if unclear else top[0].label


def blank_categories(table: ProtectedTable) -> frozenset[str]:
    """Return the categories, at the level shown, that hold what was not recorded."""
    (shown,) = table.dimensions
    if table.code not in hierarchies():
        return frozenset()
    hierarchy = hierarchies()[table.code]
    blank = hierarchy.fold.get(_BLANK, _BLANK)
    levels = [each for each in hierarchy.dimension.levels if each.name == shown.level]
    return frozenset(each.parent[blank] for each in levels if blank in each.parent)


def nothing_recorded(table: ProtectedTable) -> bool:
    """Tell whether a table only says that nothing was recorded, going by what it prints.

    What was recorded and is not printed decides nothing: it would tell none from a few.
    """
    blank = blank_categories(table)
    told = [value for at, value in table.cells() if blank.isdisjoint(at.values())]
    return bool(blank) and bool(told) and not any(value != 0 for value in told)


def unrecorded(tables: Tables) -> list[str]:
    """Return one sentence for each question that the records of the period do not answer."""
    found = []
    for name in BLOCKS:
        if name in tables and nothing_recorded(tables[name]):
            (shown,) = tables[name].dimensions
            blank = blank_categories(tables[name])
            label = next(each.label for each in shown.categories if each.code in blank)
            alone = label.lower() == "not recorded"
            found.append(f"{shown.label} {'was' if alone else 'was only'} {label.lower()}.")
    return found


def completeness(now: QuarterCounts, tables: Tables, *, told: bool, over: bool) -> str:
    """Return how complete the records behind the period are, from what is shown anyway.

    ``told`` says whether the number of contacts is: else no sentence may tell a few from none.
    """
    found, months = [], tables.get("month")
    if months and months.shown and months.complete and months.cells():
        busy = sum(1 for _, value in months.cells() if value)
        found.append(f"{busy} of {len(months.cells())} months have contacts.")
    if not over:
        found.insert(0, f"The {name_of(now.period)} is not over: these are the numbers so far.")
    if told and not now.firsts_recorded:
        found.append(
            f"Whether a contact was the first this quarter was recorded for fewer than "
            f"{RECORDED_SHARE:.0%} of contacts, so the stricter rule for contacts applies."
        )
    return " ".join([*found, *(unrecorded(tables) if told else ())])


def protection_line(thresholds: Thresholds) -> str:
    """Return one line on how the numbers are protected."""
    whoever = "; in tables, not even by someone alone in a line" if thresholds.insiders else ""
    return (
        f"Numbers that could point at fewer than {thresholds.persons} people (or "
        f"{thresholds.contacts} contacts, where people are not told apart) are not shown, nor "
        f"are others from which they could be worked out{whoever}. A dot can stand for any "
        "number, zero included."
    )
