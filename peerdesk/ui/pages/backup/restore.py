"""What the Backup page offers with a backup: a restore, a drill, and deleting it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QWidget,
)

from peerdesk.safe import Backup, Preview
from peerdesk.ui.forms.passphrase import PassphraseLine
from peerdesk.ui.guides.guide import Closing, Step
from peerdesk.ui.guides.proof_steps import AskPassphrase
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.backup.words import differences, moment, where
from peerdesk.ui.widgets.tables import ShownTable

_HEAD = ("Kind of record", "Then", "Now", "Difference")
_MOST = 8
"""How many rows are seen at once."""


def restore(context: PageContext, preview: Preview, restored: Callable[[], None]) -> Sequence[Step]:
    """Return the guide that puts a backup in the vault's place."""
    return (Restore(context, preview, restored),)


def delete(context: PageContext, backup: Backup) -> Sequence[Step]:
    """Return the guide that deletes a backup."""
    safe = context.safe

    def act(secret: str) -> None:
        safe.keys.reauthenticate(secret)
        safe.backups.discard(backup.path)

    words = (
        "Delete this backup?",
        (
            f"It was made on {moment(backup.made_at)} and lies {where(backup).lower()}. It cannot "
            "be brought back."
        ),
    )
    return (
        AskPassphrase(words, "Delete it", act, lambda _: None),
        Closing("The backup was deleted", lambda: ["The other backups are as they were."]),
    )


class Restore(Step):
    """Shows what would change, and asks for what is needed. The vault locks at once afterwards."""

    forward = "Restore"

    def __init__(
        self, context: PageContext, preview: Preview, restored: Callable[[], None]
    ) -> None:
        super().__init__(
            f"Restore the backup of {moment(preview.backup.made_at)}?",
            "It takes the place of all records as they are now. A safety backup of those is made "
            "first. PeerDesk then locks; open it with a secret that the backup had.",
        )
        self._context, self._preview, self._restored = context, preview, restored
        self.table = ShownTable("What would change", _HEAD, numbers=(1, 2, 3))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = [
            (label, str(then), str(now), f"{more:+,}" if more else "0")
            for label, then, now, more in differences(preview)
        ]
        self.table.show_rows(rows)
        row = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(row * (min(len(rows), _MOST) + 1) + 12)
        self.passphrase = PassphraseLine("Your &passphrase")
        self.secret = PassphraseLine("The &backup's own passphrase or words, if they differ")
        self.passphrase.entered.connect(self.completed)
        self.secret.entered.connect(self.completed)
        self.body.addWidget(self.table)
        self.body.addWidget(self.passphrase)
        self.body.addWidget(self.secret)
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with what is asked first."""
        return self.passphrase.line

    def problem(self) -> str:
        """Say what is missing."""
        return "" if self.passphrase.text else "Type your passphrase first."

    def work(self) -> Callable[[], None]:
        """Return what is done."""
        safe, path = self._context.safe, self._preview.backup.path
        mine = self.passphrase.text
        secret = self.secret.text or mine

        def put_back() -> None:
            safe.keys.reauthenticate(mine)
            safe.backups.restore(path, secret)

        return put_back

    def took(self, result: Any) -> None:
        """Hand on what came of it."""
        self.forget()
        self._restored()

    def forget(self) -> None:
        """Drop what was typed."""
        self.passphrase.clear()
        self.secret.clear()
