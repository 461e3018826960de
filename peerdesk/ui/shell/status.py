"""The line at the foot of the window: when something was last saved, and that it is encrypted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from peerdesk.ui.widgets.sign import Sign
from peerdesk.ui.widgets.theme import mark

_OLD_DAYS = 14
"""After so many days without a copy elsewhere, a stolen or broken computer costs too much."""


class Status(QStatusBar):
    """Shows facts about the vault, never anything from a record.

    ``last_backup`` says when a backup on another disk was last verified.
    """

    def __init__(
        self, now: Callable[[], datetime], last_backup: Callable[[], datetime | None]
    ) -> None:
        super().__init__()
        self._now, self._last_backup = now, last_backup
        self.setSizeGripEnabled(False)
        self.saved, self.locking, self.backup = _words(), _words(), _words()
        self.saved.setContentsMargins(8, 4, 0, 4)
        mark(self.locking, "warn")
        self.addWidget(self.saved, 1)
        for each in (self.locking, self.backup, _encrypted()):
            self.addPermanentWidget(each)
        self.show_nearing(0)
        self._show_backup()

    def notice(self, kind: str) -> None:
        """Say when something was last saved, in local time; look at the backups anew."""
        if kind == "backup":
            self._show_backup()
        else:
            self.saved.setText(f"Saved at {self._now().astimezone():%H:%M}")

    def show_nearing(self, minutes: int) -> None:
        """Say how soon the vault will be locked; 0 for not soon."""
        unit = "minute" if minutes == 1 else "minutes"
        self.locking.setText(f"Locks in {minutes} {unit}")
        self.locking.setVisible(minutes > 0)

    def _show_backup(self) -> None:
        last = self._last_backup()
        days = (self._now() - last).days if last else None
        self.backup.setText(_age(days))
        mark(self.backup, "warn" if days is None or days > _OLD_DAYS else "")


def _age(days: int | None) -> str:
    if days is None:
        return "No backup on another disk yet"
    old = {0: "today", 1: "1 day old"}.get(days, f"{days} days old")
    return f"Backup on another disk: {old}"


def _words() -> QLabel:
    label = QLabel()
    label.setObjectName("Muted")
    label.setContentsMargins(0, 4, 12, 4)
    return label


def _encrypted() -> QWidget:
    words = QLabel("Encrypted")
    words.setObjectName("Muted")
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 4, 12, 4)
    row.setSpacing(6)
    row.addWidget(Sign("lock", "", 1.0, QPalette.ColorRole.PlaceholderText))
    row.addWidget(words)
    return pair
