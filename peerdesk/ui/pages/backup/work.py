"""What the Backup page does on a worker: make, copy, verify, and look into a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from peerdesk.errors import UserFacing
from peerdesk.paths import synced_by
from peerdesk.safe import Backup
from peerdesk.ui.page import PageContext
from peerdesk.ui.widgets.dialogs import Choice
from peerdesk.ui.widgets.tasks import Tasks

_SAME_DISK = (
    "This folder is on the same disk as the vault: if the disk fails, both are lost. Choose a USB "
    "stick or a disk of its own."
)


class BackupWork(QObject):
    """``said`` carries a sentence and its state, ``changed`` that the list is another."""

    said = Signal(str, str)
    changed = Signal()
    previewed = Signal(object)

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._dialogs = context.dialogs
        self._backups = context.safe.backups
        self.tasks = Tasks(context.pool, self)

    def make(self) -> None:
        """Make a backup beside the vault."""
        self._run(lambda: self._backups.make("asked"), self._made)

    def verify(self, path: Path) -> None:
        """Read all of a backup again."""
        self._run(lambda: self._backups.verify(path), self._verified)

    def look_into(self, path: Path) -> None:
        """Find out what restoring a file would change."""
        self._run(lambda: self._backups.preview(path), self.previewed.emit)

    def copy_to(self, folder: Path) -> None:
        """Make a backup in a folder, after a question where the folder is copied elsewhere."""
        service = synced_by(folder)
        if not service:
            self._copy(folder)
            return
        self._dialogs.ask(
            self._page,
            (
                f"{service} copies this folder to the internet.",
                "The backup is encrypted, but it would leave your agency. A USB stick is better.",
            ),
            [Choice("copy", "Copy it there"), Choice("keep", "Choose another", safe=True)],
            lambda answer: self._copy(folder) if answer == "copy" else None,
        )

    def _copy(self, folder: Path) -> None:
        self._run(lambda: self._backups.make("usb", folder), self._copied)

    def _made(self, backup: Backup) -> None:
        self._tell(f"The backup was made, opened and counted: {backup.records:,} records.")

    def _verified(self, backup: Backup) -> None:
        self._tell(f"Every byte was read again, and all {backup.records:,} records are there.")

    def _copied(self, backup: Backup) -> None:
        if backup.off_machine:
            self._tell(
                f"Copied, and read back from there: {backup.records:,} records. The stick is safe "
                "to remove."
            )
        else:
            self._tell(f"Copied and read back. {_SAME_DISK}", "warn")

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if not self.tasks.running:
            self.said.emit("", "good")
            self.tasks.run(work, done, self._refused)

    def _refused(self, problem: UserFacing) -> None:
        self._tell(str(problem), "bad")

    def _tell(self, text: str, state: str = "good") -> None:
        self.changed.emit()
        self.said.emit(text, state)
