"""The backups that nobody asks for: at a clean close, and after hours of use."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from peerdesk.clock import Clock
from peerdesk.errors import UserFacing
from peerdesk.safe import Backup
from peerdesk.vault.keeping import KeptBackups
from peerdesk.vault.manifest import Manifest
from peerdesk.vault.meta import audit
from peerdesk.vault.package import read_manifest
from peerdesk.vault.rotation import Drop, decide
from peerdesk.vault.vault import Vault

EVERY = timedelta(hours=4)
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

    def changed(self) -> bool:
        """Say whether anything was changed since the newest backup that can be used.

        Nothing was in a vault that is closed already, as after a restore over a damaged one.
        """
        if not self._vault.sessions.usable:
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
