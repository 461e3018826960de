"""One of a list is chosen by a few letters, and never by accident."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peerdesk.ui.forms.choice import ChoiceEditor, find
from peerdesk.vocabulary import vocabulary

ORIGINS = [(term.code, term.label) for term in vocabulary("contact_origin").terms]


@pytest.fixture
def box(qtbot: QtBot) -> ChoiceEditor:
    box = ChoiceEditor(ORIGINS)
    qtbot.addWidget(box)
    with qtbot.waitActive(box):
        box.show()
    box.setFocus()
    return box


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("pers", "self"),
        ("c", "clinician_chaplain"),
        ("cow", "coworker"),
        ("fam", "family"),
        ("suggested by f", "family"),
    ],
)
def test_letters_choose_by_any_word(qtbot: QtBot, box: ChoiceEditor, typed: str, code: str) -> None:
    with qtbot.waitSignal(box.edited):
        QTest.keyClicks(box, typed)
    assert box.value() == code


def test_letters_choose_in_the_open_list_too(box: ChoiceEditor) -> None:
    box.showPopup()
    QTest.keyClicks(box.view(), "cow")
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    assert box.value() == "coworker"


def test_a_rest_begins_a_new_word(qtbot: QtBot, box: ChoiceEditor) -> None:
    QTest.keyClicks(box, "fam")
    qtbot.wait(1100)
    QTest.keyClicks(box, "pers")
    assert box.value() == "self"


def test_what_fits_nothing_changes_nothing(box: ChoiceEditor) -> None:
    QTest.keyClicks(box, "fam")
    QTest.keyClicks(box, "zz")
    assert box.value() == "family"


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_can_be_cleared(box: ChoiceEditor, key: Qt.Key) -> None:
    box.set_value("self")
    QTest.keyClick(box, key)
    assert box.value() is None


def test_the_wheel_never_changes_a_record(box: ChoiceEditor) -> None:
    box.set_value("self")
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turn)
    assert box.value() == "self"


def test_new_choices_keep_the_one_chosen_and_say_nothing(qtbot: QtBot, box: ChoiceEditor) -> None:
    box.set_value("family")
    with qtbot.assertNotEmitted(box.edited):
        box.set_choices([("new", "New"), ("family", "Family")])
        assert box.value() == "family"
        box.set_choices([("new", "New")])
    assert box.value() is None


def test_a_label_that_begins_so_comes_before_a_word_inside() -> None:
    assert find("fa", ["Suggested by family", "Family"]) == 1
    assert find("", ["Family"]) is None
    assert find("(", ["Family (any)"]) is None
