"""What the Backup page offers with a backup: a restore, a drill, and deleting it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from peerdesk.facts import DrillRecord
from peerdesk.safe import Backup, Drill, Preview
from peerdesk.services.inventory import counts_in_words
from peerdesk.ui.backup_words import differences, moment, where
from peerdesk.ui.context import PageContext
from peerdesk.ui.guide import Stage, Told, paragraph
from peerdesk.ui.paper_dialog import PaperDialog
from peerdesk.ui.passphrase import PassphraseLine
from peerdesk.ui.stages import AskPassphrase, words_field

_ROW = 2.1
"""Height of a row, in heights of a line of text."""
_OPENED_WITH = {
    "pass": "A passphrase",
    "second": "A second person's passphrase",
    "recovery": "The words of the recovery sheet",
    "cards": "The words of two recovery cards",
}


def restore(
    context: PageContext, preview: Preview, restored: Callable[[], None]
) -> Sequence[Stage]:
    """Return the guide that puts a backup in the vault's place."""
    return (_Restore(context, preview, restored),)


def drill(context: PageContext, backups: Sequence[Backup]) -> Sequence[Stage]:
    """Return the guide that tries a restore without touching the vault."""
    found: list[Drill] = []
    return (_PickAndOpen(context, backups, found.append), _Found(context, found))


def delete(context: PageContext, backup: Backup) -> Sequence[Stage]:
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


class _Restore(Stage):
    """Shows what would change, and asks for what is needed. The vault locks at once afterwards."""

    forward = "Restore"
    last = True

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
            [(label, str(a), str(b), f"{d:+,}") for label, a, b, d in differences(preview)],
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
        return self.passphrase.line

    def problem(self) -> str:
        return "" if self.passphrase.text else "Type your passphrase first."

    def work(self) -> Callable[[], None]:
        safe, path = self._context.safe, self._preview.backup.path
        mine = self.passphrase.text
        secret = self.secret.text or mine

        def put_back() -> None:
            safe.keys.reauthenticate(mine)
            safe.backups.restore(path, secret)

        return put_back

    def done(self, result: Any) -> None:
        self.forget()
        self._restored()

    def forget(self) -> None:
        self.passphrase.clear()
        self.secret.clear()


class _PickAndOpen(Stage):
    """Which backup, and the secret that opens it."""

    forward = "Try it"

    def __init__(
        self, context: PageContext, backups: Sequence[Backup], heard: Callable[[Drill], None]
    ) -> None:
        super().__init__(
            "Try a restore",
            "The backup is opened and counted as a real restore would do it. Your records stay as "
            "they are. Take the one on the stick, and once a year the printed words.",
        )
        self._context, self._heard = context, heard
        usable = [each for each in backups if not each.problem]
        self.which = QComboBox()
        self.which.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for each in sorted(usable, key=lambda one: not one.off_machine):
            self._offer(f"{moment(each.made_at)}, {where(each).lower()}", each.path)
        self.other = QPushButton("&Another file…")
        self.how = QComboBox()
        self.how.addItem("A passphrase", "pass")
        self.how.addItem("Printed words", "words")
        self.passphrase = PassphraseLine("Its &passphrase")
        self.words = words_field("Words of the sheet, or of two cards")
        self.other.clicked.connect(self._ask_file)
        self.how.currentIndexChanged.connect(self._show_how)
        self.passphrase.entered.connect(self.completed)
        self._add("&Which backup", self.which)
        self.body.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self._add("&Open it with", self.how)
        self.body.addWidget(self.passphrase)
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self._show_how()

    @property
    def first_field(self) -> QWidget:
        return self.which

    def problem(self) -> str:
        if self.which.currentData() is None:
            return "Choose a backup first."
        if not self._secret.strip():
            return "Type what opens it first."
        return self._context.check_words(self._secret) if self._printed else ""

    def work(self) -> Callable[[], Drill]:
        backups, path, secret = self._context.safe.backups, self.which.currentData(), self._secret
        return lambda: backups.drill(path, secret)

    def done(self, result: Any) -> None:
        self._heard(result)
        self.forget()

    def forget(self) -> None:
        self.passphrase.clear()
        self.words.clear()

    def offer_file(self, path: Path) -> None:
        """Add a file to the choice, and choose it."""
        self._offer(path.name, path)
        self.which.setCurrentIndex(self.which.count() - 1)

    @property
    def _printed(self) -> bool:
        return bool(self.how.currentData() == "words")

    @property
    def _secret(self) -> str:
        return self.words.toPlainText() if self._printed else self.passphrase.text

    def _offer(self, label: str, path: Path) -> None:
        self.which.addItem(label, path)

    def _ask_file(self) -> None:
        self._context.dialogs.open_file(
            self, "Choose a backup", "Backups (*.pdbackup)", self.offer_file
        )

    def _show_how(self) -> None:
        self.passphrase.setVisible(not self._printed)
        self.words.setVisible(self._printed)

    def _add(self, text: str, field: QWidget) -> None:
        label = QLabel(text)
        label.setBuddy(field)
        field.setAccessibleName(text.replace("&", ""))
        self.body.addWidget(label)
        self.body.addWidget(field)


class _Found(Stage):
    """Three counts, and the certificate."""

    forward = "Close"
    last = True

    def __init__(self, context: PageContext, found: Sequence[Drill]) -> None:
        super().__init__("The backup works")
        self._context, self._found = context, found
        self.counts = paragraph("")
        self.counts.setObjectName("SectionTitle")
        self.words = paragraph("", "Muted")
        self.print_button = QPushButton("&Print the certificate…")
        self.print_button.clicked.connect(self._print)
        self.body.addWidget(self.counts)
        self.body.addWidget(self.words)
        self.body.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def entered(self) -> None:
        done = self._found[-1]
        largest = sorted(counts_in_words(done.backup.counts), key=lambda each: -each[1])[:3]
        self.counts.setText("\n".join(f"{label}: {count:,}" for label, count in largest))
        self.words.setText(
            f"Every byte was read and every record counted, in {done.milliseconds / 1000:.1f} "
            "seconds. It is in the record of activity."
        )

    def _print(self) -> None:
        done = self._found[-1]
        facts = DrillRecord(
            done,
            self._context.safe.keys.me().name,
            _OPENED_WITH[done.opened_with],
            tuple(each for each in counts_in_words(done.backup.counts) if each[1]),
        )
        PaperDialog(self._context, "drill", facts, self).open()


def small_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> QTableWidget:
    """Return a table to read, as high as its rows; all but the first column hold numbers."""
    table = QTableWidget(len(rows), len(head))
    table.setHorizontalHeaderLabels(list(head))
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setDefaultSectionSize(round(table.fontMetrics().height() * _ROW))
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(right)
            table.setItem(row, column, item)
    height = table.verticalHeader().defaultSectionSize() * (min(len(rows), 8) + 1)
    table.setFixedHeight(height + 12)
    return table
