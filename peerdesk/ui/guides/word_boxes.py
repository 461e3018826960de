"""Numbered boxes for the words of a recovery sheet, each checked as soon as it can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from peerdesk.errors import UserFacing
from peerdesk.ui.widgets.card import complaint
from peerdesk.ui.widgets.theme import mark

WORDS = 20
"""How many words a sheet or a card has."""
_COLUMNS = 4
_TELLING = 4
"""So many letters tell any two words of the list apart."""
_APART = re.compile(r"[\W\d_]+")

ReadWords = Callable[[str], tuple[str, ...]]
"""Returns words in full; raises UserFacing naming one that is on no list."""


class WordBoxes(QWidget):
    """Twenty boxes. Space and Enter go on; several words pasted into one box fill the next ones.

    Four letters are enough: the rest is filled in when the box is left.
    """

    edited = Signal()
    completed = Signal()
    """Enter was pressed in the last box."""

    def __init__(self, read: ReadWords, title: str = "Word") -> None:
        super().__init__()
        self._read = read
        self._expected: Sequence[str] = ()
        self.boxes = tuple(_Box(f"{title} {number}") for number in range(1, WORDS + 1))
        self.message = complaint()
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for index, box in enumerate(self.boxes):
            number = QLabel(f"{index + 1}")
            number.setObjectName("Muted")
            number.setBuddy(box)
            row, column = divmod(index, _COLUMNS)
            grid.addWidget(number, row, 2 * column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(box, row, 2 * column + 1)
            box.textEdited.connect(lambda _, at=index: self._typed(at))
            box.left.connect(lambda at=index: self._complete(at))
            box.moved.connect(lambda by, at=index: self._move(at, by))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addLayout(grid)
        page.addWidget(self.message)
        self.setFocusProxy(self.boxes[0])

    @property
    def text(self) -> str:
        """What stands in the boxes, with a space between."""
        return " ".join(box.text().strip() for box in self.boxes).strip()

    @property
    def first_open(self) -> QWidget:
        """The first box that is empty or wrong."""
        return next((box for at, box in enumerate(self.boxes) if self._wrong(at)), self.boxes[-1])

    def expect(self, words: Sequence[str]) -> None:
        """Say at once where a word is not the one that belongs there."""
        self._expected = words

    def problem(self) -> str:
        """Return the first thing that is missing or wrong, in a sentence."""
        return next((wrong for at in range(WORDS) if (wrong := self._wrong(at))), "")

    def fill(self, words: Sequence[str]) -> None:
        """Take words that are right already."""
        for box, word in zip(self.boxes, words, strict=False):
            box.setText(word)

    def clear(self) -> None:
        """Forget every word."""
        for box in self.boxes:
            box.setText("")
            box.show_wrong(wrong=False)
        self.message.hide()

    def _typed(self, at: int) -> None:
        words = [word for word in _APART.split(self.boxes[at].text()) if word]
        if len(words) > 1 or (words and _APART.search(self.boxes[at].text())):
            for box, word in zip(self.boxes[at:], words, strict=False):
                box.setText(word)
            last = min(at + len(words), WORDS) - 1
            for each in range(at, last + 1):
                self._complete(each)
            self.boxes[min(last + 1, WORDS - 1)].setFocus()
        self._show(at)
        self.edited.emit()

    def _complete(self, at: int) -> None:
        box = self.boxes[at]
        if len(box.text()) >= _TELLING:
            with suppress(UserFacing):  # said by _show
                box.setText(self._read(box.text())[0])
        self._show(at, left=True)

    def _show(self, at: int, *, left: bool = False) -> None:
        """Mark a box that is certainly wrong; one that is still being typed may yet be right."""
        typed = self.boxes[at].text()
        certain = bool(typed) and (left or len(typed) >= _TELLING)
        self.boxes[at].show_wrong(wrong=certain and bool(self._wrong(at, done=left)))
        marked = [each for each in range(WORDS) if self.boxes[each].wrong]
        words = self._wrong(marked[0], done=left) if marked else ""
        self.message.setText(words)
        self.message.setVisible(bool(words))

    def _wrong(self, at: int, *, done: bool = True) -> str:
        """Return what is wrong with a box; one that is not ``done`` may be the start of a word."""
        typed = self.boxes[at].text().strip()
        if not typed:
            return f"Word {at + 1} is missing."
        try:
            word = self._read(typed)[0] if len(typed) >= _TELLING else typed
        except UserFacing as problem:
            return f"Word {at + 1}: {problem}"
        if len(typed) < _TELLING and done:
            return f"Word {at + 1} is too short: type at least its first four letters."
        expected = self._expected[at] if self._expected else word
        fits = word == expected or (not done and expected.startswith(typed.lower()))
        return "" if fits else f"Word {at + 1} is not the one on your paper. Look again."

    def _move(self, at: int, by: int) -> None:
        if 0 <= at + by < WORDS:
            self.boxes[at + by].setFocus()
        elif by > 0:
            self._complete(at)
            self.completed.emit()


class _Box(QLineEdit):
    left = Signal()
    moved = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.wrong = False
        self.setAccessibleName(name)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 10 + 16)

    def show_wrong(self, *, wrong: bool) -> None:
        if wrong != self.wrong:
            self.wrong = wrong
            mark(self, wrong, "invalid")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.moved.emit(1)
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Comma):
            self.moved.emit(1 if self.text() else 0)
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.moved.emit(-1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.left.emit()
