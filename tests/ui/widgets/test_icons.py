"""Icons take the palette's color at the moment they are painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication

from peerdesk.paths import resource
from peerdesk.ui.widgets.icons import icon
from peerdesk.ui.widgets.theme import Theme
from peerdesk.ui.widgets.tokens import DARK, LIGHT

NAMES = sorted(path.stem for path in resource("icons").glob("*.svg"))


def _inks(image: QImage) -> set[str]:
    """Return the colors of the pixels that are fully painted."""
    colors = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {color.name() for color in colors if color.alpha() == 255}


def _picture(sign: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return sign.pixmap(QSize(64, 64), mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_icon_paints_something(theme: Theme, name: str) -> None:
    assert _inks(_picture(icon(name)))


def test_an_icon_follows_a_change_of_theme(theme: Theme) -> None:
    sign = icon("users")
    assert _inks(_picture(sign)) == {LIGHT.text.lower()}
    theme.set_mode("dark")
    assert _inks(_picture(sign)) == {DARK.text.lower()}


def test_an_icon_follows_its_role_and_fades_when_switched_off(
    qapp: QApplication, theme: Theme
) -> None:
    sign = icon("triangle-alert", QPalette.ColorRole.BrightText)
    assert _inks(_picture(sign)) == {LIGHT.bad.lower()}
    faded = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert faded == QColor(LIGHT.faint)
    assert _inks(_picture(icon("users"), QIcon.Mode.Disabled)) == {LIGHT.faint.lower()}


def test_an_unknown_icon_is_noticed_at_once() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_the_licence_lies_beside_the_icons() -> None:
    assert "ISC" in resource("icons", "LICENSE").read_text(encoding="utf-8")
