"""The paper on several agencies: their issued numbers added up, as a command paper."""

from __future__ import annotations

from functools import partial

from peerdesk.reports.blocks import headline_strip, questions
from peerdesk.reports.catalogue import Page
from peerdesk.reports.frame import Imprint, compose, written_date
from peerdesk.reports.style import COMPACT, MUTED, NORMAL, Density, paragraph, text_style
from peerdesk.reports.tagged import Tagged
from peerdesk.reports.working import masthead, rule
from peerdesk.services.summaries.region import RegionSummary

# isort: split
from reportlab.platypus import Flowable, Spacer

TITLE = "Regional totals"
_MOST_PAGES = 2


def region_paper(summary: RegionSummary, page: Page) -> bytes:
    """Return the PDF; it is set more tightly where it would not fit on two pages otherwise."""
    count = len(summary.agencies)
    imprint = Imprint(
        title=TITLE,
        agency=f"{TITLE} of {count} agencies",
        period=summary.period.label,
        report_id="",
        cut_off=summary.printed_on,
        version=summary.version,
        sample=summary.sample,
        origin=f"Sums of issued numbers | Printed {written_date(summary.printed_on)}",
    )
    for density in (NORMAL, COMPACT):
        pdf, pages = compose(partial(_story, summary, density), imprint, page)
        if pages <= _MOST_PAGES:
            break
    return pdf


def _story(summary: RegionSummary, density: Density, width: float) -> list[Flowable]:
    small = text_style(9, leading=11.5, textColor=MUTED, spaceAfter=2)
    return [
        *masthead(TITLE, summary.period.label, "; ".join(summary.agencies)),
        headline_strip(summary.headlines, width),
        Spacer(1, density.gap),
        Tagged(paragraph(summary.protection, small, lead="How the numbers are protected."), "P"),
        rule(),
        *questions(summary.blocks, width, density),
    ]
