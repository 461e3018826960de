"""A passphrase is long, not on the short list of the obvious, and the same however it is typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from peerdesk.ui.forms.passphrase import PassphraseLine, advice, same


@pytest.mark.parametrize(
    ("entered", "enough", "words"),
    [
        ("", False, "12 more"),
        ("elevenchars", False, "1 more character."),
        ("twelve chars", True, "better"),
        ("a lantern by the window", True, "Good."),
        ("aaaaaaaaaaaaaaaa", False, "different"),
        ("password12345", False, "guess"),
        ("my old passwordless garden gate", True, "Good."),
    ],
)
def test_advice(entered: str, enough: bool, words: str) -> None:
    said_enough, sentence = advice(entered)
    assert said_enough is enough
    assert words in sentence


def test_accents_are_the_same_however_composed() -> None:
    assert same("caf\u00e9 by the window", "cafe\u0301 by the window")
    assert not same("cafe by the window", "caf\u00e9 by the window")


def test_length_counts_what_is_left_after_composing() -> None:
    assert not advice("e\u0301" * 6)[0]


def test_warns_of_caps_lock(qtbot: QtBot) -> None:
    line = PassphraseLine("&Passphrase")
    qtbot.addWidget(line)
    line.show()
    warning = next(each for each in line.findChildren(QLabel) if "Caps" in each.text())
    QTest.keyClicks(line.line, "A", Qt.KeyboardModifier.ShiftModifier)
    assert not warning.isVisible()
    QTest.keyClicks(line.line, "A")
    assert warning.isVisible()


def test_shows_on_request_and_hides_when_cleared(qtbot: QtBot) -> None:
    line = PassphraseLine("&Passphrase")
    qtbot.addWidget(line)
    QTest.keyClicks(line.line, "lantern")
    assert line.line.echoMode() is QLineEdit.EchoMode.Password
    line._show.setChecked(True)
    assert line.line.echoMode() is QLineEdit.EchoMode.Normal
    line.clear()
    assert line.text == ""
    assert line.line.echoMode() is QLineEdit.EchoMode.Password
