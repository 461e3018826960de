"""The steps of a hand-over, in the order in which nothing is ever without a working secret."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from peerdesk.safe import Backup, Opener
from peerdesk.services.summaries.papers import HandOver, Holding, Holdings
from peerdesk.ui.guides.guide import Step
from peerdesk.ui.guides.opener_words import SHEETS, long_date, what
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.guides.passphrase_steps import NewPassphrase
from peerdesk.ui.guides.proof_steps import AskPassphrase, sheet_steps
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.backup.words import moment, where
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.dialogs import show

_ROW = 1.8
"""Height of a row, in heights of a line of text."""
_PATH = Qt.ItemDataRole.UserRole
_INTRO = (
    "Both coordinators sit at this desk. The old one opens the way; the new one chooses a "
    "passphrase, prints a recovery sheet and takes over. The data key is changed, so that the old "
    "passphrase and the old sheet no longer open the vault.\n\n"
    "Have a printer and a USB stick ready. It takes about ten minutes. Start with the passphrase "
    "of the coordinator who hands over."
)


@dataclass
class Handing:
    """What the steps of one hand-over hand on."""

    unfinished: bool = False
    """Whether the keys have changed and the receipt is not reached yet."""
    secret: str = ""
    old: str = ""
    new: str = ""
    retired: tuple[Opener, ...] = ()
    before: tuple[Backup, ...] = ()
    """The backups that retired secrets still open."""
    backup: Backup | None = None
    deleted: int = 0
    kept: list[Backup] = field(default_factory=list)


def steps(context: PageContext, handing: Handing) -> Sequence[Step]:
    """Return the steps of a hand-over."""
    keys = context.safe.keys

    def act(secret: str) -> str:
        keys.reauthenticate(secret)
        return secret

    def heard(secret: str) -> None:
        handing.secret, handing.old = secret, keys.me().name

    return (
        AskPassphrase(("Hand the program over", _INTRO), "Begin", act, heard),
        NewCoordinator(context, handing),
        *sheet_steps(context, "recovery", stoppable=False),
        FirstBackup(context, handing),
        OldBackups(context, handing),
        Receipt(context, handing),
    )


class NewCoordinator(Step):
    """The name and passphrase of whoever takes over; leaving it changes the key."""

    forward = "Change the key"

    def __init__(self, context: PageContext, handing: Handing) -> None:
        super().__init__(
            "The new coordinator",
            "The new coordinator types a name and a passphrase that nobody else knows. After this "
            "step only this passphrase opens the vault, and the strict lock is off.",
        )
        self._context, self._handing = context, handing
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setAccessibleName("Name")
        label = QLabel("&Name")
        label.setBuddy(self.name)
        self.secret = NewPassphrase()
        self.secret.entered.connect(self.completed)
        self.body.addWidget(label)
        self.body.addWidget(self.name)
        self.body.addWidget(self.secret)
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with what is asked first."""
        return self.secret.first.line if self.name.text().strip() else self.name

    def problem(self) -> str:
        """Say what is missing."""
        if not self.name.text().strip():
            return "Type the new coordinator's name first."
        return self.secret.problem()

    def work(self) -> Callable[[], tuple[tuple[Backup, ...], tuple[Opener, ...]]]:
        """Return what is done."""
        safe, old = self._context.safe, self._handing.secret
        name, new = self.name.text().strip(), self.secret.text

        def hand_over() -> tuple[tuple[Backup, ...], tuple[Opener, ...]]:
            retired = safe.keys.openers()
            safe.keys.hand_over(old, name, new)
            return safe.backups.list(), retired

        return hand_over

    def took(self, result: Any) -> None:
        """Hand on what came of it."""
        self._handing.before, self._handing.retired = result
        self._handing.new = self.name.text().strip()
        self._handing.unfinished = True
        self.forget()

    def forget(self) -> None:
        """Drop what was typed."""
        self.secret.clear()
        self._handing.secret = ""


class FirstBackup(Step):
    """A backup that only the new secrets open."""

    forward = "Make the first backup"
    has_fields = False
    can_go_back = False

    def __init__(self, context: PageContext, handing: Handing) -> None:
        super().__init__(
            "The first backup under the new key",
            "It is made beside the vault, opened, and counted. Copy it to a USB stick afterwards, "
            "on the Backup page.",
        )
        self._context, self._handing = context, handing
        self.body.addStretch(1)

    def work(self) -> Callable[[], Backup]:
        """Return what is done."""
        backups = self._context.safe.backups
        return lambda: backups.make("asked")

    def took(self, result: Any) -> None:
        """Hand on what came of it."""
        self._handing.backup = result


