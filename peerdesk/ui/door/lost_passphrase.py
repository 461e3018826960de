"""The guide for a lost passphrase: recovery words, a new passphrase, and a new sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QThreadPool, Signal

from peerdesk.safe import Sheet
from peerdesk.ui.guides.guide import Guide, Step, Work
from peerdesk.ui.guides.passphrase_steps import SecretStep
from peerdesk.ui.guides.recovery_steps import PrintStep, TypeStep, WordsStep, first_sheet
from peerdesk.ui.surroundings import Recovered, Vaults
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.dialogs import Dialogs

_CHOOSE = (
    "The words are right. Choose a new passphrase: the old one and the sheet you just used will "
    "not open this vault any more."
)
_OLD_BACKUPS = (
    "Backups made before today still open with the old passphrase and the old sheet. If somebody "
    "may have found those, erase the old backups once you have made a new one."
)
_NEW_SHEET = (
    "The sheet you used is void. Print the new one, destroy the old one, and lock the new one away."
)


class CountsStep(Step):
    """Shows that nothing was lost on the way."""

    has_fields = False
    can_go_back = False

    def __init__(self) -> None:
        super().__init__("You are in again", "The vault has a new key. Nothing in it was changed:")
        self.counts = labels.words()
        self.body.addWidget(self.counts)
        self.body.addSpacing(8)
        self.body.addWidget(labels.words(_OLD_BACKUPS))
        self.body.addStretch(1)

    def show_counts(self, before: Mapping[str, int], after: Mapping[str, int]) -> None:
        """Compare the rows before and after."""
        was, now = sum(before.values()), sum(after.values())
        if before == after:
            self.counts.setText(f"✓  {was} records before, {now} records now.")
            return
        self.counts.setText(
            f"There were {was} records before, and there are {now} now. Do not go on working: "
            "restore your newest backup first."
        )


class EndStep(Step):
    """The last word of the guide."""

    forward = "Open PeerDesk"
    has_fields = False
    can_go_back = False

    def __init__(self) -> None:
        super().__init__(
            "Your vault is safe again",
            "Your new passphrase opens it, and the new sheet is your way back. Destroy the old "
            "sheet now, and make a new backup. If the strict lock was on, it is off now.",
        )
        self.body.addWidget(labels.muted(_OLD_BACKUPS))
        self.body.addStretch(1)


class LostPassphrase(Guide):
    """Leads from the paper in the drawer to an open vault with new secrets."""

    leads_out = True
    opened = Signal(object)
    unlocked = Signal()
    left = Signal()
    """Whoever is there thought better of it, or remembered the passphrase."""

    def __init__(
        self,
        vaults: Vaults,
        paper: Callable[[Sheet], bytes],
        dialogs: Dialogs,
        pool: QThreadPool,
    ) -> None:
        self._vaults = vaults
        self._workspace: object = None
        paperwork = first_sheet(vaults, paper)
        self._words = WordsStep(vaults.words.read, self._check)
        self._secret = SecretStep(_CHOOSE, vaults.words.phrase, self._recover, self._recovered)
        self._secret.forward, self._secret.busy = "Set the new passphrase", "Changing the key…"
        self._counts = CountsStep()
        self._print = PrintStep(paperwork, dialogs, may_wait=False, words=_NEW_SHEET)
        self._type = TypeStep(paperwork, vaults.words.read)
        super().__init__(
            (self._words, self._secret, self._counts, self._print, self._type, EndStep()), pool
        )
        self.finished.connect(lambda: self.opened.emit(self._workspace))

    def begin_with(self, words: str) -> None:
        """Go on from words that just opened a backup to the new passphrase."""
        self._words.fill(words)
        self.go_to(self._secret)

    def go_back(self) -> None:
        """Return to the step before; from the first one, to the passphrase."""
        if self.step is self._words:
            self._words.forget()
            self.left.emit()
        else:
            super().go_back()

    def _check(self, words: str) -> None:
        self._vaults.open(words, "recovery")
        self._vaults.close()

    def _recover(self, secret: str) -> Work:
        vaults, words = self._vaults, self._words.text
        return lambda: vaults.recover(words, secret)

    def _recovered(self, done: Recovered) -> None:
        self._words.forget()
        self._workspace = done.workspace
        self.unlocked.emit()
        self._counts.show_counts(done.before, done.after)
