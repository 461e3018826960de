"""The shipped typefaces."""

from __future__ import annotations

import pytest
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics

from peerdesk.paths import resource
from peerdesk.reports import fonts


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Maple County", "Maple County"),
        ("Señor Núñez – “ok”", "Señor Núñez – “ok”"),
        ("Cafe\u0301", "Café"),
        ("消防 unit", "?? unit"),
        ("bell\x07", "bell?"),
        ("half \ud800", "half ?"),
        (" two\n lines\t", "two lines"),
    ],
)
def test_what_has_no_glyph_is_replaced_visibly(text: str, printed: str) -> None:
    assert fonts.printable(text) == printed


@pytest.mark.parametrize("font", [fonts.TEXT, fonts.CHART])
def test_registering_again_keeps_the_fonts(font: str) -> None:
    before = pdfmetrics.getFont(font)
    fonts.register()
    assert pdfmetrics.getFont(font) is before


def test_the_base_fonts_are_embedded_ones() -> None:
    from reportlab.lib import styles

    assert rl_config.canvas_basefontname == fonts.TEXT
    assert rl_config.defaultGraphicsFontName == fonts.CHART
    assert styles.ParagraphStyle("").fontName == fonts.TEXT


def test_figures_are_tabular() -> None:
    widths = {fonts.width_of(digit, fonts.TEXT, 10) for digit in "0123456789"}
    assert len(widths) == 1


def test_a_line_is_cut_only_when_it_is_too_wide() -> None:
    assert fonts.fitted("Maple County", fonts.TEXT, 10, 200) == "Maple County"
    cut = fonts.fitted("Maple County Sheriff", fonts.TEXT, 10, 60)
    assert cut.startswith("Maple")
    assert cut.endswith("…")
    assert fonts.width_of(cut, fonts.TEXT, 10) <= 60


def test_each_typeface_ships_with_its_licence() -> None:
    families = {path.name.split("_")[0] for path in resource("fonts").glob("*.ttf")}
    assert families == {"Inter", "SourceSans3"}
    for family in families:
        licence = resource("fonts", f"{family}-OFL.txt").read_text(encoding="utf-8")
        assert "SIL Open Font License" in licence