class OldBackups(Step):
    """The backups that retired secrets still open, to keep or to delete."""

    can_go_back = False

    def __init__(self, context: PageContext, handing: Handing) -> None:
        super().__init__(
            "Old backups",
            "The old passphrase or the old sheet still opens the backups below. Tick those to "
            "delete; deleted ones cannot be brought back. Copies on sticks that are not plugged in "
            "are not in this list: collect the sticks.",
        )
        self._context, self._handing = context, handing
        self.list = QListWidget()
        self.list.setAccessibleName("Old backups")
        self.none = labels.words("There are none on this disk.")
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.none)
        self.body.addStretch(0)

    @property
    def first_field(self) -> QWidget:
        """Start with what is asked first."""
        return self.list

    def entered(self) -> None:
        """Show what is known by now."""
        self.list.clear()
        here = [each for each in self._handing.before if each.path.is_file()]
        for each in here:
            item = QListWidgetItem(_named(each), self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(_PATH, each)
            item.setSizeHint(QSize(0, round(self.list.fontMetrics().height() * _ROW)))
        self.has_fields = bool(here)
        self.list.setVisible(self.has_fields)
        self.none.setVisible(not self.has_fields)

    def work(self) -> Callable[[], list[Backup]]:
        """Return what is done."""
        backups = self._context.safe.backups
        items = [self.list.item(row) for row in range(self.list.count())]
        ticked = [item.data(_PATH) for item in items if item.checkState() == Qt.CheckState.Checked]

        def delete() -> list[Backup]:
            for each in ticked:
                if each.path.is_file():  # not deleted already, before another one was refused
                    backups.discard(each.path)
            return ticked

        return delete

    def took(self, result: Any) -> None:
        """Hand on what came of it."""
        self._handing.deleted = len(result)
        self._handing.kept = [each for each in self._handing.before if each not in result]


class Receipt(Step):
    """What was handed over, and the paper to sign."""

    forward = "Finish"
    has_fields = False
    can_go_back = False

    def __init__(self, context: PageContext, handing: Handing) -> None:
        super().__init__("Print the receipt and sign it", "")
        self._context, self._handing = context, handing
        self._holdings: tuple[Holding, ...] = ()
        self.words = labels.words()
        self.held = labels.muted()
        self.print_button = QPushButton("Print the &receipt…")
        self.inventory_button = QPushButton("Print the &inventory…")
        self.print_button.clicked.connect(lambda: self._show("handover", self.receipt()))
        self.inventory_button.clicked.connect(
            lambda: self._show("holdings", Holdings(self._holdings))
        )
        self.body.addWidget(self.words)
        self.body.addWidget(self.held)
        for button in (self.print_button, self.inventory_button):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    def entered(self) -> None:
        """Show what is known by now."""
        handing = self._handing
        handing.unfinished = False
        self._holdings = self._context.workspace.inventory.holdings()
        self.words.setText(
            f"{handing.new} is the coordinator now. The passphrase and the sheet of "
            f"{handing.old} no longer open the vault. Both sign the receipt; the oversight person "
            "keeps it."
        )
        self.held.setText("\n".join(f"{each.label}: {each.count:,}" for each in self._holdings))

    def receipt(self) -> HandOver:
        """Return what the receipt is printed from."""
        handing = self._handing
        backup = handing.backup
        assert backup is not None  # noqa: S101 - an earlier step made it
        return HandOver(
            old=handing.old,
            new=handing.new,
            on=self._context.workspace.clock.today(),
            holdings=self._holdings,
            backup=f"Made on {moment(backup.made_at)}, opened and counted: "
            f"{backup.records:,} records.",
            retired=tuple(map(_retired, handing.retired)),
            old_backups=tuple(map(_named, handing.kept)),
            deleted=handing.deleted,
        )

    def _show(self, name: str, facts: object) -> None:
        show(PaperDialog(self._context, name, facts, self))


def _named(backup: Backup) -> str:
    return f"Made on {moment(backup.made_at)}, {where(backup).lower()}"


def _retired(opener: Opener) -> str:
    if opener.kind in SHEETS:
        return f"{opener.name} of {long_date(opener.since)}"
    return f"{opener.name}'s passphrase ({what(opener).lower()})"
