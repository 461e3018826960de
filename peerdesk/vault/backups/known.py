"""What the vault remembers of its backups: when each was last read back, and on which disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from peerdesk.models.backup import KnownBackup
from peerdesk.models.opener import KnownOpener
from peerdesk.safe import Backup
from peerdesk.vault.backups.backups import facts, files, on_another_disk
from peerdesk.vault.backups.manifest import TIME, Manifest, damaged
from peerdesk.vault.folder import BACKUPS, NAME
from peerdesk.vault.vault import Vault

_ELSEWHERE = "This copy is on another disk. Plug it in and choose the file there."


class KnownBackups:
    """The backups that the vault knows of, by name and disk."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def all(self) -> tuple[Backup, ...]:
        """Return the backups beside the vault and those known elsewhere, newest first."""
        with self._vault.sessions.read() as session:
            rows = session.scalars(select(KnownBackup)).all()
            openers = session.scalars(select(KnownOpener)).all()
        known = {row.name: row for row in rows if not row.off_machine}
        here = [
            self._dated(path, known.get(path.name), openers)
            for path in files(self._vault.folder / BACKUPS)
        ]
        elsewhere = [_absent(row) for row in rows if row.off_machine]
        return tuple(sorted([*here, *elsewhere], key=lambda each: each.made_at, reverse=True))

    def facts(self, path: Path) -> Backup:
        """Return what can be told of one file, wherever it is."""
        off_machine = on_another_disk(path, self._vault.folder)
        with self._vault.sessions.read() as session:
            row = _row(session, path.name, off_machine=off_machine)
            openers = session.scalars(select(KnownOpener)).all()
        return replace(self._dated(path, row, openers), off_machine=off_machine)

    def _dated(self, path: Path, row: KnownBackup | None, openers: Sequence[KnownOpener]) -> Backup:
        return facts(path, openers, lambda manifest: self._verified(manifest, row))

    def _verified(self, manifest: Manifest, row: KnownBackup | None) -> datetime | None:
        """Return when a backup was last read whole; None where it may have been edited since.

        One that the data key signed was read back when it was made, or it would have no name. One
        of an earlier key must say what it said when it was read.
        """
        signed = manifest.is_signed_by(self._vault.data_key)
        if row is None:
            return manifest.created if signed else None
        return _moment(row.verified_at) if signed or _is_as_read(manifest, row) else None

    def remember(self, path: Path, manifest: Manifest, verified: datetime | None) -> None:
        """Keep that a backup was made, or read back at a time.

        A file under another name, or on the vault's own disk outside its folder, is nobody's
        backup to rely on, so nothing is kept of it.
        """
        off_machine = on_another_disk(path, self._vault.folder)
        beside = path.parent.resolve() == (self._vault.folder / BACKUPS).resolve()
        if not (off_machine or beside) or not NAME.fullmatch(path.name):
            return
        with self._vault.sessions.write() as session:
            row = _row(session, path.name, off_machine=off_machine) or KnownBackup(
                name=path.name,
                made_at=manifest.created.strftime(TIME),
                reason=manifest.reason,
                off_machine=off_machine,
            )
            if verified is not None:
                row.verified_at = verified.strftime(TIME)
                row.checksum = manifest.checksum
            session.add(row)

    def refuse_edited(self, path: Path, manifest: Manifest) -> None:
        """Raise VaultDamaged where a known backup says something else than when it was read."""
        with self._vault.sessions.read() as session:
            off_machine = on_another_disk(path, self._vault.folder)
            row = _row(session, path.name, off_machine=off_machine)
        if row and not _is_as_read(manifest, row):
            raise damaged()

    def own(self) -> frozenset[str]:
        """Return the names of the backups beside the vault that it made."""
        names = select(KnownBackup.name).where(KnownBackup.off_machine.is_(False))
        with self._vault.sessions.read() as session:
            return frozenset(session.scalars(names))

    def doubt(self, path: Path) -> None:
        """Keep that a backup can no longer be relied on."""
        with self._vault.sessions.write() as session:
            off_machine = on_another_disk(path, self._vault.folder)
            if row := _row(session, path.name, off_machine=off_machine):
                row.verified_at = None

    def forget(self, names: Iterable[str], *, off_machine: bool = False) -> None:
        """Drop what is kept of backups that were deleted."""
        with self._vault.sessions.write() as session:
            for name in names:
                if row := _row(session, name, off_machine=off_machine):
                    session.delete(row)

    def last_off_machine(self, now: datetime) -> datetime | None:
        """Return when a backup on another disk was last verified; a day to come says nothing."""
        newest = select(func.max(KnownBackup.verified_at)).where(
            KnownBackup.off_machine, KnownBackup.verified_at <= now.strftime(TIME)
        )
        with self._vault.sessions.read() as session:
            return _moment(session.scalar(newest))


def _is_as_read(manifest: Manifest, row: KnownBackup) -> bool:
    if row.checksum is None:  # read by a version that did not keep it
        return manifest.created.strftime(TIME) == row.made_at
    return manifest.checksum == row.checksum


def _row(session: Session, name: str, *, off_machine: bool) -> KnownBackup | None:
    if not NAME.fullmatch(name):
        return None  # the database takes no name that is no text, and keeps none but these
    return session.scalar(
        select(KnownBackup).where(
            KnownBackup.name == name, KnownBackup.off_machine.is_(off_machine)
        )
    )


def _absent(row: KnownBackup) -> Backup:
    return Backup(
        path=Path(row.name),
        made_at=datetime.strptime(row.made_at, TIME).replace(tzinfo=UTC),
        reason=row.reason,
        size=0,
        counts={},
        app_version="",
        schema=0,
        openers=(),
        verified_at=_moment(row.verified_at),
        off_machine=True,
        problem=_ELSEWHERE,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.strptime(text, TIME).replace(tzinfo=UTC) if text else None
