"""The theme sets font, palette and style sheet, and Python keeps its None."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from peerdesk.paths import resource
from peerdesk.ui.widgets.theme import LARGEST, SMALLEST, Theme, style_sheet
from peerdesk.ui.widgets.tokens import DARK, LIGHT, Tokens


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp, "light")
    yield theme
    theme.mode, theme.point_size = "light", 10.0
    theme.apply()


@pytest.mark.parametrize(("mode", "tokens"), [("light", LIGHT), ("dark", DARK)])
def test_the_palette_follows_the_mode(
    qapp: QApplication, themed: Theme, mode: str, tokens: Tokens
) -> None:
    themed.set_mode(mode)
    assert themed.tokens is tokens
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(tokens.ground)
    assert qapp.palette().color(QPalette.ColorRole.Text) == QColor(tokens.text)
    assert tokens.surface in qapp.styleSheet()


def test_where_the_computer_does_not_say_it_is_light(themed: Theme) -> None:
    themed.set_mode("system")
    assert themed.tokens is LIGHT


def test_the_style_holds_wherever_the_program_lies(
    qapp: QApplication, themed: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / "Équipe (peer's) café" / "resources"
    shutil.copytree(resource(), odd)
    monkeypatch.setattr("peerdesk.ui.widgets.theme.resource", odd.joinpath)
    themed.apply()  # Qt warns of a style sheet that it cannot read, which fails a test
    assert f'url("{odd}/icons/tick-light.svg")' in qapp.styleSheet()


def test_text_is_inter_and_zooms_between_its_limits(qapp: QApplication, themed: Theme) -> None:
    assert qapp.font().family() == "Inter"
    for _ in range(20):
        themed.zoom(1)
    assert qapp.font().pointSizeF() == LARGEST == 18
    for _ in range(20):
        themed.zoom(-1)
    assert qapp.font().pointSizeF() == SMALLEST == 9


def test_each_change_is_told_once(qtbot: QtBot, themed: Theme) -> None:
    told: list[bool] = []
    themed.changed.connect(lambda: told.append(True))
    themed.zoom(1)
    themed.set_mode("dark")
    assert len(told) == 2


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_is_filled_in(tokens: Tokens) -> None:
    sheet = style_sheet(tokens, 10)
    assert "$" not in sheet
    assert "font-size: 16.0pt" in sheet


def test_qt_leaves_none_alone(qtbot: QtBot) -> None:
    """Some PySide6 releases lose a reference to None with every call and abort in the end."""
    line = QLineEdit()
    qtbot.addWidget(line)
    before = sys.getrefcount(None)
    for number in range(1000):
        line.setText(str(number))
    assert sys.getrefcount(None) > before - 100
