"""The editor for one of a list, made for the keyboard: a few letters choose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView

Choices = Sequence[tuple[Any, str]]
_PAUSE_MS = 1000
"""Letters typed after a longer rest begin a new word."""


class ChoiceEditor(QComboBox):
    """One of a list. Letters choose the first label with a word that begins so; Delete clears.

    Keys work alike whether the list is open or not.
    """

    edited = Signal()

    def __init__(self, choices: Choices, blank: str = "") -> None:
        super().__init__()
        self._blank = blank
        self._finder = _Finder()
        self.setView(self._finder)
        self.set_choices(choices)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self.setMaxVisibleItems(16)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentIndexChanged.connect(lambda _: self.edited.emit())

    def set_blank(self, words: str) -> None:
        """Show these words where nothing is chosen."""
        self._blank = words
        self.setItemText(0, words)

    def set_choices(self, choices: Choices) -> None:
        """Offer these from now on, and keep the one that is chosen where it is among them."""
        chosen = self.value()
        self._finder.forget()
        self.blockSignals(True)  # noqa: FBT003 - Qt's order
        self.clear()
        self.addItem(self._blank, None)
        for value, label in choices:
            self.addItem(label, value)
        self.blockSignals(False)  # noqa: FBT003 - Qt's order
        self.set_value(chosen)

    def value(self) -> Any:
        """Return the value chosen, or None."""
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Choose a value; one that is not on the list shows as blank."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's order
        self.setCurrentIndex(max(0, self.findData(value)))
        self.blockSignals(False)  # noqa: FBT003 - Qt's order

    def problem(self) -> str:
        """Return an empty text: a choice is always one of the list."""
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear with Delete or Backspace; leave Enter to the form, which saves with Ctrl+Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._finder.forget()
            self.setCurrentIndex(0)
        elif event.key() == Qt.Key.Key_Space and self._finder.searching:
            self._finder.keyboardSearch(" ")  # a blank inside the words, which else opens the list
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take the next letter for the beginning of a word, however fast it follows."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._finder.forget()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll: a turn of the wheel must never change a record."""
        event.ignore()


class _Finder(QListView):
    """Finds by the beginning of any word; the box asks it even while the list is closed."""

    def __init__(self) -> None:
        super().__init__()
        self._typed = ""
        self._rest = QElapsedTimer()

    @property
    def searching(self) -> bool:
        """Whether letters were typed a moment ago."""
        fresh = self._rest.isValid() and not self._rest.hasExpired(_PAUSE_MS)
        return fresh and bool(self._typed)

    def keyboardSearch(self, search: str) -> None:
        """Move to the first label that fits what was typed without a rest."""
        if not self.searching:
            self._typed = ""
        self._rest.start()
        self._typed += search
        row = find(self._typed, [self._label(row) for row in range(self.model().rowCount())])
        if row is not None:
            self.setCurrentIndex(self.model().index(row, 0))

    def forget(self) -> None:
        """Take the next letter for the beginning of a word."""
        self._typed = ""

    def _label(self, row: int) -> str:
        return str(self.model().index(row, 0).data() or "")


def find(typed: str, labels: Sequence[str]) -> int | None:
    """Return the place of the label meant: one that begins so, or else one with such a word."""
    said = re.escape(typed.strip())
    for pattern in (f"^{said}", rf"\b{said}") if said else ():
        for place, label in enumerate(labels):
            if re.search(pattern, label, re.IGNORECASE):
                return place
    return None
