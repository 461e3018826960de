"""The backups that nobody asks for: at a clean close, and after hours of use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.errors import UserFacing, VaultDamaged
from peerdesk.safe import Backup
from peerdesk.vault.audit import holds
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.backups.manifest import Manifest
from peerdesk.vault.backups.package import read_manifest
from peerdesk.vault.backups.rotation import Drop, before, decide
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
        """Say whether the vault has been in use for long enough since the last backup.

        What is dated ahead of the clock says nothing about how long that is.
        """
        newest = self._newest()
        moments = [self._opened_at, *([newest.created] if newest else [])]
        since = max((each for each in moments if each <= now), default=now - EVERY)
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
        candidates, now = self._kept.candidates(), self._clock.now()
        newest = [each.name for each in before(candidates, now)[:1]]
        return tuple(drop for drop in decide(candidates, now).drops if drop.newer in newest)

    def _newest(self) -> Manifest | None:
        """Return what the backup says that holds the most of this vault's record of activity.

        It is no matter of dates: a clock may have been wrong. One that was edited without the key
        does not count, and neither does one of another branch of history.
        """
        with self._vault.sessions.read() as session:
            found = [each for each in self._signed() if self._is_of_this_history(session, each)]
        return max(found, key=lambda each: each.audit_count, default=None)

    def _signed(self) -> Iterator[Manifest]:
        for backup in self._kept.list():
            if backup.verified_at and not backup.problem and not backup.off_machine:
                with suppress(UserFacing):  # it went since it was listed
                    manifest = read_manifest(backup.path)
                    if manifest.is_signed_by(self._vault.data_key):
                        yield manifest

    def _is_of_this_history(self, session: Session, manifest: Manifest) -> bool:
        return holds(session.connection(), manifest.audit_count, manifest.audit_head)
