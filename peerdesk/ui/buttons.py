"""The window's buttons: at most one primary button in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton


def primary(text: str) -> QPushButton:
    """Return the button for what a page is mainly for."""
    button = QPushButton(text)
    button.setProperty("primary", True)  # noqa: FBT003 - a Qt property
    return button
