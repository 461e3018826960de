"""The whole monthly grid: blocks spread over as many columns as fit, and the keys between them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.ui.pages.contact.tally_block import Key, NumberCell, TallyBlock
from peerdesk.vocabulary import vocabulary

_COLUMN_IN_LETTERS = 41
_WIDEST_LABEL_IN_LETTERS = 34
_CELLS_IN_LETTERS = 22
_MOST_COLUMNS = 3
_SEVERAL = ("topic",)
"""Dimensions in which one contact may have more than one code."""


class TallyGrid(QWidget):
    """Every dimension of a month. Enter and the arrows go from number to number."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        terms = vocabulary("tally_dimension").terms
        self.total = TallyBlock("The whole month", [(TOTAL, terms[0].label)], several=False)
        self.blocks = tuple(
            TallyBlock(term.label, _rows(term.code, term.vocabulary), several=term.code in _SEVERAL)
            for term in terms[1:]
            if term.vocabulary
        )
        self._all = (self.total, *self.blocks)
        self._places = [pair for block in self._all for pair in block.cells.values()]
        for row, pair in enumerate(self._places):
            for column, cell in enumerate(pair):
                cell.stepped.connect(
                    lambda down, right, at=(row, column): self._step(at, (down, right))
                )
        for block in self._all:
            block.edited.connect(self.edited)
        self._columns = 0
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._stacks = [QVBoxLayout() for _ in range(_MOST_COLUMNS)]
        for stack in self._stacks:
            stack.setSpacing(12)
            stack.addStretch(1)
            self._row.addLayout(stack)

    @property
    def first_cell(self) -> NumberCell:
        """Where typing starts: the month's total."""
        return self._places[0][0]

    @property
    def keys(self) -> list[Key]:
        """Dimension and code of every line, in the order in which Enter goes through them."""
        return [key for block in self._all for key in block.cells]

    def values(self) -> dict[Key, TallyCell]:
        """Return every number that was entered."""
        return {key: cell for block in self._all for key, cell in block.values().items()}

    def load(self, values: Mapping[Key, TallyCell]) -> None:
        """Show a month's numbers."""
        for block in self._all:
            block.load(values)
        self.check()

    def check(self) -> list[str]:
        """Renew the running sums; return what must be mended before saving."""
        total = self.first_cell.number
        problems = [
            f"{label} has more first contacts than contacts."
            for block in self._all
            for label, (count, first) in ((_name(c[0]), c) for c in block.cells.values())
            if (first.number or 0) > (count.number or 0)
        ]
        return [*(text for block in self.blocks if (text := block.show_sum(total))), *problems]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the blocks anew when another number of columns fits."""
        super().resizeEvent(event)
        width = self.fontMetrics().averageCharWidth() * _COLUMN_IN_LETTERS
        columns = max(1, min(_MOST_COLUMNS, self.width() // width))
        if columns != self._columns:
            self._columns = columns
            self._spread()

    def _spread(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        spread = columns_of(self._all, self._columns)
        spread += [[] for _ in range(_MOST_COLUMNS - len(spread))]
        for place, blocks in enumerate(spread):
            wanted = max((block.width_wanted for block in blocks), default=0)
            share = min(wanted, _WIDEST_LABEL_IN_LETTERS * letter) + _CELLS_IN_LETTERS * letter
            self._row.setStretch(place, share if blocks else 0)
            for position, block in enumerate(blocks):
                self._stacks[place].insertWidget(position, block)
            self._stacks[place].setContentsMargins(0, 0, 12 if blocks else 0, 0)
        self.updateGeometry()

    def _step(self, at: tuple[int, int], by: tuple[int, int]) -> None:
        row, column = at[0] + by[0], at[1] + by[1]
        if 0 <= row < len(self._places) and 0 <= column < 2:
            self._places[row][column].setFocus(Qt.FocusReason.TabFocusReason)


def columns_of(blocks: tuple[TallyBlock, ...], columns: int) -> list[list[TallyBlock]]:
    """Spread blocks over columns of about the same height, each column in reading order."""
    order = {block: position for position, block in enumerate(blocks)}
    spread: list[list[TallyBlock]] = [[] for _ in range(columns)]
    for block in sorted(blocks, key=lambda each: -each.rows_high):
        min(spread, key=lambda held: sum(each.rows_high for each in held)).append(block)
    read = [sorted(held, key=order.__getitem__) for held in spread]
    return sorted((held for held in read if held), key=lambda held: order[held[0]])


def _rows(dimension: str, name: str) -> list[tuple[Key, str]]:
    """List the codes to enter; "not recorded" is what is left, except where codes may repeat."""
    terms = vocabulary(name)
    kept = [t for t in terms.terms if t.code != terms.blank or dimension in _SEVERAL]
    return [((dimension, term.code), term.label) for term in kept]


def _name(cell: NumberCell) -> str:
    return cell.accessibleName().removesuffix(", contacts")
