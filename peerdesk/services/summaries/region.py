"""Regional totals: the issued numbers of several agencies, added up without a record of any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from peerdesk import __version__
from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.protect import added_figure, open_figure, protect_agencies
from peerdesk.disclosure.protected import ProtectedFigure, ProtectedTable
from peerdesk.disclosure.sums import whole
from peerdesk.disclosure.table import CountTable, Thresholds
from peerdesk.errors import InputRefused, UsageError
from peerdesk.periods import Period
from peerdesk.services.summaries.command_report import Block, Headline
from peerdesk.services.summaries.counted import hierarchies
from peerdesk.services.summaries.tables import CONTACTS, MENTIONS, TOPICS
from peerdesk.services.summaries.wording import block_words

REPORT = "quarterly"
"""The report whose numbers agencies exchange."""
_TOPIC = "topic"
_ORDER = ("recipient_class", "origin", "mode", _TOPIC)
_PROTECTION = (
    "Every number here is a sum of numbers that each agency named above has issued; no records "
    "were shared. Each agency leaves out small numbers, and others from which they could be worked "
    "out. What one of them leaves out is a dot here. A dot can stand for any number, zero included."
)
_ONLY_TOTAL = "Every agency tells the total, but too few lines in common to split it."
_COMPLETE = "Every agency tells all numbers of this table."
_PARTLY = "{hidden} of {cells} numbers left out: not every agency tells them."
_UNLIKE = "Not every agency shows topics, or they count them in different ways."


@dataclass(frozen=True, repr=False)
class AgencyTotals:
    """What one agency's issued report made known: numbers on paper, and dots."""

    agency: str
    report: str
    title: str
    period: Period
    issued_on: date
    thresholds: Thresholds
    version: str
    """Of the PeerDesk that protected it."""
    sample: bool
    cells: Mapping[Predicate, int | None] = field(hash=False)


@dataclass(frozen=True)
class RegionSummary:
    """Everything that the paper on several agencies prints."""

    agencies: tuple[str, ...]
    period: Period
    printed_on: date
    sample: bool
    version: str
    headlines: tuple[Headline, ...]
    blocks: tuple[Block, ...]
    protection: str

    @property
    def figures(self) -> tuple[ProtectedFigure, ...]:
        """Every single number that is printed."""
        return tuple(each.figure for each in self.headlines)

    @property
    def tables(self) -> tuple[ProtectedTable, ...]:
        """Every table that is printed, or that a sentence stands for."""
        return tuple(each.table for each in self.blocks if each.table)

    def as_json(self) -> dict[str, object]:
        """Return the numbers as the command line prints them: exactly what the PDF prints."""
        return {
            "report": "region",
            "period": str(self.period),
            "protected": True,
            "agencies": list(self.agencies),
            "figures": [figure.as_json() for figure in self.figures],
            "tables": [table.as_json() for table in self.tables],
        }


def refuse_misfit(others: Sequence[AgencyTotals], new: AgencyTotals) -> None:
    """Raise InputRefused where a file cannot be added to those that are there."""
    if any(_same(each.agency, new.agency) for each in others):
        raise InputRefused(f"{new.agency} is there already.", "Each agency counts once.")
    first = others[0] if others else new
    if new.report != first.report:
        raise InputRefused(
            f"{new.agency} sent another report ({new.title}).",
            f"Ask for its numbers of: {first.title}.",
        )
    if new.period != first.period:
        raise InputRefused(
            f"{new.agency} reports on {new.period.label}, {first.agency} on {first.period.label}.",
            "Add only files on the same period.",
        )


def combine(parts: Sequence[AgencyTotals], today: date) -> RegionSummary:
    """Return the totals of at least two agencies, in the order given.

    Raises UsageError for fewer, InputRefused for agencies that do not fit together.
    """
    if len(parts) < 2:
        raise UsageError("Regional totals need two agencies or more.", "Add another file.")
    for place, each in enumerate(parts):
        refuse_misfit(parts[:place], each)
    period = parts[0].period
    cells = [each.cells for each in parts]
    total = [each.get(whole(CONTACTS, str(period))) for each in cells]
    return RegionSummary(
        agencies=tuple(each.agency for each in parts),
        period=period,
        printed_on=today,
        sample=any(each.sample for each in parts),
        version=__version__,
        headlines=(
            Headline(
                CONTACTS, "Contacts", added_figure(CONTACTS, "Contacts", CONTACTS, total), "in all"
            ),
            Headline(
                "agencies",
                "Agencies",
                open_figure("agencies", "Agencies", "agencies", len(parts)),
                "named above",
            ),
        ),
        blocks=tuple(_block(name, str(period), cells) for name in _ORDER),
        protection=_PROTECTION,
    )


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _block(name: str, period: str, cells: Sequence[Mapping[Predicate, int | None]]) -> Block:
    measure = _topics(period, cells) if name == _TOPIC else CONTACTS
    words = block_words(name, measure or TOPICS)
    shape = CountTable(
        code=name,
        title=words.title,
        measure=measure or TOPICS,
        period=period,
        dimensions=(hierarchies()[name].dimension,),
        cells={},
        firsts_recorded=False,
    )
    table = protect_agencies(shape, cells)
    told = _told(table) if measure else _UNLIKE
    return Block(words.question, told, table, words.definition)


def _topics(period: str, cells: Sequence[Mapping[Predicate, int | None]]) -> str:
    """Return the way in which every agency counts topics, or "" where they differ."""
    return next(
        (
            measure
            for measure in (MENTIONS, TOPICS)
            if all(whole(measure, period) in each for each in cells)
        ),
        "",
    )


def _told(table: ProtectedTable) -> str:
    """Return one sentence on how much of a table is missing; nothing where it is not shown."""
    if not table.shown:
        return ""
    values = [value for _, value in table.cells()]
    if not values:
        return _ONLY_TOTAL
    hidden = values.count(None)
    return _PARTLY.format(hidden=hidden, cells=len(values)) if hidden else _COMPLETE
