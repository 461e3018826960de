"""The guide through the first start, up to a proven recovery sheet and a checked backup."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QThreadPool, Signal

from peerdesk.safe import Backup, Sheet
from peerdesk.ui.door.first_agency import AgencyStep, LoggingStep, WelcomeStep
from peerdesk.ui.door.first_backup import BackupStep, DoneStep
from peerdesk.ui.guides.guide import Guide, Work
from peerdesk.ui.guides.passphrase_steps import OpenStep, SecretStep
from peerdesk.ui.guides.recovery_steps import PrintStep, TypeStep, first_sheet
from peerdesk.ui.surroundings import Vaults, opened
from peerdesk.ui.widgets.dialogs import Dialogs

_CHOOSE = (
    "It opens your records. Nobody can open them without it, and there is no way to reset it: not "
    "for you, not for your agency, not for the makers of PeerDesk."
)


class FirstRun(Guide):
    """Makes the vault, proves the passphrase and the sheet, and makes the first backup.

    ``paper`` makes the PDF of a sheet, on a worker.
    """

    opened = Signal(object)
    """Carries the workspace of the vault that was made."""
    unlocked = Signal()
    """The vault is open, though no record is shown."""
    sample_requested = Signal()
    restore_requested = Signal()

    def __init__(
        self,
        vaults: Vaults,
        paper: Callable[[Sheet], bytes],
        dialogs: Dialogs,
        pool: QThreadPool,
    ) -> None:
        self._vaults = vaults
        self._workspace: object = None
        self._paperwork = paperwork = first_sheet(vaults, paper)
        self._welcome = WelcomeStep()
        self._agency = AgencyStep()
        self._logging = LoggingStep()
        self._secret = SecretStep(_CHOOSE, vaults.words.phrase, self._create)
        self._open = OpenStep(vaults.open, self._hold)
        self._print = PrintStep(paperwork, dialogs, may_wait=True)
        self._type = TypeStep(paperwork, vaults.words.read)
        self._backup = BackupStep(self._back_up, dialogs, self._done_with)
        self._done = DoneStep()
        super().__init__(
            (
                *(self._welcome, self._agency, self._logging, self._secret, self._open),
                *(self._print, self._type, self._backup, self._done),
            ),
            pool,
        )
        self._welcome.sample_requested.connect(self.sample_requested)
        self._welcome.restore_requested.connect(self.restore_requested)
        self._print.later.connect(lambda: self.go_to(self._backup))
        self.finished.connect(lambda: self.opened.emit(self._workspace))

    def _create(self, secret: str) -> Work:
        """Return what makes the vault and locks it again."""
        profile = {**self._agency.values(), **self._logging.values()}

        def create() -> None:
            self._vaults.create(secret, profile)
            self._vaults.close()

        return create

    def _hold(self, workspace: Any) -> None:
        self._workspace = workspace
        self.unlocked.emit()

    def _back_up(self, folder: Path | None) -> Backup:
        return opened(self._vaults).backups.make("setup", folder)

    def _done_with(self, backup: Backup) -> None:
        self._done.show_made(backup, sheet=self._paperwork.kept)
