"""The floor of a report: the same words in the same typefaces, with ReportLab alone."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

from peerdesk.reports import fonts

# isort: split
from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

_ROWS = 8
"""Rows of a table, about as many as those of a report have."""


def words_of(pdf: bytes) -> list[list[str]]:
    """Return the lines of text on each page of a report."""
    pages = PdfReader(BytesIO(pdf)).pages
    return [[line for line in page.extract_text().splitlines() if line.strip()] for page in pages]


def bare_report(pages: list[list[str]]) -> bytes:
    """Set the lines again: paragraphs and a bar chart first, tables from the second page on."""
    text = ParagraphStyle("text", fontName=fonts.TEXT, fontSize=10, leading=13)
    first, *rest = pages
    story = [*(Paragraph(line, text) for line in first), _chart(), PageBreak()]
    for page in rest:
        for start in range(0, len(page), _ROWS):
            rows = [[Paragraph(line, text), "25"] for line in page[start : start + _ROWS]]
            story.append(Table(rows, colWidths=(300, 60)))
        story.append(PageBreak())
    stream = BytesIO()
    SimpleDocTemplate(stream, pagesize=letter).build(story)
    return stream.getvalue()


def _chart() -> Drawing:
    drawing, chart = Drawing(400, 120), VerticalBarChart()
    chart.data = [(3, 5, 8, 13, 21, 13, 8, 5)]
    chart.categoryAxis.categoryNames = [f"Q{number}" for number in range(8)]
    drawing.add(chart)
    return drawing
