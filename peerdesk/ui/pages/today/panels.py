"""What the first page is made of: cards with a number, panels, and lines with a next step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.badges import Badge
from peerdesk.ui.widgets.sign import Sign

_CARD_LETTERS = 22
"""Least width of a card, in average letters."""
_STEP_LETTERS = 20
"""Width of the buttons, so that they and the badges stand in columns."""
_OLD_DAYS = 14
"""Age from which a backup on another disk is called old."""


class Card(QFrame):
    """One figure: what it is, the number, and a line below it."""

    def __init__(self, title: str, value: str, note: str, state: str = "") -> None:
        super().__init__()
        self.setObjectName("Card")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(2)
        self.words = (title, value, note)
        for text, name in zip(self.words, ("Muted", "CardValue", "Muted"), strict=True):
            label = labels.words(text, name)
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            column.addWidget(label)
        label.setProperty("state", state)
        column.addStretch(1)
        self.setAccessibleName(f"{title}: {value}. {note}")


class Cards(QWidget):
    """Cards beside each other, in as many lines as the width needs."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: list[Card] = []
        self._backup: Card | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._columns = 0

    @property
    def shown(self) -> list[Card]:
        """The cards, in their order."""
        return [*self._figures, *([self._backup] if self._backup else [])]

    def show_figures(self, cards: Sequence[Card]) -> None:
        """Replace the figures."""
        self._drop(self._figures)
        self._figures = list(cards)
        self._arrange()

    def show_backup(self, last: date | None, today: date) -> None:
        """Say how old the newest verified backup on another disk is."""
        self._drop([self._backup] if self._backup else [])
        days = (today - last).days if last else None
        value = {None: "None", 0: "Today", 1: "Yesterday"}.get(days, f"{days} days ago")
        old = days is None or days > _OLD_DAYS
        self._backup = Card("Last backup", value, "on another disk", "warn" if old else "good")
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards in as many columns as fit."""
        super().resizeEvent(event)
        if self._fitting() != self._columns:
            self._arrange()

    def _fitting(self) -> int:
        least = _CARD_LETTERS * self.fontMetrics().averageCharWidth()
        fit = self.width() // least
        return len(self.shown) if fit >= len(self.shown) else 2 if fit >= 2 else 1

    def _arrange(self) -> None:
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._columns = self._fitting()
        for place, card in enumerate(self.shown):
            self._grid.addWidget(card, *divmod(place, self._columns))
            self._grid.setColumnStretch(place % self._columns, 1)

    def _drop(self, cards: Sequence[Card]) -> None:
        for card in cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()


class Panel(QFrame):
    """A card with a title and lines below it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("Card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(6)
        heading = QLabel(title)
        heading.setObjectName("SectionTitle")
        self._column.addWidget(heading)

    def add(self, widget: QWidget) -> None:
        """Add a line."""
        self._column.addWidget(widget)

    def add_heading(self, words: str) -> None:
        """Add a small heading above the lines that follow."""
        label = QLabel(words.upper())
        label.setObjectName("GroupTitle")
        label.setContentsMargins(0, 6, 0, 0)
        self.add(label)


class Line(QWidget):
    """A sign, a sentence, a badge, and the buttons of the next step."""

    def __init__(self, sign: str, words: str, badge: tuple[str, str] | None) -> None:
        super().__init__()
        self.words = words
        self.buttons: list[QPushButton] = []
        role = QPalette.ColorRole.BrightText if sign == "circle-alert" else QPalette.ColorRole.Text
        label = labels.words(words)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addWidget(Sign(sign, "", 1.2, role))
        self._row.addWidget(label, 1)
        if badge:
            shown = Badge()
            self._row.addWidget(shown)
            shown.show_state(*badge)

    def add_step(self, text: str, run: Callable[[], object]) -> None:
        """Add a button for what to do about it."""
        button = QPushButton(text)
        button.setAccessibleName(f"{text}: {self.words}")
        button.setMinimumWidth(_STEP_LETTERS * self.fontMetrics().averageCharWidth())
        button.clicked.connect(lambda _=False: run())
        self._row.addWidget(button)
        self.buttons.append(button)
