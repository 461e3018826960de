"""The questions of a report about incidents, referrals, the roster and training.

Referrals and people reached pass the small-number protection, by the rule for contacts: a person
can be behind several. Everything else here counts the program's own work (rule A8.6): how often
something was offered, sessions held and their hours, who is on the team and what its paperwork
lacks. Incidents are told in three groups, never one by one.
"""

from __future__ import annotations

from collections.abc import Iterable

from peerdesk.disclosure.protect import protect_tables
from peerdesk.disclosure.protected import ProtectedFigure, ProtectedTable
from peerdesk.disclosure.sums import over
from peerdesk.disclosure.table import CountTable
from peerdesk.disclosure.timeline import History
from peerdesk.services.summaries.command_report import Block
from peerdesk.services.summaries.counted import QuarterCounts, log_hierarchies
from peerdesk.services.summaries.log_facts import LogFacts
from peerdesk.services.summaries.open_blocks import (
    interventions,
    readiness,
    training,
)
from peerdesk.services.summaries.report_facts import ReportFacts

LOG_MEASURES = {"referral_status": "referrals", "referral_type": "referrals", "reach": "reached"}
LOG_AREAS = {"referrals": "referral", "reached": "incident"}
"""The part of the program in which each measure is kept."""
_TOO_FEW = "Too few to split without pointing at someone; a longer period may show more."
_WORDS = {
    "reach": (
        "How many people did that reach?",
        "People who came, by kind of session",
        (
            "Head counts of everyone who came, added up. One person can come to several sessions; "
            "who came is not recorded."
        ),
    ),
    "referral_status": (
        "What became of referrals?",
        "Referrals by where they stand",
        (
            "Each referral is counted once, in the quarter in which it was logged. Unknown means "
            "that nobody knows, or that the person chose not to say."
        ),
    ),
    "referral_type": (
        "What help do people need?",
        "Referrals by kind of help",
        "Each referral is counted once. Sensitive kinds are told together with wider ones.",
    ),
}


def log_blocks(facts: ReportFacts) -> tuple[Block, ...]:
    """Return the questions beyond contacts that the records of a period can answer."""
    tables = {each.code: each for each in _protected(facts)}
    if "referral_type" in tables and not tables["referral_type"].cells():
        del tables["referral_type"]  # it says no more than the other table of referrals
    here = facts.logs.get(facts.period, LogFacts())
    order = ("reach", "referral_status", "referral_type")
    found = [
        interventions(here),
        *(_block(tables[name]) for name in order if name in tables),
        readiness(facts.roster) if facts.roster else None,
        training(here),
    ]
    return tuple(each for each in found if each is not None)


def reach_block(facts: ReportFacts) -> tuple[Block, ...]:
    """Return the people reached after incidents, where there is anything to count."""
    return tuple(_block(each) for each in _protected(facts, ("reach",)))


def log_tables(now: QuarterCounts) -> tuple[CountTable, ...]:
    """Return the unprotected tables of one quarter beyond contacts."""
    return tuple(_table(now, name) for name in LOG_MEASURES)


def figures_of(blocks: Iterable[Block]) -> tuple[ProtectedFigure, ...]:
    """Return every single number that stands in the open tables of some blocks."""
    return tuple(
        figure
        for each in blocks
        if each.open_table
        for _, figures in each.open_table.rows
        for figure in figures
    )


def _block(table: ProtectedTable) -> Block:
    question, _, definition = _WORDS[table.code]
    whole = table.shown and not table.cells()
    return Block(question, _TOO_FEW if whole else "", table, definition)


def _protected(
    facts: ReportFacts, names: tuple[str, ...] = tuple(LOG_MEASURES)
) -> tuple[ProtectedTable, ...]:
    """Protect each measure by itself: what counts referrals tells nothing of people reached."""
    if facts.period.length > 12:
        return ()
    found: list[ProtectedTable] = []
    for measure in dict.fromkeys(LOG_MEASURES[name] for name in names):
        mine = [name for name in names if LOG_MEASURES[name] == measure]
        counted = [_over(facts, name) for name in mine]
        quarters = tuple(_table(each, name) for each in facts.quarters for name in mine)
        history = History(quarters, facts.published, facts.left_out)
        kept = {name: facts.kept_levels.get(name, {}) for name in mine}
        tables = protect_tables(counted, facts.thresholds, history=history, kept_levels=kept)
        # A block for few and none for no referrals would tell the two apart.
        if LOG_AREAS[measure] in facts.areas or any(table.shown for table in tables):
            found += tables
    return tuple(found)


def _over(facts: ReportFacts, name: str) -> CountTable:
    parts = [_table(each, name) for each in facts.within(facts.period)]
    return over(str(facts.period), parts)


def _table(now: QuarterCounts, name: str) -> CountTable:
    hierarchy = log_hierarchies()[name]
    return CountTable(
        code=name,
        title=_WORDS[name][1],
        measure=LOG_MEASURES[name],
        period=str(now.period),
        dimensions=(hierarchy.dimension,),
        cells=hierarchy.folded(now.by.get(name, {})),
        firsts_recorded=False,
    )
