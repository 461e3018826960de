"""What the Backup page offers with a backup: a restore, a drill, and deleting it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from peerdesk.safe import Backup, Preview
from peerdesk.ui.forms.passphrase import PassphraseLine
from peerdesk.ui.guides.guide import Step
from peerdesk.ui.guides.proof_steps import AskPassphrase
from peerdesk.ui.guides.stage import Stage, Told
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.backup.words import differences, moment, where

_ROW = 2.1
"""Height of a row, in heights of a line of text."""


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
        Told("The backup was deleted", lambda: ["The other backups are as they were."]),
    )


class Restore(Stage):
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
        self.table = small_table(
            ("Kind of record", "Then", "Now", "Difference"),
            [
                (label, str(a), str(b), f"{d:+,}" if d else "0")
                for label, a, b, d in differences(preview)
            ],
        )
        self.table.setAccessibleName("What would change")
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


def small_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> QTableWidget:
    """Return a table to read, as high as its rows; all but the first column hold numbers."""
    table = QTableWidget(len(rows), len(head))
    table.setHorizontalHeaderLabels(list(head))
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    table.horizontalHeader().setDefaultAlignment(right)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setDefaultSectionSize(round(table.fontMetrics().height() * _ROW))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(right)
            table.setItem(row, column, item)
    table.model().setHeaderData(
        0,
        Qt.Orientation.Horizontal,
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
        Qt.ItemDataRole.TextAlignmentRole,
    )
    height = table.verticalHeader().defaultSectionSize() * (min(len(rows), 8) + 1)
    table.setFixedHeight(height + 12)
    return table
