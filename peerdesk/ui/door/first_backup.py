"""The last steps of the first start: a backup that was read back, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from peerdesk.safe import Backup
from peerdesk.ui.guides.guide import Step, Work
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.dialogs import Dialogs
from peerdesk.ui.widgets.options import Options

_PLACES = (
    (
        "elsewhere",
        "&A USB stick or another disk (best)",
        "It survives when this computer breaks or is stolen. Keep the stick locked away.",
    ),
    (
        "here",
        "&Only this computer for now",
        "It helps against a damaged file, not against theft or fire. PeerDesk will remind you.",
    ),
)
_NEXT = (
    "1.  Add your supporters, or bring in a roster from a spreadsheet (File, Import).",
    "2.  Enter last month's contacts.",
    "3.  Print the quarter's report.",
)

Make = Callable[[Path | None], Backup]
"""Makes a backup in a folder, or beside the vault, and reads it back; slow."""


class BackupStep(Step):
    """Where the first backup goes; it is made and checked when the step is left."""

    forward = "Make the backup"
    busy = "Making and checking the backup…"
    can_go_back = False

    def __init__(self, make: Make, dialogs: Dialogs, then: Callable[[Backup], None]) -> None:
        super().__init__(
            "Your first backup",
            "A backup is encrypted like the vault itself and opens with the same passphrase or "
            "sheet. It is read back in full before it counts.",
        )
        self._make, self._dialogs, self._then = make, dialogs, then
        self.folder: Path | None = None
        self.options = Options(_PLACES)
        self.choose_button = QPushButton("&Choose the folder…")
        self.choose_button.setAutoDefault(True)
        self.choose_button.clicked.connect(self._choose)
        self._chosen = labels.words()
        self.options.changed.connect(self._show)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.choose_button)
        row.addWidget(self._chosen, 1)
        self.body.addWidget(self.options)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self._show()

    @property
    def first_field(self) -> QWidget:
        """Start with the chosen place."""
        return self.options.chosen

    def take_folder(self, folder: Path) -> None:
        """Let the backup go into a folder."""
        self.folder = folder
        self._show()

    def problem(self) -> str:
        """Ask for the folder."""
        if self.options.code == "here":
            return ""
        if self.folder is None:
            return "Choose the folder first: put the stick in, then choose it."
        gone = "This folder is not there any more. Put the stick in again, or choose another."
        return "" if self.folder.is_dir() else gone

    def work(self) -> Work:
        """Make the backup."""
        make = self._make
        to = self.folder if self.options.code == "elsewhere" else None
        return lambda: make(to)

    def took(self, result: Any) -> None:
        """Pass it on."""
        self._then(result)

    def _choose(self) -> None:
        self._dialogs.open_folder(self, "Where the backup goes", self.take_folder)

    def _show(self) -> None:
        elsewhere = self.options.code == "elsewhere"
        self.choose_button.setVisible(elsewhere)
        self._chosen.setVisible(elsewhere)
        self._chosen.setText(str(self.folder) if self.folder else "No folder chosen yet.")


class DoneStep(Step):
    """What was made, and what to do next."""

    forward = "Open PeerDesk"
    has_fields = False
    can_go_back = False

    def __init__(self) -> None:
        super().__init__("Your vault is ready", "")
        self.made = labels.words()
        self.warning = labels.muted()
        self.warning.setProperty("state", "warn")
        self.body.addWidget(self.made)
        self.body.addWidget(self.warning)
        self.body.addSpacing(8)
        self.body.addWidget(labels.words("Next, in this order:"))
        for each in _NEXT:
            self.body.addWidget(labels.words(each))
        self.body.addSpacing(8)
        self.body.addWidget(
            labels.words(
                "Ctrl+L locks PeerDesk whenever you leave your desk. F12 hides it at once."
            )
        )
        self.body.addStretch(1)

    def show_made(self, backup: Backup, *, sheet: bool) -> None:
        """Say what there is now to come back with."""
        self.made.setText(in_words(backup))
        missing = [] if sheet else ["There is no recovery sheet yet."]
        if not backup.off_machine:
            missing.append("There is no backup on another disk yet.")
        self.warning.setText(" ".join([*missing, "PeerDesk will remind you."]))
        self.warning.setVisible(bool(missing))


def in_words(backup: Backup) -> str:
    """Say what a backup holds and that it was checked."""
    unit = "record" if backup.records == 1 else "records"
    where = "on another disk" if backup.off_machine else "on this computer"
    size = f"{backup.size / 1_000_000:.1f} MB"
    return (
        f"The backup is made, {where}. It was read back and checked: {backup.records} {unit}, "
        f"{size}."
    )
