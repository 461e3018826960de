"""A warning stays in sight until somebody has read it."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from peerdesk.ui.shell.bands import Bands
from peerdesk.ui.widgets.theme import Theme


def test_a_warning_is_said_once_and_taken_away_when_read(qtbot: QtBot, theme: Theme) -> None:
    bands = Bands()
    qtbot.addWidget(bands)
    bands.show()
    for words in ("The disk is full.", "Somebody typed a wrong secret.", "The disk is full."):
        bands.warn(words)
    first, second = bands.findChildren(QPushButton)
    assert first.accessibleName() == "Read: The disk is full."
    first.click()
    assert bands.words == ["Somebody typed a wrong secret."]
    qtbot.waitUntil(second.isVisible)
    bands.warn("The disk is full.")
    assert len(bands.words) == 2
