"""What briefings share: reports to command of which most counts the program's own work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peerdesk.disclosure.protect import open_figure
from peerdesk.disclosure.protected import ProtectedFigure
from peerdesk.services.summaries.command_report import Block, CommandReport, Headline, Trend
from peerdesk.services.summaries.composing import report_id
from peerdesk.services.summaries.figures import label_of
from peerdesk.services.summaries.log_blocks import figures_of
from peerdesk.services.summaries.log_facts import LogFacts
from peerdesk.services.summaries.report_facts import ReportFacts
from peerdesk.services.summaries.wording import name_of


@dataclass(frozen=True)
class Parts:
    """What sets one briefing apart from the other."""

    report: str
    title: str
    headlines: tuple[Headline, ...]
    trend: Trend
    sentences: tuple[str, ...]
    blocks: tuple[Block, ...]
    definitions: tuple[tuple[str, str], ...]
    protection: str


def composed(facts: ReportFacts, parts: Parts) -> CommandReport:
    """Return a briefing made from what sets it apart."""
    figures = (*(each.figure for each in parts.headlines), *figures_of(parts.blocks))
    tables = tuple(each.table for each in parts.blocks if each.table)
    return CommandReport(
        report=parts.report,
        title=parts.title,
        agency=facts.agency,
        program=facts.program,
        period=facts.period,
        sample=facts.sample,
        report_id=report_id(facts.period, figures, tables),
        cut_off=facts.today,
        version=facts.version,
        headlines=parts.headlines,
        trend=parts.trend,
        sentences=parts.sentences,
        blocks=parts.blocks,
        completeness="" if facts.over else f"The {name_of(facts.period)} is not over.",
        definitions=parts.definitions,
        protection=parts.protection,
        figures=figures,
        tables=tables,
    )


def here_of(facts: ReportFacts) -> LogFacts:
    """Return what happened in the period beside contacts."""
    return facts.logs.get(facts.period, LogFacts())


def headline(code: str, label: str, value: int, note: str) -> Headline:
    """Return a large figure that counts nobody who was helped."""
    figure: ProtectedFigure = open_figure(code, label, "count", value)
    return Headline(code, label, figure, note)


def trend_of(facts: ReportFacts, what: str, count: Callable[[LogFacts], int]) -> Trend:
    """Return the chart of a count, by period; before the program began there is none."""
    periods = sorted(facts.logs)
    labels = tuple(label_of(each) for each in periods)
    begun = {each for each in periods if facts.begun is not None and each.end >= facts.begun}
    counts = [count(facts.logs[each]) if each in begun else None for each in periods]
    missing = tuple("" if each in begun else "not begun" for each in periods)
    title = f"{what} by {name_of(facts.period)}"
    told = "; ".join(
        f"{label}: {word if value is None else value}"
        for label, value, word in zip(labels, counts, missing, strict=True)
    )
    return Trend(title, labels, tuple(counts), f"{title}. {told}.", missing)
