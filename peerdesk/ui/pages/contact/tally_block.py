"""A block of the monthly grid: the codes of one dimension, with two whole numbers each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy

from peerdesk.services.records.tallies import TallyCell
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.theme import mark

_WIDTH_IN_DIGITS = 5
_DIGITS = 6
_HEADERS = ("Contacts", "First")
_STEPS: Mapping[int, int] = {
    Qt.Key.Key_Return: 1,
    Qt.Key.Key_Enter: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
}

Key = tuple[str, str]
"""Dimension and code."""


class NumberCell(QLineEdit):
    """A whole number, or nothing; arrows and Enter move on, as in a spreadsheet."""

    stepped = Signal(int, int)
    """Rows down and columns to the right."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(_DIGITS)
        self.setValidator(QRegularExpressionValidator(r"\d*", self))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def number(self) -> int | None:
        """What was entered, or None."""
        return int(self.text()) if self.text() else None

    def set_number(self, number: int | None) -> None:
        """Show a number, or nothing."""
        self.setText("" if number is None else str(number))

    def sizeHint(self) -> QSize:
        """Be lower than other lines, so that a whole month fits on one screen."""
        letters = self.fontMetrics()
        return QSize(letters.horizontalAdvance("0") * _WIDTH_IN_DIGITS + 16, letters.height() + 9)

    def minimumSizeHint(self) -> QSize:
        """Stay at that size."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Enter and the arrows; sideways only from the end of the text."""
        down = _STEPS.get(event.key())
        if down is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.stepped.emit(down, 0)
        elif event.key() == Qt.Key.Key_Right and self.cursorPosition() == len(self.text()):
            self.stepped.emit(0, 1)
        elif event.key() == Qt.Key.Key_Left and self.cursorPosition() == 0:
            self.stepped.emit(0, -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the number, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()


class TallyBlock(QFrame):
    """One dimension: a title with its running sum, and a line for each code."""

    edited = Signal()

    def __init__(self, title: str, rows: Sequence[tuple[Key, str]], *, several: bool) -> None:
        super().__init__()
        self.setObjectName("Card")
        self.several = several
        self.cells: dict[Key, tuple[NumberCell, NumberCell]] = {}
        self._title = title
        self._labels = [label for _, label in rows]
        self._sum = QLabel()
        self._sum.setObjectName("Muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 8, 14, 10)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self._add_title(grid)
        for key, label in rows:
            self._add_row(grid, key, label)

    @property
    def sum(self) -> int:
        """The contacts of all codes together."""
        return sum(count.number or 0 for count, _ in self.cells.values())

    def show_sum(self, total: int | None) -> str:
        """Show how the sum compares with the month's total; return what must be mended, or ""."""
        too_many = not self.several and total is not None and self.sum > total
        text = f"Sum {self.sum}" if self.several or total is None else f"{self.sum} of {total}"
        self._sum.setText(text if self.sum else "")
        mark(self._sum, "bad" if too_many else "")
        return f"“{self._title}” adds up to more than all contacts." if too_many else ""

    def values(self) -> dict[Key, TallyCell]:
        """Return what was entered; lines without contacts are left out."""
        return {
            key: TallyCell(count.number, first.number)
            for key, (count, first) in self.cells.items()
            if count.number is not None
        }

    def load(self, values: Mapping[Key, TallyCell]) -> None:
        """Show a month's numbers."""
        for key, (count, first) in self.cells.items():
            cell = values.get(key)
            count.set_number(cell.count if cell else None)
            first.set_number(cell.first_count if cell else None)

    @property
    def width_wanted(self) -> int:
        """The length of its longest label in pixels, for sharing the width among columns."""
        return max(self.fontMetrics().horizontalAdvance(text) for text in self._labels)

    @property
    def rows_high(self) -> int:
        """How many lines the block takes, for spreading blocks over columns."""
        return len(self.cells) + 1

    def _add_title(self, grid: QGridLayout) -> None:
        title = QLabel(self._title)
        title.setObjectName("SectionTitle")
        heading = QHBoxLayout()
        heading.setSpacing(10)
        heading.addWidget(title)
        heading.addWidget(self._sum)
        heading.addStretch(1)
        grid.addLayout(heading, 0, 0)
        for column, text in enumerate(_HEADERS, start=1):
            header = QLabel(text)
            header.setObjectName("Muted")
            header.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(header, 0, column)

    def _add_row(self, grid: QGridLayout, key: Key, label: str) -> None:
        row = grid.rowCount()
        count = NumberCell(f"{self._title}: {label}, contacts")
        first = NumberCell(f"{self._title}: {label}, first this quarter")
        words = labels.words(label)
        words.setBuddy(count)
        for column, widget in enumerate((words, count, first)):
            grid.addWidget(widget, row, column)
        for cell in (count, first):
            cell.textEdited.connect(self.edited)
        self.cells[key] = (count, first)
