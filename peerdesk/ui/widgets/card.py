"""The card in the middle of a page on which there is nothing else."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.sign import Sign

_WIDTH_IN_LETTERS = 52


def card_on(page: QWidget) -> QVBoxLayout:
    """Put a card on a page and return what to fill it by."""
    card = QFrame()
    card.setObjectName("Card")
    card.setFixedWidth(page.fontMetrics().averageCharWidth() * _WIDTH_IN_LETTERS)
    inside = QVBoxLayout(card)
    inside.setContentsMargins(32, 28, 32, 28)
    inside.setSpacing(12)
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addWidget(card)
    middle.addStretch(1)
    outside = QVBoxLayout(page)
    outside.addStretch(2)
    outside.addLayout(middle)
    outside.addStretch(3)
    return inside


def heading(icon: str, meaning: str, title: str) -> QHBoxLayout:
    """Return a card's title, with a picture before it."""
    words = labels.title(title)
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(Sign(icon, meaning, 2.2, QPalette.ColorRole.Highlight))
    row.addWidget(words, 1)
    return row


def complaint() -> QLabel:
    """Return the label that says what was wrong; hidden while there is nothing to say."""
    label = labels.words("", "FieldError")
    label.hide()
    return label


def working_bar(name: str) -> QProgressBar:
    """Return a bar that moves while something slow runs, and keeps its place while it is hidden."""
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setFixedHeight(4)
    kept = bar.sizePolicy()
    kept.setRetainSizeWhenHidden(True)
    bar.setSizePolicy(kept)
    bar.hide()
    bar.setAccessibleName(name)
    return bar
