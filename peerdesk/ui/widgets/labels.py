"""Words on a page: they wrap where there is little room, and are shown as they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def words(text: str = "", name: str = "") -> QLabel:
    """Return words; ``name`` is what the style sheet calls them, such as ``SectionTitle``."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def muted(text: str = "") -> QLabel:
    """Return words that stand back behind the others."""
    return words(text, "Muted")


def title(text: str = "") -> QLabel:
    """Return the title of a page, a dialog or a step."""
    return words(text, "PageTitle")
