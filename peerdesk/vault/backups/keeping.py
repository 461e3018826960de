"""The backups of an open vault, as window, paper and command line know them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from peerdesk.clock import Clock
from peerdesk.errors import VaultDamaged, VaultMissing
from peerdesk.safe import Backup, Drill, Note, Preview
from peerdesk.vault.backups import backups
from peerdesk.vault.backups.discarding import discard
from peerdesk.vault.backups.known import KnownBackups
from peerdesk.vault.backups.manifest import damaged
from peerdesk.vault.backups.package import check_bytes, read_manifest
from peerdesk.vault.backups.restore import (
    open_backup,
    refuse_foreign,
    replace_database,
    restore_over,
    try_restore,
)
from peerdesk.vault.backups.rotation import Candidate, decide
from peerdesk.vault.folder import BACKUPS
from peerdesk.vault.meta import metadata
from peerdesk.vault.slots import require_coordinator
from peerdesk.vault.vault import Vault


class KeptBackups:
    """Implements ``peerdesk.safe.Backups`` on an open vault."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock
        self._known = KnownBackups(vault)

    def list(self) -> tuple[Backup, ...]:
        """Return the backups beside the vault and those known elsewhere, newest first."""
        return self._known.all()

    def make(self, reason: str, to: Path | None = None) -> Backup:
        """Make and verify a backup, beside the vault or in a folder such as a USB stick's."""
        now = self._clock.now()
        path = backups.make(self._source(), reason, now, to)
        self._known.remember(path, read_manifest(path), now)
        self._vault.note(Note("backup"))
        if to is None:
            self._rotate(now)
        return self._known.facts(path)

    def verify(self, path: Path) -> Backup:
        """Read all of a backup again and check it; raises VaultDamaged.

        A backup from before the data key changed is compared with what was written, byte for
        byte; to open it takes its own passphrase, as a drill does.
        """
        try:
            manifest = check_bytes(path)
            opens = manifest.is_signed_by(self._vault.data_key)
            if opens:
                backups.verify(path, self._vault.data_key, self._vault.folder)
            else:
                self._known.refuse_edited(path, manifest)
            if not opens and set(manifest.slots) & set(self._vault.header.slots):
                raise damaged()
        except (VaultDamaged, VaultMissing):
            self._known.doubt(path)
            raise
        self._known.remember(path, manifest, self._clock.now() if opens else None)
        self._vault.note(Note("verify"))
        return self._known.facts(path)

    def preview(self, path: Path) -> Preview:
        """Return what restoring would change; raises what reading the backup raises."""
        read_manifest(path)
        with self._vault.sessions.read() as session:
            current = {
                table.name: session.scalar(select(func.count()).select_from(table)) or 0
                for table in metadata.sorted_tables
            }
        return Preview(self._known.facts(path), current)

    def restore(self, path: Path, secret: str) -> None:
        """Put a backup in the vault's place, after a safety backup; the vault must be reopened.

        Where the vault itself is too damaged for a safety backup, its files stay where they are.
        """
        require_coordinator(self._vault)
        with self._counted(path):
            backup = open_backup(path, secret)
        refuse_foreign(backup, self._vault)
        try:
            self.make("before_restore")
        except VaultDamaged:
            restore_over(backup, self._vault.folder, self._clock.now())
            self._vault.abandon()
            return
        replace_database(backup, self._vault, self._clock.now())
        self._vault.note(Note("restore"))

    def drill(self, path: Path, secret: str) -> Drill:
        """Open and count a backup as a restore would, without touching the vault."""
        with self._counted(path):
            backup, milliseconds = try_restore(path, secret, self._vault.folder)
        now = self._clock.now()
        self._known.remember(path, backup.manifest, now)
        self._vault.note(Note("drill", outcome=backup.slot.kind))
        return Drill(self._known.facts(path), now, backup.slot.kind, milliseconds)

    def discard(self, path: Path) -> None:
        """Delete a backup; raises InputRefused where no newer verified one would be left."""
        require_coordinator(self._vault)
        backup = self._known.facts(path)
        now = self._clock.now()
        discard(backup, [each for each in self._known.all() if each.made_at <= now])
        self._known.forget([path.name], off_machine=backup.off_machine)
        self._vault.note(Note("delete", "backup"))

    def last_off_machine(self) -> datetime | None:
        """Return when a backup on another disk was last verified."""
        return self._known.last_off_machine(self._clock.now())

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the vault's own backups beside it, as the schedule looks at them.

        One that it does not know was made before a crash; a copy under another name was not.
        """
        own = self._known.own()
        return tuple(
            Candidate(
                name=each.path.name,
                made_at=each.made_at,
                verified=each.verified_at is not None and not each.problem,
                reason=each.reason,
                counts=each.counts,
            )
            for each in self._known.all()
            if not each.off_machine
            and (each.path.name in own or (each.verified_at and backups.has_its_own_name(each)))
        )

    def _counted(self, path: Path) -> AbstractContextManager[None]:
        """Try a secret on a backup: it is guessed at like its vault."""
        return self._vault.around.counted(read_manifest(path).vault_id)

    def _source(self) -> backups.Source:
        return backups.Source(self._vault.folder, self._vault.header, self._vault.data_key)

    def _rotate(self, now: datetime) -> None:
        due = decide(self.candidates(), now).delete
        gone = [name for name in due if self._remove(name)]
        if gone:
            self._known.forget(gone)

    def _remove(self, name: str) -> bool:
        try:
            (self._vault.folder / BACKUPS / name).unlink()
        except OSError:
            return False  # it stays on the list, and is tried again the next time
        return True
