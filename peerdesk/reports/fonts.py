"""The typefaces of paper: shipped, embedded, and honest about what they cannot write.

Import this before any other part of ReportLab. Its style, table and drawing modules read the base
font once, when they load, and would otherwise put Helvetica, which is never embedded, on each page.
"""

from __future__ import annotations

import unicodedata

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from peerdesk.paths import resource

TEXT = "SourceSans3"
TEXT_STRONG = "SourceSans3-SemiBold"
CHART = "Inter"
CHART_STRONG = "Inter-SemiBold"

_FILES = {
    TEXT: "SourceSans3_400Regular.ttf",
    TEXT_STRONG: "SourceSans3_600SemiBold.ttf",
    CHART: "Inter_400Regular.ttf",
    CHART_STRONG: "Inter_600SemiBold.ttf",
}


def register() -> None:
    """Make the shipped fonts known to ReportLab, and one of them its base font; safe to repeat."""
    missing = _FILES.keys() - set(pdfmetrics.getRegisteredFontNames())
    for name in sorted(missing):
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", _FILES[name]))))
    # ReportLab asks for a slanted face too when it loads; no report uses one.
    for normal, strong in ((TEXT, TEXT_STRONG), (CHART, CHART_STRONG)):
        pdfmetrics.registerFontFamily(normal, normal, strong, normal, strong)
    rl_config.canvas_basefontname = TEXT
    rl_config.defaultGraphicsFontName = CHART


register()


def printable(text: str, font: str = TEXT) -> str:
    """Return one line of text in which each character without a glyph has become ``?``."""
    known = pdfmetrics.getFont(font).face.charToGlyph
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(letter if ord(letter) in known else "?" for letter in line)


def width_of(text: str, font: str, size: float) -> float:
    """Return the width of a line in points."""
    width: float = pdfmetrics.stringWidth(text, font, size)
    return width


def fitted(text: str, font: str, size: float, width: float) -> str:
    """Return the printable text, cut with an ellipsis where it would be wider than ``width``."""
    text = printable(text, font)
    if width_of(text, font, size) <= width:
        return text
    while text and width_of(text + "…", font, size) > width:
        text = text[:-1]
    return text.rstrip() + "…"
