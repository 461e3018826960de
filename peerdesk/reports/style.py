"""The look of paper: colors, measures and the text styles, in two densities."""

from __future__ import annotations

import html
from dataclasses import dataclass

from peerdesk.reports import fonts

# isort: split
from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

INK = HexColor("#1B242C")
MUTED = HexColor("#4A5763")
ACCENT = HexColor("#163F6E")
RULE = HexColor("#AEB8C2")
HAIRLINE = HexColor("#D5DBE1")
WATERMARK = HexColor("#EEF0F2")


@dataclass(frozen=True)
class Density:
    """How tightly a report is set; reading sizes change little, white space gives way first."""

    chart_height: float
    row_padding: float
    """Points above and below a row of a table."""
    gap: float
    """Points between two blocks."""
    text_size: float
    detail_size: float
    paired: bool
    """Whether two questions share a row, each with its table below its words."""


NORMAL = Density(
    chart_height=205, row_padding=2.6, gap=16, text_size=12.5, detail_size=9.5, paired=False
)
COMPACT = Density(
    chart_height=112, row_padding=1.4, gap=12, text_size=10, detail_size=8.5, paired=True
)


def text_style(size: float, **options: object) -> ParagraphStyle:
    """Return a text style of a size in points; ``strong`` and ParagraphStyle's own options."""
    strong = options.pop("strong", False)
    settings: dict[str, object] = {
        "fontName": fonts.TEXT_STRONG if strong else fonts.TEXT,
        "fontSize": size,
        "leading": size * 1.3,
        "textColor": INK,
        "splitLongWords": 1,
    }
    return ParagraphStyle("", **{**settings, **options})


class _Text(Paragraph):  # type: ignore[misc]  # ReportLab ships no types
    """A paragraph whose lines end in a space.

    ReportLab drops it, and a screen reader then runs the last word of a line into the next one.
    """

    def breakLines(self, width: float) -> object:  # noqa: N802  # ReportLab's name
        """Return ReportLab's lines of the paragraph, with the space put back."""
        broken = super().breakLines(width)
        for line in broken.lines[:-1]:
            if broken.kind:
                line.words[-1].text += " "
            else:
                line[1].append("")
        return broken


def paragraph(text: str, style: ParagraphStyle, *, lead: str = "") -> Paragraph:
    """Return a paragraph of plain text, with a bold word or two before it.

    Text is never read as markup: names of agencies come from users.
    """
    body = html.escape(fonts.printable(text), quote=False)
    if lead:
        body = f"<b>{html.escape(fonts.printable(lead), quote=False)}</b> {body}"
    return _Text(body, style)
