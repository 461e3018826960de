"""From a quarter's counts to the quarterly report: numbers protected first, then put into words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from peerdesk.disclosure.protect import derived_figure, open_figure, protect_figure, protect_tables
from peerdesk.disclosure.protected import ProtectedFigure, ProtectedTable
from peerdesk.disclosure.table import Category, Count, CountTable, Dimension, Level, Thresholds
from peerdesk.periods import Period
from peerdesk.services.summaries.counted import ONCE, Counts, QuarterCounts, hierarchies
from peerdesk.services.summaries.quarterly import Block, Headline, QuarterlySummary, Trend
from peerdesk.services.summaries.wording import (
    BLOCKS,
    DEFINITIONS,
    answer,
    completeness,
    difference,
    protection_line,
    sentences,
)
from peerdesk.vocabulary import vocabulary

_TOPICS = "topic"
_HOURS_STEP = 5
"""Hours are rounded, so that they do not tell the time bands behind them."""


@dataclass(frozen=True)
class QuarterlyFacts:
    """All that the quarterly report is made from."""

    agency: str
    program: str
    sample: bool
    today: date
    version: str
    thresholds: Thresholds
    quarters: tuple[QuarterCounts, ...]
    """Oldest first: the same quarter last year, those between, and the quarter reported."""
    active_supporters: int
    staff: int | None
    """Head count of the agency, where it is known for the quarter."""

    @property
    def now(self) -> QuarterCounts:
        """The quarter reported."""
        return self.quarters[-1]

    @property
    def period(self) -> Period:
        """The quarter reported."""
        return self.now.period

    @property
    def over(self) -> bool:
        """Whether the quarter's last day has passed."""
        return self.today > self.period.end.last_day


def compose(facts: QuarterlyFacts) -> QuarterlySummary:
    """Return the quarterly report's content; every number in it has passed the protection."""
    counted = _count_tables(facts.now, facts.thresholds)
    tables = {table.code: table for table in protect_tables(counted, facts.thresholds)}
    figures = _figures(facts, tables)
    history = _history(facts, figures["contacts"])
    printed = (*figures.values(), *(history[:-1]))
    return QuarterlySummary(
        report="quarterly",
        title="Report to command staff",
        agency=facts.agency,
        program=facts.program,
        period=facts.period,
        sample=facts.sample,
        report_id=_report_id(facts.period, printed, tables.values()),
        cut_off=facts.today,
        version=facts.version,
        headlines=_headlines(facts, figures, history[0]),
        trend=_trend(facts, history),
        sentences=sentences(facts.period, figures, history[0] if facts.over else None, tables),
        blocks=_blocks(facts, tables),
        completeness=completeness(facts.now, tables["month"], over=facts.over),
        definitions=DEFINITIONS,
        protection=protection_line(facts.thresholds),
        figures=printed,
        tables=tuple(tables.values()),
    )


def _count_tables(now: QuarterCounts, thresholds: Thresholds) -> tuple[CountTable, ...]:
    single = [name for name in hierarchies() if name != _TOPICS]
    tables = [_months(now), *(_table(now, name, now.by.get(name, {})) for name in single)]
    if now.firsts_recorded:
        tables.insert(0, _firsts(now))
    return (*tables, _topics(now, thresholds))


def _topics(now: QuarterCounts, thresholds: Thresholds) -> CountTable:
    """Count mentions of topics, or each contact once where few touched two topics.

    Mentions less contacts is how many contacts touched two topics, a count like any other: where
    it is small, mentions are not shown. Monthly totals cannot count each contact once.
    """
    total = now.total
    hidden = total.sensitive(thresholds, firsts_recorded=now.firsts_recorded)
    mentions = now.by.get(_TOPICS, {})
    twice = sum(each.contacts for each in mentions.values()) - total.contacts
    if hidden or 0 < twice < thresholds.contacts:
        once = now.by.get(ONCE, {})
        same = sum(each.contacts for each in once.values()) == total.contacts
        return _table(now, _TOPICS, once if same and not hidden else {}, measure="topics")
    return _table(now, _TOPICS, mentions, measure="mentions")


def _table(now: QuarterCounts, name: str, counts: Counts, measure: str = "contacts") -> CountTable:
    hierarchy = hierarchies()[name]
    cells = hierarchy.folded(counts)
    # Monthly totals may count one person's first contact under two topics.
    double = sum(each.firsts for each in cells.values()) > now.total.firsts
    return CountTable(
        code=name,
        title=BLOCKS[name].title,
        measure=measure,
        period=str(now.period),
        dimensions=(hierarchy.dimension,),
        cells=cells,
        firsts_recorded=now.firsts_recorded and not double,
    )


def _months(now: QuarterCounts) -> CountTable:
    """Count by month; what was reported late stands under the quarter's first month."""
    within = now.period.months
    cells: dict[tuple[str, ...], Count] = {}
    for month, count in now.months.items():
        key = (str(month if month in within else within[0]),)
        cells[key] = cells.get(key, Count(0, 0)) + count
    shown = tuple(Category(str(month), month.label) for month in within)
    levels = (_flat("month", shown), _merged("quarter", shown, Category("all", "All")))
    return CountTable(
        code="month",
        title=BLOCKS["month"].title,
        measure="contacts",
        period=str(now.period),
        dimensions=(Dimension("month", "Month", levels),),
        cells=cells,
        firsts_recorded=now.firsts_recorded,
    )


