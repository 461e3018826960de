"""Several codes are chosen by letters and given back, with one Tab stop."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from peerdesk.models.types import Codes
from peerdesk.ui.forms.chips import CodesEditor
from peerdesk.vocabulary import vocabulary

TOPICS = [(term.code, term.label) for term in vocabulary("topic_group").terms]


@pytest.fixture
def codes(qtbot: QtBot) -> CodesEditor:
    codes = CodesEditor(TOPICS, most=2)
    qtbot.addWidget(codes)
    codes.resize(320, 40)
    with qtbot.waitActive(codes):
        codes.show()
    codes.setFocus()
    return codes


def _chips(codes: CodesEditor) -> list[QPushButton]:
    return [each for each in codes.findChildren(QPushButton) if each.isVisibleTo(codes)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Comma])
def test_letters_find_and_a_key_takes(qtbot: QtBot, codes: CodesEditor, key: Qt.Key) -> None:
    QTest.keyClicks(codes.box, "grief")
    assert not _chips(codes)
    with qtbot.waitSignal(codes.edited):
        QTest.keyClick(codes.box, key)
    assert [each.text() for each in _chips(codes)] == ["Grief / loss"]
    assert codes.value() == Codes(["grief"])


def test_what_was_found_counts_before_it_is_taken(codes: CodesEditor) -> None:
    QTest.keyClicks(codes.box, "grief")
    assert codes.value() == Codes(["grief"])
    QTest.keyClick(codes.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not _chips(codes)


def test_leaving_takes(codes: CodesEditor) -> None:
    QTest.keyClicks(codes.box, "grief")
    codes.box.clearFocus()
    assert len(_chips(codes)) == 1


def test_choosing_in_the_open_list_takes(codes: CodesEditor) -> None:
    codes.box.showPopup()
    QTest.keyClicks(codes.box.view(), "sleep")
    QTest.keyClick(codes.box.view(), Qt.Key.Key_Return)
    assert codes.value() == Codes(["cumulative"])
    assert len(_chips(codes)) == 1


def test_backspace_gives_the_last_one_back(codes: CodesEditor) -> None:
    codes.set_value(Codes(["grief", "health"]))
    QTest.keyClick(codes.box, Qt.Key.Key_Backspace)
    assert codes.value() == Codes(["grief"])


def test_a_chip_can_be_clicked_away(codes: CodesEditor) -> None:
    codes.set_value(Codes(["grief", "health"]))
    QTest.mouseClick(_chips(codes)[0], Qt.MouseButton.LeftButton)
    assert codes.value() == Codes(["health"])


def test_no_more_than_the_most(codes: CodesEditor) -> None:
    codes.set_value(Codes(["grief", "health"]))
    QTest.keyClicks(codes.box, "sleep")
    assert codes.value() == Codes(["grief", "health"])


def test_chips_take_as_many_lines_as_they_need(qtbot: QtBot, codes: CodesEditor) -> None:
    before = codes.heightForWidth(320)
    codes.set_value(Codes(["career", "relationship"]))
    assert codes.heightForWidth(320) > 2 * before
    codes.resize(320, codes.heightForWidth(320))
    for chip in _chips(codes):
        assert codes.rect().contains(chip.geometry())


def test_says_what_is_chosen(codes: CodesEditor) -> None:
    codes.setAccessibleName("Topics")
    codes.setAccessibleDescription("Two at most.")
    QTest.keyClicks(codes.box, "grief")
    QTest.keyClick(codes.box, Qt.Key.Key_Return)
    assert codes.box.accessibleName() == "Topics"
    assert codes.box.accessibleDescription() == "Two at most. Chosen: Grief / loss."
