"""The sheet around a report: running header, footer, marks, watermark and page numbers."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from peerdesk.reports import fonts
from peerdesk.reports.catalogue import Page
from peerdesk.reports.style import INK, MUTED, RULE, WATERMARK
from peerdesk.reports.tagged import TaggedCanvas

# isort: split
from reportlab.lib.pagesizes import A4, letter
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

_PAPERS = {"letter": letter, "a4": A4}
_SIDE = 54
_HEAD = 58
_FOOT = 58
_SMALL = 8.5
_DRAFT = "DRAFT - do not distribute"
_SAMPLE = "SAMPLE - made-up data"
_NAMED = "NAMED"


@dataclass(frozen=True)
class Imprint:
    """What every page says about the report it belongs to."""

    title: str
    agency: str
    period: str
    report_id: str
    cut_off: date
    version: str
    sample: bool
    mark: str = "De-identified"
    """Whether the paper names people, and who may hold it."""
    origin: str = ""
    """What the footer says in place of report number and cut-off."""


def compose(
    story: Callable[[float], list[Flowable]], imprint: Imprint, page: Page
) -> tuple[bytes, int]:
    """Return the PDF and its number of pages; ``story`` makes the content for a width in points.

    The content is laid out twice, because "page 1 of 2" needs to know the end at the start.
    """
    _, pages = _layout(story, imprint, page, 0)
    return _layout(story, imprint, page, pages)


def written_date(day: date) -> str:
    """Return a day in words, ``October 12, 2025``."""
    return f"{calendar.month_name[day.month]} {day.day}, {day.year}"


def _layout(
    story: Callable[[float], list[Flowable]], imprint: Imprint, page: Page, pages: int
) -> tuple[bytes, int]:
    width, height = _PAPERS[page.paper]
    text = Frame(_SIDE, _FOOT, width - 2 * _SIDE, height - _HEAD - _FOOT, 0, 0, 0, 0, id="text")
    marks = (
        [_DRAFT] * page.draft
        + [_SAMPLE] * imprint.sample
        + ["NAMED"] * imprint.mark.startswith("NAMED")
    )

    def decorate(canvas: TaggedCanvas, _: BaseDocTemplate) -> None:
        canvas.begin_artifact()
        _watermark(canvas, [each for each in marks if each != _NAMED], (width, height))
        _header(canvas, imprint, marks, (width, height))
        number = f"Page {canvas.getPageNumber()} of {pages}"
        _footer(canvas, imprint, page.anchor, number, width)
        canvas.end_content()

    stream = BytesIO()
    document = BaseDocTemplate(
        stream,
        pagesize=(width, height),
        title=f"{fonts.printable(imprint.title)}, {imprint.period}",
        author=fonts.printable(imprint.agency),
        subject="",
        creator=f"PeerDesk {imprint.version}",
        invariant=int(page.invariant),
        initialFontName=fonts.TEXT,
    )
    document.addPageTemplates(PageTemplate("page", [text], onPage=decorate))
    document.build(story(width - 2 * _SIDE), canvasmaker=TaggedCanvas)
    return stream.getvalue(), document.page


def _watermark(canvas: TaggedCanvas, marks: list[str], size: tuple[float, float]) -> None:
    """Write the first mark across the page, under the text and light enough to read through."""
    if not marks:
        return
    width, height = size
    canvas.saveState()
    canvas.translate(width / 2, height / 2)
    canvas.rotate(50)
    canvas.setFillColor(WATERMARK)
    canvas.setFont(fonts.TEXT_STRONG, 60)
    canvas.drawCentredString(0, -20, marks[0])
    canvas.restoreState()


def _header(
    canvas: TaggedCanvas, imprint: Imprint, marks: list[str], size: tuple[float, float]
) -> None:
    width, height = size
    y = height - 36
    right = width - _SIDE
    for mark in reversed(marks):
        breadth = fonts.width_of(mark, fonts.TEXT_STRONG, _SMALL) + 12
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.8)
        canvas.rect(right - breadth, y - 5, breadth, 15)
        canvas.setFillColor(INK)
        canvas.setFont(fonts.TEXT_STRONG, _SMALL)
        canvas.drawString(right - breadth + 6, y, mark)
        right -= breadth + 6
    canvas.setFont(fonts.TEXT, _SMALL)
    canvas.setFillColor(MUTED)
    canvas.drawString(_SIDE, y, _head_line(imprint, right - _SIDE - 12))


def _head_line(imprint: Imprint, width: float) -> str:
    """Join agency and period; only the agency's name gives way when both do not fit."""
    period = f" | {imprint.period}"
    room = width - fonts.width_of(period, fonts.TEXT, _SMALL)
    return fonts.fitted(imprint.agency, fonts.TEXT, _SMALL, room) + period


def _footer(canvas: TaggedCanvas, imprint: Imprint, anchor: str, number: str, width: float) -> None:
    y = 32
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.line(_SIDE, y + 13, width - _SIDE, y + 13)
    canvas.setFillColor(INK)
    canvas.setFont(fonts.TEXT_STRONG, _SMALL)
    mark = imprint.mark
    canvas.drawString(_SIDE, y, mark)
    canvas.drawRightString(width - _SIDE, y, number)
    left = _SIDE + fonts.width_of(mark, fonts.TEXT_STRONG, _SMALL) + 10
    room = width - _SIDE - left - fonts.width_of(number, fonts.TEXT_STRONG, _SMALL) - 10
    report = f"Report {imprint.report_id} | Data up to {written_date(imprint.cut_off)}"
    line = f"{imprint.origin or report} | PeerDesk {imprint.version}"
    line += f" | Activity {anchor}" if anchor else ""
    canvas.setFillColor(MUTED)
    canvas.setFont(fonts.TEXT, _SMALL)
    canvas.drawString(left, y, fonts.fitted(line, fonts.TEXT, _SMALL, room))