def _firsts(now: QuarterCounts) -> CountTable:
    """Set first contacts against all others, by the rule for contacts: others count no people."""
    first = now.total.firsts
    shown = (Category("yes", "First this quarter"), Category("other", "Again, or not recorded"))
    levels = (_flat("first", shown), _merged("all", shown, Category("all", "All")))
    return CountTable(
        code="first_this_quarter",
        title="First and further contacts",
        measure="contacts",
        period=str(now.period),
        dimensions=(Dimension("first_this_quarter", "First this quarter", levels),),
        cells={("yes",): Count(first, first), ("other",): Count(now.total.contacts - first, 0)},
        firsts_recorded=False,
    )


def _flat(name: str, categories: tuple[Category, ...]) -> Level:
    return Level(name, categories, {each.code: each.code for each in categories})


def _merged(name: str, leaves: tuple[Category, ...], into: Category) -> Level:
    return Level(name, (into,), {each.code: into.code for each in leaves})


def _figures(
    facts: QuarterlyFacts, tables: dict[str, ProtectedTable]
) -> dict[str, ProtectedFigure]:
    contacts = tables["month"].total
    found = [
        derived_figure("contacts", "Contacts", "contacts", contacts),
        *_people(tables.get("first_this_quarter")),
        _hours(facts, shown=contacts is not None),
        open_figure("active_supporters", "Active supporters", "people", facts.active_supporters),
    ]
    if facts.staff:
        rate = None if contacts is None else round(100 * contacts / facts.staff)
        label = "Contacts per 100 staff"
        found.append(derived_figure("per_100_staff", label, "per 100 staff", rate))
    return {figure.code: figure for figure in found}


def _people(first: ProtectedTable | None) -> list[ProtectedFigure]:
    """Return how many people there were at least, where the flag says so for the quarter."""
    if first is None:
        return []
    split = first.complete and first.cells()
    people = first.value(first_this_quarter="yes") if split else None
    return [derived_figure("people_at_least", "Different people, at least", "people", people)]


def _hours(facts: QuarterlyFacts, *, shown: bool) -> ProtectedFigure:
    """Estimate hours from the mid-points of the bands, where enough contacts have a band."""
    bands = {term.code: term.minutes for term in vocabulary("duration_band").terms}
    timed = {code: count for code, count in facts.now.by.get("duration", {}).items() if bands[code]}
    behind = protect_figure(
        "timed",
        "",
        "contacts",
        sum(timed.values(), Count(0, 0)),
        facts.thresholds,
        firsts_recorded=False,
    )
    minutes = sum(count.contacts * (bands[code] or 0) for code, count in timed.items())
    value = _HOURS_STEP * round(minutes / 60 / _HOURS_STEP) if shown and behind.value else None
    return derived_figure("hours_estimated", "Hours given, estimated", "hours", value)


def _history(facts: QuarterlyFacts, current: ProtectedFigure) -> tuple[ProtectedFigure, ...]:
    earlier = tuple(
        protect_figure(
            f"contacts_{each.period}",
            f"Contacts in {each.period}",
            "contacts",
            each.total,
            facts.thresholds,
            firsts_recorded=each.firsts_recorded,
        )
        for each in facts.quarters[:-1]
    )
    return (*earlier, current)


def _headlines(
    facts: QuarterlyFacts, figures: dict[str, ProtectedFigure], last_year: ProtectedFigure
) -> tuple[Headline, ...]:
    compared = difference(figures["contacts"], last_year) if facts.over else "Quarter not over"
    notes = {
        "contacts": compared,
        "people_at_least": "counted once a quarter",
        "hours_estimated": "from time bands",
        "active_supporters": _coverage(facts),
        "per_100_staff": f"of {facts.staff} staff",
    }
    return tuple(
        Headline(code, figure.label, figure, notes[code] if figure.value is not None else "")
        for code, figure in figures.items()
    )


def _coverage(facts: QuarterlyFacts) -> str:
    if not facts.staff:
        return "on the team today"
    return f"{100 * facts.active_supporters / facts.staff:.0f} per 100 staff"


def _trend(facts: QuarterlyFacts, history: tuple[ProtectedFigure, ...]) -> Trend:
    labels = tuple(f"Q{str(each.period)[-1]} {each.period.start.year}" for each in facts.quarters)
    values = tuple(figure.value for figure in history)
    told = "; ".join(
        f"{label}: {'not shown' if value is None else value}"
        for label, value in zip(labels, values, strict=True)
    )
    return Trend("Contacts by quarter", labels, values, f"Contacts by quarter. {told}.")


def _blocks(facts: QuarterlyFacts, tables: dict[str, ProtectedTable]) -> tuple[Block, ...]:
    return tuple(
        Block(words.question, answer(name, tables[name]), tables[name], words.definition)
        for name, words in BLOCKS.items()
        if _recorded(facts.now, name)
    )


def _recorded(now: QuarterCounts, name: str) -> bool:
    """Whether a dimension says anything: a table of "not recorded" alone is not printed."""
    return name == "month" or any(
        count.contacts for code, count in now.by.get(name, {}).items() if code != "not_recorded"
    )


def _report_id(period: Period, figures: object, tables: object) -> str:
    printed = [each.as_json() for group in (figures, tables) for each in group]  # type: ignore[attr-defined]
    digest = hashlib.sha256(json.dumps(printed, sort_keys=True).encode()).hexdigest()
    return f"{period}-{digest[:8]}"
