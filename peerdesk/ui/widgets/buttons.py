"""The window's buttons: at most one primary button in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy


def primary(text: str) -> QPushButton:
    """Return the button for what a page is mainly for."""
    button = QPushButton(text)
    button.setProperty("primary", True)  # noqa: FBT003 - a Qt property
    return button


def link(text: str) -> QPushButton:
    """Return a button that looks like a link, for what is seldom wanted."""
    button = QPushButton(text)
    button.setObjectName("Link")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return button
