"""The backups that nobody asks for: at a clean close, and after hours of use."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from peerdesk.clock import Clock
from peerdesk.errors import UserFacing, VaultDamaged
from peerdesk.safe import Backup
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.backups.manifest import Manifest
from peerdesk.vault.backups.package import read_manifest
from peerdesk.vault.backups.rotation import Drop, decide
from peerdesk.vault.integrity import check_database
from peerdesk.vault.meta import audit
from peerdesk.vault.vault import Vault

EVERY = timedelta(hours=4)
_DROPPED = (
    "The newest backup has far fewer rows of “{0}” than the one before ({1}, now {2}). "
    "The older one is kept. If you did not remove them, look at the Backup page."
)
# What happens without a record being changed does not call for another backup.
_NOT_WORTH = (
    "unlock",
    "unlock_failed",
    "lock",
    "view",
    "backup",
    "verify",
    "drill",
    "print",
    "export",
    "activity_checked",
)


class Automatic:
    """Knows when a backup is due, and makes it."""

    def __init__(self, vault: Vault, kept: KeptBackups, clock: Clock) -> None:
        self._vault = vault
        self._kept = kept
        self._clock = clock
        self._opened_at = clock.now()
        self._checked = False

    def changed(self) -> bool:
        """Say whether anything was changed since the newest backup that can be used.

        Nothing was in a vault that is closed already, as after a restore over a damaged one.
        """
        if not self._vault.sessions.usable or self._vault.read_only:
            return False
        newest = self._newest()
        if newest is None:
            return True
        since = (audit.c.n > newest.audit_count, audit.c.action.not_in(_NOT_WORTH))
        with self._vault.sessions.read() as session:
            return bool(session.scalar(select(func.count()).where(*since)))

    def due(self, now: datetime) -> bool:
        """Say whether the vault has been in use for long enough since the last backup."""
        newest = self._newest()
        since = max(self._opened_at, newest.created) if newest else self._opened_at
        return now - since >= EVERY and self.changed()

    def make_if_changed(self, reason: str) -> Backup | None:
        """Make a backup where it would hold anything new."""
        return self._kept.make(reason) if self.changed() else None

    def back_up_at_close(self) -> None:
        """Make a backup where it would hold anything new."""
        self.make_if_changed("closing")

    def look_after(self) -> tuple[str, ...]:
        """Make a backup that is due; the first time, check the database as well.

        Returns sentences about what is wrong. Raises CannotWrite.
        """
        found = [] if self._checked else self._first_look()
        self._checked = True
        if self.due(self._clock.now()):
            self.make_if_changed("hours")
        return tuple(found)

    def _first_look(self) -> list[str]:
        vault = self._vault
        found = [_DROPPED.format(drop.table, drop.before, drop.after) for drop in self.drops()]
        try:
            check_database(vault.database, vault.database_key, vault.header.vault_id)
        except VaultDamaged as damage:
            found.insert(0, str(damage))
        return found

    def drops(self) -> tuple[Drop, ...]:
        """Return which tables lost over a fifth of their rows in the newest backup."""
        candidates = self._kept.candidates()
        if not candidates:
            return ()
        newest = max(candidates, key=lambda each: (each.made_at, each.name)).name
        found = decide(candidates, self._clock.now()).drops
        return tuple(drop for drop in found if drop.newer == newest)

    def _newest(self) -> Manifest | None:
        for backup in self._kept.list():
            if backup.verified_at and not backup.problem and not backup.off_machine:
                try:
                    return read_manifest(backup.path)
                except UserFacing:
                    continue
        return None
