"""The guide of the restore drill: which backup, what opens it, what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from peerdesk.safe import Backup, Drill
from peerdesk.services.inventory import counts_in_words
from peerdesk.services.summaries.papers import DrillRecord
from peerdesk.ui.forms.passphrase import PassphraseLine
from peerdesk.ui.guides.guide import Step
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.guides.proof_steps import words_field
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.backup.words import moment, where
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.dialogs import show

_OPENED_WITH = {
    "pass": "A passphrase",
    "second": "A second person's passphrase",
    "recovery": "The words of the recovery sheet",
    "cards": "The words of two recovery cards",
}


def drill(context: PageContext, backups: Sequence[Backup]) -> Sequence[Step]:
    """Return the guide that tries a restore without touching the vault."""
    found: list[Drill] = []
    return (PickAndOpen(context, backups, found.append), Found(context, found))


class PickAndOpen(Step):
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
        """Start with what is asked first."""
        return self.which

    def problem(self) -> str:
        """Say what is missing."""
        if self.which.currentData() is None:
            return "Choose a backup first."
        if not self._secret.strip():
            return "Type what opens it first."
        return self._context.words.check(self._secret) if self._printed else ""

    def work(self) -> Callable[[], Drill]:
        """Return what is done."""
        backups, path, secret = self._context.safe.backups, self.which.currentData(), self._secret
        return lambda: backups.drill(path, secret)

    def took(self, result: Any) -> None:
        """Hand on what came of it."""
        self._heard(result)
        self.forget()

    def forget(self) -> None:
        """Drop what was typed."""
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


class Found(Step):
    """Three counts, and the certificate."""

    forward = "Close"
    has_fields = False
    can_go_back = False

    def __init__(self, context: PageContext, found: Sequence[Drill]) -> None:
        super().__init__("The backup works", "")
        self._context, self._found = context, found
        self.counts = labels.words()
        self.counts.setObjectName("SectionTitle")
        self.words = labels.muted()
        self.print_button = QPushButton("&Print the certificate…")
        self.print_button.clicked.connect(self._print)
        self.body.addWidget(self.counts)
        self.body.addWidget(self.words)
        self.body.addWidget(self.print_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def entered(self) -> None:
        """Show what was found."""
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
        show(PaperDialog(self._context, "drill", facts, self))
