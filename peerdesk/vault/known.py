"""What the vault remembers of its backups: when each was last read back, and on which disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from peerdesk.models.backup import KnownBackup
from peerdesk.models.opener import KnownOpener
from peerdesk.safe import NOTES, Backup, Note
from peerdesk.vault.backups import FOLDER, NAME, facts, files, on_another_disk
from peerdesk.vault.database import Sessions
from peerdesk.vault.manifest import TIME, Manifest

_ELSEWHERE = "This copy is on another disk. Plug it in and choose the file there."
_GONE = "This backup is no longer in its folder."


class KnownBackups:
    """The backups that the vault knows of, by name and disk."""

    def __init__(self, vault_folder: Path, sessions: Sessions) -> None:
        self._vault = vault_folder
        self._sessions = sessions

    def all(self) -> tuple[Backup, ...]:
        """Return the backups beside the vault and those known elsewhere, newest first."""
        with self._sessions.read() as session:
            rows = session.scalars(select(KnownBackup)).all()
            openers = session.scalars(select(KnownOpener)).all()
        verified = {row.name: row.verified_at for row in rows if not row.off_machine}
        here = [
            replace(facts(path, openers), verified_at=_moment(verified.get(path.name)))
            for path in files(self._vault / FOLDER)
        ]
        names = {each.path.name for each in here}
        absent = [_absent(row) for row in rows if row.off_machine or row.name not in names]
        return tuple(sorted([*here, *absent], key=lambda each: each.made_at, reverse=True))

    def facts(self, path: Path) -> Backup:
        """Return what can be told of one file, wherever it is."""
        off_machine = on_another_disk(path, self._vault)
        with self._sessions.read() as session:
            row = _row(session, path.name, off_machine=off_machine)
            openers = session.scalars(select(KnownOpener)).all()
        verified_at = _moment(row.verified_at) if row else None
        found = facts(path, openers)
        return replace(found, verified_at=verified_at, off_machine=off_machine)

    def remember(self, path: Path, manifest: Manifest, verified: datetime | None) -> None:
        """Keep that a backup was made, or read back at a time.

        A file under another name, or on the vault's own disk outside its folder, is nobody's
        backup to rely on, so nothing is kept of it.
        """
        off_machine = on_another_disk(path, self._vault)
        beside = path.parent.resolve() == (self._vault / FOLDER).resolve()
        if not (off_machine or beside) or not NAME.fullmatch(path.name):
            return
        with self._sessions.write() as session:
            row = _row(session, path.name, off_machine=off_machine) or KnownBackup(
                name=path.name,
                made_at=manifest.created.strftime(TIME),
                reason=manifest.reason,
                off_machine=off_machine,
            )
            if verified is not None:
                row.verified_at = verified.strftime(TIME)
            session.add(row)

    def doubt(self, path: Path) -> None:
        """Keep that a backup can no longer be relied on."""
        with self._sessions.write() as session:
            off_machine = on_another_disk(path, self._vault)
            if row := _row(session, path.name, off_machine=off_machine):
                row.verified_at = None

    def forget(self, names: Iterable[str]) -> None:
        """Drop what is kept of backups that were deleted from beside the vault."""
        with self._sessions.write() as session:
            for name in names:
                if row := _row(session, name, off_machine=False):
                    session.delete(row)

    def note(self, note: Note) -> None:
        """Add an entry to the record of activity."""
        with self._sessions.write() as session:
            session.info.setdefault(NOTES, []).append(note)

    def last_off_machine(self) -> datetime | None:
        """Return when a backup on another disk was last verified."""
        newest = select(func.max(KnownBackup.verified_at)).where(KnownBackup.off_machine)
        with self._sessions.read() as session:
            return _moment(session.scalar(newest))


def _row(session: Session, name: str, *, off_machine: bool) -> KnownBackup | None:
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
        off_machine=row.off_machine,
        problem=_ELSEWHERE if row.off_machine else _GONE,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.strptime(text, TIME).replace(tzinfo=UTC) if text else None
