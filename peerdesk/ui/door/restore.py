"""Restoring a backup where no vault opens: on a new computer, or over a damaged vault."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QThreadPool, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from peerdesk.errors import UserFacing
from peerdesk.ui.forms.passphrase import PassphraseLine
from peerdesk.ui.surroundings import Vaults
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import link, primary
from peerdesk.ui.widgets.card import card_on, complaint, heading, working_bar
from peerdesk.ui.widgets.dialogs import Dialogs
from peerdesk.ui.widgets.tasks import Tasks

_FILES = "PeerDesk backup (*.pdbackup)"
_WORDS = (
    "Choose the backup, and type the passphrase that was in use when it was made, or the words of "
    "the recovery sheet of that time. The backup is checked in full before anything changes."
)


class RestorePage(QWidget):
    """A backup file, a secret, and a button."""

    restored = Signal()
    restored_by_words = Signal(str)
    """Carries the words: a passphrase is wanted next."""
    left = Signal()

    def __init__(self, vaults: Vaults, dialogs: Dialogs, pool: QThreadPool) -> None:
        super().__init__()
        self._vaults, self._dialogs = vaults, dialogs
        self._file: Path | None = None
        self._tasks = Tasks(pool, self)
        self._tasks.busy.connect(self._show_busy)
        self.choose_button = QPushButton("&Choose the backup…")
        self.choose_button.setAutoDefault(True)
        self.chosen = labels.words("No backup chosen yet.")
        self.secret = PassphraseLine("&Passphrase or recovery words")
        self.button = primary("Restore")
        self.back_button = link("Back")
        self.problem = complaint()
        self._progress = working_bar("Restoring")
        self.choose_button.clicked.connect(self._choose)
        self.secret.entered.connect(self.restore)
        self.secret.edited.connect(self.problem.hide)
        self.button.clicked.connect(self.restore)
        self.back_button.clicked.connect(self.left)
        self._lay_out()
        self.setFocusProxy(self.choose_button)

    def take_file(self, file: Path) -> None:
        """Let this be the backup."""
        self._file = file
        self.chosen.setText(file.name)
        self.problem.hide()
        self.secret.setFocus()

    def restore(self) -> None:
        """Put the backup in the vault's place."""
        file, secret = self._file, self.secret.text
        if self._tasks.running:
            return
        if file is None:
            self._complain(UserFacing("Choose the backup first."))
        elif not secret:
            self._complain(UserFacing("Type the passphrase or the words first."))
        else:
            restore = self._vaults.restore
            self._tasks.run(lambda: restore(file, secret), self._done, self._complain)

    def _done(self, by_words: bool) -> None:  # noqa: FBT001 - what restoring answers
        secret = self.secret.text
        self.secret.clear()
        if by_words:
            self.restored_by_words.emit(secret)
        else:
            self.restored.emit()

    def _choose(self) -> None:
        self._dialogs.open_file(self, "Choose the backup", _FILES, self.take_file)

    def _complain(self, problem: UserFacing) -> None:
        self.problem.setText(str(problem))
        self.problem.show()
        (self.secret.line if self._file else self.choose_button).setFocus()

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        for each in (self.choose_button, self.secret, self.button, self.back_button):
            each.setEnabled(not busy)
        self.button.setText("Checking and restoring…" if busy else "Restore")
        self._progress.setVisible(busy)

    def _lay_out(self) -> None:
        words = labels.words(_WORDS)
        inside = card_on(self)
        inside.addLayout(heading("upload", "Restore", "Restore a backup"))
        inside.addWidget(words)
        for each in (self.choose_button, self.chosen, self.secret, self.problem, self.button):
            inside.addWidget(each)
        inside.addWidget(self._progress)
        inside.addWidget(self.back_button)
