"""A vault's folder, and what opening it puts together: vault, services and safe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peerdesk.clock import Clock, SystemClock
from peerdesk.errors import UsageError, UserFacing
from peerdesk.paths import VAULT_FILE, settings_folder
from peerdesk.safe import Safe, of_records

if TYPE_CHECKING:
    from peerdesk.services.workspace import Workspace
    from peerdesk.vault.attempts import Attempts
    from peerdesk.vault.backups.automatic import Automatic
    from peerdesk.vault.database import Sessions
    from peerdesk.vault.header import Header
    from peerdesk.vault.keys import DataKey
    from peerdesk.vault.vault import Around, Fill, Vault

# The unlock window must show before SQLAlchemy has loaded, so the vault and the services are
# imported inside the functions that first need them.

SAMPLE_PASSPHRASE = "sample agency only"  # noqa: S105 - printed for everyone to read


@dataclass(frozen=True)
class Opened:
    """A vault and the services on it."""

    vault: Vault
    workspace: Workspace
    safe: Safe
    automatic: Automatic

    def counts(self) -> Mapping[str, int]:
        """Read the whole database and count the rows of each table that holds records."""
        from peerdesk.vault.integrity import (  # noqa: PLC0415 - see the top of the file
            check_database,
        )

        found = check_database(self.vault.database, self.vault.database_key)
        return of_records(found)

    def close(self) -> None:
        """Seal the vault and forget the key."""
        self.vault.close()


class VaultFolder:
    """The one folder that this run of PeerDesk works on."""

    def __init__(
        self, folder: Path, clock: Clock | None = None, state_at: Path | None = None
    ) -> None:
        self.folder = folder
        self.clock = clock or SystemClock()
        self.derivation_ms = 0
        """How long the last key derivation took; it is slow on purpose."""
        self._state_at = state_at or settings_folder()

    def exists(self) -> bool:
        """Say whether there is a vault to open, or anything that was part of one."""
        if (self.folder / VAULT_FILE).exists():
            return True
        if not self.folder.is_dir():
            return False
        from peerdesk.vault.folder import remains  # noqa: PLC0415 - see the top of the file

        try:
            return bool(remains(self.folder))
        except OSError:
            return True  # opening will say what is wrong

    def wait_seconds(self) -> int:
        """Return how long the next try has to wait after wrong ones."""
        from peerdesk.vault.header import read_headers  # noqa: PLC0415 - see the top of the file

        try:
            vault_id = read_headers(self.folder)[0].vault_id
        except UserFacing:
            return 0  # opening will say what is wrong
        return self._attempts().wait_seconds(vault_id)

    def open(self, secret: str, kind: str = "pass", *, accept_altered: bool = False) -> Opened:
        """Open the vault; raises what the vault raises. For ``kind`` see ``Way``."""
        from peerdesk.vault.backups.backups import (  # noqa: PLC0415 - see the top of the file
            Source,
            make,
        )
        from peerdesk.vault.opening import Way, unlock  # noqa: PLC0415 - see above

        def before_upgrade(_database: Path, header: Header, data_key: DataKey) -> None:
            make(Source(self.folder, header, data_key), "before_upgrade", self.clock.now())

        way = Way(kind, self._derived, accept_altered, before_upgrade)
        return self._opened(unlock(self.folder, secret, way, self._around()))

    def recover(self, words: str, passphrase: str) -> tuple[Opened, Mapping[str, int]]:
        """Come in with recovery words and set a new passphrase; the words are given up.

        Returns also how many rows each table had before the data key was changed.
        """
        from peerdesk.vault.keyring import Keyring  # noqa: PLC0415 - see the top of the file
        from peerdesk.vault.vault import check_passphrase  # noqa: PLC0415 - see above

        check_passphrase(passphrase)
        opened = self.open(words, "recovery")
        try:
            before = opened.counts()
            keys = Keyring(opened.vault, lambda: opened.safe.backups.make("before_keys"))
            keys.recover(passphrase)
        except BaseException:
            opened.close()
            raise
        return opened, before

    def restore(self, path: Path, secret: str) -> bool:
        """Put a backup in the place of a vault that does not open, or make the vault of it.

        What is here now is set aside. Says whether recovery words opened it: then a passphrase is
        wanted next. Raises what opening the backup raises.
        """
        from peerdesk.vault.backups.restore import (  # noqa: PLC0415 - see the top of the file
            open_backup,
            restore_opened,
        )
        from peerdesk.vault.slots import SHEETS  # noqa: PLC0415 - see above

        with self.counted(path):
            backup = open_backup(path, secret)
        restore_opened(backup, self.folder, self.clock.now(), replacing=True)
        return backup.slot.kind in SHEETS

    @contextmanager
    def counted(self, backup: Path) -> Iterator[None]:
        """Try a secret on a backup where no vault is open: guessing is slow there too.

        Raises LockedOut, or what reading the backup raises.
        """
        from peerdesk.vault.attempts import BESIDE  # noqa: PLC0415 - see the top of the file
        from peerdesk.vault.backups.package import (  # noqa: PLC0415 - see above
            read_manifest,
        )

        vault_id = read_manifest(backup).vault_id
        attempts = self._attempts(backup.with_name(backup.name + BESIDE))
        with attempts.counted(vault_id):
            yield
        attempts.note_backup_opened(vault_id)

    def create(
        self,
        secret: str,
        profile: Mapping[str, Any],
        *,
        fast: bool = False,
        fill: Fill = lambda _: None,
    ) -> Opened:
        """Make a vault with an agency in it; ``fast`` weakens the key derivation, for tests.

        ``fill`` puts more into it. A vault that is there has all of it.
        """
        from peerdesk.exchange.reader import read_plan  # noqa: PLC0415 - see the top of the file
        from peerdesk.services.workspace import open_workspace  # noqa: PLC0415 - see above
        from peerdesk.vault import vault as vaults  # noqa: PLC0415 - see above
        from peerdesk.vault.keys import fast_kdf, new_kdf  # noqa: PLC0415 - see above

        def first(sessions: Sessions) -> None:
            if profile:
                space = open_workspace(sessions, self.clock, read_plan, who=vaults.FIRST)
                space.agency.change(**profile)
            fill(sessions)

        kdf, around = fast_kdf() if fast else new_kdf(), self._around()
        return self._opened(vaults.create(self.folder, secret, kdf=kdf, around=around, fill=first))

    def _derived(self, milliseconds: int) -> None:
        self.derivation_ms += milliseconds

    def _attempts(self, bound: Path | None = None) -> Attempts:
        """Return the memory of wrong tries; ``bound`` is where it lies with what is guessed at."""
        from peerdesk.vault.attempts import (  # noqa: PLC0415 - see the top of the file
            BOUND_NAME,
            Attempts,
        )

        return Attempts(self._state_at, self.clock.now, bound=bound or self.folder / BOUND_NAME)

    def _around(self) -> Around:
        from peerdesk.vault.vault import Around  # noqa: PLC0415 - see the top of the file

        return Around(self._attempts(), self.clock.now)

    def _opened(self, vault: Vault) -> Opened:
        try:
            return self._put_together(vault)
        except BaseException:
            vault.abandon()  # nobody else will: whoever asked gets no vault
            raise

    def _put_together(self, vault: Vault) -> Opened:
        from peerdesk.exchange.reader import read_plan  # noqa: PLC0415 - see the top of the file
        from peerdesk.services.workspace import open_workspace  # noqa: PLC0415 - see above
        from peerdesk.vault.activity import ActivityLog  # noqa: PLC0415 - see above
        from peerdesk.vault.backups.automatic import Automatic  # noqa: PLC0415 - see above
        from peerdesk.vault.backups.keeping import KeptBackups  # noqa: PLC0415 - see above
        from peerdesk.vault.keyring import Keyring  # noqa: PLC0415 - see above

        backups = KeptBackups(vault, self.clock)
        automatic = Automatic(vault, backups, self.clock)
        keys = Keyring(vault, lambda: backups.make("before_keys"))
        me = keys.me()
        workspace = open_workspace(vault.sessions, self.clock, read_plan, me.role, me.name)
        safe = Safe(keys, backups, ActivityLog(vault), tuple(vault.warnings))
        return Opened(vault, workspace, safe, automatic)


def open_sample(folder: Path, years: int = 3) -> Opened:
    """Open the sample agency of a folder, and invent it first where the folder is empty.

    Raises UsageError where the folder holds a real agency's vault.
    """
    from peerdesk.services.sample.agency import build  # noqa: PLC0415 - see the top of the file

    place = VaultFolder(folder)
    if not place.exists():
        return place.create(
            SAMPLE_PASSPHRASE, {}, fill=lambda sessions: build(sessions, place.clock, years)
        )
    opened = place.open(SAMPLE_PASSPHRASE)
    if not opened.workspace.agency.profile().sample:
        opened.close()
        raise UsageError("This folder holds a real vault.", "Choose another with --data.")
    return opened


def sample_folder(folder: Path) -> Path:
    """Return the folder of the sample agency that goes with a real one's."""
    return folder.with_name(f"{folder.name} sample")
