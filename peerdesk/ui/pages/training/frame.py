"""The frame of the views that are worked out of all training records: words, a control, a table."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from peerdesk.ui.widgets.quiet_table import QuietTable

COUNTED = ("supporter", "course", "training_session", "attendance", "certification", "requirement")
"""Kinds of record whose change makes such a view be worked out anew."""


def framed(view: QWidget, control: QWidget, table: QuietTable) -> QLabel:
    """Lay a view out, and return the label for what it says above its table."""
    words = QLabel()
    words.setObjectName("Muted")
    words.setWordWrap(True)
    top = QHBoxLayout()
    top.setSpacing(12)
    top.addWidget(words, 1)
    top.addWidget(control)
    panel = QFrame()
    panel.setObjectName("Panel")
    inside = QVBoxLayout(panel)
    inside.setContentsMargins(1, 1, 1, 1)
    inside.addWidget(table)
    page = QVBoxLayout(view)
    page.setContentsMargins(0, 12, 0, 0)
    page.setSpacing(12)
    page.addLayout(top)
    page.addWidget(panel, 1)
    return words
