"""Buttons that only the coordinator may use: switched off for others, with the reason."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from peerdesk.safe import Opener

ONLY_COORDINATOR = "Only the coordinator can do this."


def narrow(button: QPushButton, me: Opener, *, ready: bool = True, missing: str = "") -> None:
    """Switch a button off for whoever may not use it, or while something is missing; say why."""
    allowed = me.role == "coordinator"
    reason = "" if allowed and ready else missing if allowed else ONLY_COORDINATOR
    button.setEnabled(allowed and ready)
    button.setToolTip(reason)
    button.setAccessibleDescription(reason)
