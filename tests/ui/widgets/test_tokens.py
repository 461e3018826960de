"""Every color can be read on what it is painted on, in light and in dark."""

from __future__ import annotations

import math
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor

from peerdesk.ui.widgets.tokens import DARK, LIGHT, Tokens

GROUNDS = ("ground", "surface", "raised", "sidebar")
TEXT = [
    *((ink, ground) for ink in ("text", "muted") for ground in GROUNDS),
    *((ink, ground) for ink in ("good", "warn", "bad") for ground in ("ground", "surface")),
    *((ink, f"{ink}_soft") for ink in ("good", "warn", "bad")),
    ("text", "accent_soft"),
    ("on_accent", "accent"),
    ("accent", "surface"),
]
"""Ink and ground of every text: 4.5 to 1 (WCAG 2.1, 1.4.3)."""
CONTROLS = [(line, ground) for line in ("edge", "accent", "bad") for ground in GROUNDS]
"""Borders of controls, of the focus and of errors: 3 to 1 (WCAG 2.1, 1.4.11)."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colors, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    shade = QColor(color)
    linear = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (shade.redF(), shade.greenF(), shade.blueF())
    ]
    return math.fsum(
        weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), CONTROLS)
def test_controls_can_be_seen(tokens: Tokens, line: str, ground: str) -> None:
    assert contrast(getattr(tokens, line), getattr(tokens, ground)) >= 3


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_token_is_a_color(tokens: Tokens) -> None:
    assert all(QColor(getattr(tokens, each.name)).isValid() for each in fields(tokens))
