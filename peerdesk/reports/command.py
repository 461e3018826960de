"""The report to command staff: page one is read standing up, the questions follow from page two."""

from __future__ import annotations

from functools import partial

from peerdesk.reports import charts, fonts
from peerdesk.reports.blocks import headline_strip, questions
from peerdesk.reports.catalogue import Page
from peerdesk.reports.frame import Imprint, compose
from peerdesk.reports.style import (
    ACCENT,
    COMPACT,
    INK,
    MUTED,
    NORMAL,
    RULE,
    Density,
    paragraph,
    text_style,
)
from peerdesk.reports.tagged import Tagged
from peerdesk.services.summaries.command_report import CommandReport

# isort: split
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, PageBreak, Spacer

SUMMARY = CommandReport
_MOST_PAGES = 2
_SETTINGS = ((NORMAL, NORMAL), (NORMAL, COMPACT), (COMPACT, COMPACT))
"""How tightly page one and the pages after it are set, in the order in which it is tried."""
_NO_CHART = "None of these numbers can be shown without pointing at someone."


def document(summary: CommandReport, page: Page) -> bytes:
    """Return the PDF; it is set more tightly where it would not fit on two pages otherwise.

    More than about six questions take a third page: nothing is cut, and nothing shrinks further.
    """
    imprint = Imprint(
        title=summary.title,
        agency=summary.agency,
        period=summary.period.label,
        report_id=summary.report_id,
        cut_off=summary.cut_off,
        version=summary.version,
        sample=summary.sample,
    )
    for first, rest in _SETTINGS:
        pdf, pages = compose(partial(_story, summary, first, rest), imprint, page)
        if pages <= _MOST_PAGES:
            break
    return pdf


def _story(summary: CommandReport, first: Density, rest: Density, width: float) -> list[Flowable]:
    return [
        *_masthead(summary, width),
        headline_strip(summary.headlines, width),
        Spacer(1, first.gap),
        *_trend(summary, width, first),
        *_sentences(summary, first),
        *([PageBreak()] if summary.blocks else []),
        *questions(summary.blocks, width, rest),
        *_definitions(summary, rest),
    ]


def _masthead(summary: CommandReport, width: float) -> list[Flowable]:
    over = text_style(10.5, strong=True, textColor=ACCENT)
    size = 25 if fonts.width_of(summary.agency, fonts.TEXT_STRONG, 25) < 1.9 * width else 17
    agency = text_style(size, strong=True, leading=size * 1.12, textColor=INK)
    period = text_style(15, leading=20, textColor=MUTED, spaceAfter=10)
    return [
        Tagged(paragraph(f"{summary.program}: {summary.title}", over), "P"),
        Tagged(paragraph(summary.agency, agency), "H1"),
        Tagged(paragraph(summary.period.label, period), "P"),
        _rule(12),
    ]


def _trend(summary: CommandReport, width: float, density: Density) -> list[Flowable]:
    trend = summary.trend
    heading = text_style(12, strong=True, textColor=ACCENT, spaceAfter=4, keepWithNext=1)
    title = Tagged(paragraph(trend.title, heading), "H2")
    if all(value is None for value in trend.values):
        body = text_style(density.text_size, textColor=MUTED, spaceAfter=density.gap)
        return [KeepTogether([title, Tagged(paragraph(_NO_CHART, body), "P")])]
    series = [charts.Series(trend.title, trend.values, trend.missing)]
    drawing = charts.bars(trend.labels, series, width, density.chart_height)
    figure = Tagged(drawing, "Figure", alt=trend.alt)
    return [KeepTogether([title, figure]), Spacer(1, density.gap)]


def _sentences(summary: CommandReport, density: Density) -> list[Flowable]:
    body = text_style(density.text_size, leading=density.text_size * 1.36, spaceAfter=5)
    small = text_style(9, leading=11.5, textColor=MUTED, spaceAfter=2)
    notes = (
        ("How complete this is.", summary.completeness),
        ("How the numbers are protected.", summary.protection),
    )
    return [
        *(Tagged(paragraph(sentence, body), "P") for sentence in summary.sentences),
        *(
            Tagged(paragraph(part, body), "P")
            for part in summary.narrative.splitlines()
            if part.strip()
        ),
        _rule(6),
        *(Tagged(paragraph(text, small, lead=lead), "P") for lead, text in notes if text),
    ]


def _definitions(summary: CommandReport, density: Density) -> list[Flowable]:
    if not summary.definitions:
        return []
    size = density.detail_size
    heading = text_style(size + 2.5, strong=True, textColor=ACCENT, spaceAfter=3, keepWithNext=1)
    body = text_style(size - 0.5, leading=size * 1.22, spaceAfter=2.5)
    first, *rest = (
        Tagged(paragraph(meaning, body, lead=f"{term}."), "P")
        for term, meaning in summary.definitions
    )
    title = Tagged(paragraph("What the words mean", heading), "H2")
    return [_rule(8), KeepTogether([title, first]), *rest]


def _rule(space_after: float) -> Flowable:
    line = HRFlowable(
        width="100%", thickness=0.8, color=RULE, spaceBefore=2, spaceAfter=space_after
    )
    return Tagged(line)
