"""Recovery words are checked while they are typed, and only the right ones are right."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peerdesk.ui.guides.word_boxes import WORDS, WordBoxes
from peerdesk.ui.widgets.theme import Theme
from peerdesk.vault.recovery_words import draw, read
from tests.ui.keyboard import here


@pytest.fixture
def boxes(qtbot: QtBot, theme: Theme) -> WordBoxes:
    boxes = WordBoxes(read)
    qtbot.addWidget(boxes)
    with qtbot.waitActive(boxes):
        boxes.show()
    boxes.setFocus()
    return boxes


@pytest.fixture
def words() -> tuple[str, ...]:
    return draw("recovery")[0]


def _type(text: str) -> None:
    for sign in text:
        QTest.keyClicks(here(), sign)


def test_four_letters_capitals_and_spaces_are_enough(
    qtbot: QtBot, boxes: WordBoxes, words: tuple[str, ...]
) -> None:
    boxes.expect(words)
    _type(" ".join(word[:4].upper() for word in words))
    with qtbot.waitSignal(boxes.completed):
        QTest.keyClick(here(), Qt.Key.Key_Return)
    assert boxes.text == " ".join(words)
    assert boxes.problem() == ""
    assert not boxes.message.isVisible()


def test_a_word_on_no_list_is_named_while_it_is_typed(boxes: WordBoxes) -> None:
    _type("aca")
    assert not boxes.message.isVisible()
    _type("x")
    assert "Word 1" in boxes.message.text()
    assert "acax" in boxes.message.text()
    assert boxes.boxes[0].property("invalid")
    for _ in range(4):
        QTest.keyClick(here(), Qt.Key.Key_Backspace)
    assert not boxes.message.isVisible()
    _type("academic")
    assert not boxes.boxes[0].property("invalid")


def test_a_wrong_word_is_named_as_soon_as_it_is_left(
    boxes: WordBoxes, words: tuple[str, ...]
) -> None:
    boxes.expect(words)
    other = next(word for word in draw("recovery")[0] if word not in words)
    _type(f"{words[0]} {other} ")
    assert "Word 2 is not the one on your paper" in boxes.message.text()
    assert boxes.first_open is boxes.boxes[1]
    assert "Word 2" in boxes.problem()


def test_too_few_letters_are_said_when_the_box_is_left(boxes: WordBoxes) -> None:
    _type("aca ")
    assert "Word 1 is too short" in boxes.message.text()


def test_a_pasted_line_fills_the_boxes(boxes: WordBoxes, words: tuple[str, ...]) -> None:
    QApplication.clipboard().setText(
        "\n".join(f"{number}. {word}" for number, word in enumerate(words, start=1))
    )
    boxes.boxes[0].paste()
    assert boxes.text == " ".join(words)
    assert here() is boxes.boxes[-1]


def test_two_words_swapped_are_both_wrong(boxes: WordBoxes, words: tuple[str, ...]) -> None:
    first, second = words[0], next(word for word in words[1:] if word != words[0])
    at = words.index(second)
    swapped = list(words)
    swapped[0], swapped[at] = second, first
    boxes.expect(words)
    boxes.boxes[0].setFocus()
    _type(" ".join(swapped))
    QTest.keyClick(here(), Qt.Key.Key_Return)
    wrong = [index for index in range(WORDS) if boxes.boxes[index].property("invalid")]
    assert wrong == [0, at]


def test_backspace_in_an_empty_box_goes_back(boxes: WordBoxes) -> None:
    _type("academic ")
    QTest.keyClick(here(), Qt.Key.Key_Backspace)
    assert here() is boxes.boxes[0]


def test_words_are_forgotten(boxes: WordBoxes, words: tuple[str, ...]) -> None:
    _type(" ".join(words))
    boxes.clear()
    assert boxes.text == ""
    assert boxes.problem() == "Word 1 is missing."
