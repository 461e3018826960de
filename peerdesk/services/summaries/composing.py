"""From counts to a report on contacts: numbers protected first, then put into words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from peerdesk.disclosure.explain import Why, explain
from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.protect import (
    protect_tables,
    protect_totals,
    protect_years,
    told_figure,
)
from peerdesk.disclosure.protected import ProtectedTable
from peerdesk.disclosure.sums import over, whole
from peerdesk.disclosure.table import CountTable
from peerdesk.periods import Period
from peerdesk.services.summaries.command_report import Block, CommandReport
from peerdesk.services.summaries.counted import FIRST
from peerdesk.services.summaries.figures import history, make_figures, make_headlines, make_trend
from peerdesk.services.summaries.log_blocks import figures_of, log_blocks, log_tables
from peerdesk.services.summaries.report_facts import ReportFacts
from peerdesk.services.summaries.tables import CONTACTS, report_tables
from peerdesk.services.summaries.wording import (
    BLOCKS,
    DEFINITIONS,
    BlockWords,
    answer,
    block_words,
    completeness,
    nothing_recorded,
    protection_line,
    sentences,
)

Told = dict[Predicate, int]
Tables = dict[str, ProtectedTable]


def compose(facts: ReportFacts) -> CommandReport:
    """Return the content of a report; every number in it has passed the protection."""
    tables, told, behind = _protected(facts)
    figures = make_figures(facts, tables, told)
    before_now = history(facts, told)
    before = told_figure("", "", "contacts", told, whole(CONTACTS, str(facts.last_year)))
    printed = (*figures.values(), *before_now)
    told_now = figures["contacts"].value is not None
    log_parts = log_blocks(facts)
    return CommandReport(
        report="quarterly",
        title="Report to command staff",
        agency=facts.agency,
        program=facts.program,
        period=facts.period,
        sample=facts.sample,
        report_id=report_id(facts.period, printed, tables.values()),
        cut_off=facts.today,
        version=facts.version,
        headlines=make_headlines(facts, figures, before),
        trend=make_trend(facts, before_now, figures["contacts"]),
        sentences=sentences(facts.period, figures, before if facts.over else None, tables),
        blocks=(*(_blocks(tables) if told_now else ()), *log_parts),
        completeness=completeness(
            facts.now,
            tables,
            told=told_now,
            over=facts.over,
        ),
        definitions=DEFINITIONS,
        protection=protection_line(facts.thresholds),
        figures=(*printed, *figures_of(log_parts)),
        tables=(*tables.values(), *(each.table for each in log_parts if each.table)),
        behind=tuple(behind),
    )


def _protected(facts: ReportFacts) -> tuple[Tables, Told, list[ProtectedTable]]:
    """Return the tables, the totals that may be told, and what many years' tables are sums of."""
    if facts.period.length > 12:
        return _over_years(facts)
    told, tables = _one_period(facts, facts.period, facts.earlier, facts.published)
    return {table.code: table for table in tables}, told, []


def _one_period(
    facts: ReportFacts,
    period: Period,
    earlier: tuple[Period, ...],
    published: Mapping[Predicate, int],
) -> tuple[Told, tuple[ProtectedTable, ...]]:
    history = facts.history(period, *earlier).knowing(published)
    # Beside a report that is forgotten, nothing may be told but what is known to have been issued.
    known = {each for each in earlier if whole(CONTACTS, str(each)) in published}
    from_now = {each for each in earlier if not facts.known_from or each.start >= facts.known_from}
    sure = (each for each in reversed(earlier) if each in known | from_now)
    periods = [str(each) for each in (period, *sure)]
    told = protect_totals(CONTACTS, periods, facts.thresholds, history)
    # Where the number of contacts is not shown, neither are topics, which would tell of it.
    topics = facts.topics(period) if whole(CONTACTS, str(period)) in told else ""
    counted = report_tables(period, facts.within(period), topics)
    if whole(CONTACTS, str(period)) not in told:
        # It is there only where there were contacts, and that is not to be told either.
        counted = tuple(each for each in counted if each.code != FIRST)
    kept = {each.code: facts.kept_levels.get(each.code, {}) for each in counted}
    tables = protect_tables(
        counted, facts.thresholds, history=history.knowing(told), kept_levels=kept
    )
    return told, tables


def explain_report(facts: ReportFacts, summary: CommandReport) -> tuple[Why, ...]:
    """Return why the report leaves out what it leaves out, for the coordinator's screen alone."""
    if facts.period.length > 12:
        return ()
    quarters = facts.within(facts.period)
    topics = next((each.measure for each in summary.tables if each.code == "topic"), "")
    found: list[Why] = []
    for shown in summary.tables:
        parts = [
            table
            for each in quarters
            for table in (*report_tables(each.period, (each,), topics), *log_tables(each))
            if table.code == shown.code
        ]
        found += explain(parts, shown, facts.thresholds)
    return tuple(found)


def _over_years(facts: ReportFacts) -> tuple[Tables, Told, list[ProtectedTable]]:
    """Add up what each year's own report may print, as if those reports were handed out too."""
    years = [Period(facts.period.start.plus(12 * n), 12) for n in range(facts.period.length // 12)]
    known: Told = {**facts.published}
    told: Told = {}
    found: dict[str, list[tuple[CountTable, ProtectedTable]]] = {}
    for year in years:
        here, tables = _one_period(facts, year, (), known)
        told |= here
        topics = facts.topics(year)
        counted = report_tables(year, facts.within(year), topics)
        for table, shown in zip(counted, tables, strict=True):
            found.setdefault(shown.code, []).append((table, shown))
    totals = [told.get(whole(CONTACTS, str(year))) for year in years]
    if None not in totals:
        told[whole(CONTACTS, str(facts.period))] = sum(each or 0 for each in totals)
    added = {
        code: protect_years(over(str(facts.period), [counted for counted, _ in pairs]), pairs)
        for code, pairs in found.items()
        if len({shown.measure for _, shown in pairs}) == 1
    }
    return added, told, [shown for pairs in found.values() for _, shown in pairs]


def _blocks(tables: Tables) -> tuple[Block, ...]:
    return tuple(
        Block(words.question, answer(name, tables[name]), tables[name], words.definition)
        for name, words in _words(tables)
        if not nothing_recorded(tables[name])
    )


def _words(tables: Tables) -> Iterator[tuple[str, BlockWords]]:
    for name in BLOCKS:
        if name in tables:
            yield name, block_words(name, tables[name].measure)


def report_id(period: Period, figures: object, tables: object) -> str:
    """Return a number that is the same for the same printed numbers."""
    printed = [each.as_json() for group in (figures, tables) for each in group]  # type: ignore[attr-defined]
    digest = hashlib.sha256(json.dumps(printed, sort_keys=True).encode()).hexdigest()
    return f"{period}-{digest[:8]}"
