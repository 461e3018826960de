"""The window's buttons: at most one primary in sight, and some for the coordinator only."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from peerdesk.safe import Opener

ONLY_COORDINATOR = "Only the coordinator can do this."


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


def narrow(
    button: QPushButton,
    me: Opener,
    *,
    ready: bool = True,
    missing: str = "",
    anybody: bool = False,
) -> None:
    """Switch a button off for whoever may not use it, or while something is missing; say why."""
    allowed = anybody or me.role == "coordinator"
    reason = "" if allowed and ready else missing if allowed else ONLY_COORDINATOR
    button.setEnabled(allowed and ready)
    button.setToolTip(reason)
    button.setAccessibleDescription(reason)
