"""Text styles and paragraphs."""

from __future__ import annotations

import pytest

from peerdesk.reports import fonts
from peerdesk.reports.style import ACCENT, INK, MUTED, WATERMARK, paragraph, text_style


def test_text_is_never_read_as_markup() -> None:
    text = '<b>Police & Fire</b> <img src="x"/> &lt;'
    assert paragraph(text, text_style(10)).getPlainText() == text


def test_a_lead_is_strong_and_escaped_too() -> None:
    made = paragraph("two", text_style(10), lead="One <1>")
    assert made.getPlainText() == "One <1> two"
    strong = [part.text for part in made.frags if part.fontName == fonts.TEXT_STRONG]
    assert "".join(strong) == "One <1>"


def test_a_missing_glyph_shows() -> None:
    assert paragraph("消防", text_style(10)).getPlainText() == "??"


@pytest.mark.parametrize("lead", ["", "Lead"])
def test_lines_end_in_a_space_so_that_words_stay_apart(lead: str) -> None:
    made = paragraph("several words that need more than one line", text_style(10), lead=lead)
    made.wrap(80, 500)
    lines = made.blPara.lines
    assert len(lines) > 2
    said = "".join(
        "".join(word.text for word in line.words) if made.blPara.kind else " ".join(line[1])
        for line in lines
    )
    assert said.split() == made.getPlainText().split()


@pytest.mark.parametrize("color", [INK, MUTED, ACCENT])
def test_text_colors_are_readable_even_on_the_watermark(color: object) -> None:
    assert _contrast(color, WATERMARK) >= 4.5


def _contrast(one: object, other: object) -> float:
    low, high = sorted(_luminance(each) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: object) -> float:
    parts = [getattr(color, name) for name in ("red", "green", "blue")]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
