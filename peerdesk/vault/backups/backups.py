"""Backups of an open vault: made, named, found again, and who can open them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk import __version__
from peerdesk.errors import UserFacing
from peerdesk.foreign import FIRST_YEAR, LAST_YEAR, moment
from peerdesk.models.opener import KnownOpener
from peerdesk.paths import make_private_folder
from peerdesk.safe import Backup
from peerdesk.vault.backups.manifest import Manifest, damaged
from peerdesk.vault.backups.package import (
    cannot_write,
    copy_database,
    digest_of,
    read_manifest,
    write_package,
)
from peerdesk.vault.database import connect, copy_into, explained
from peerdesk.vault.folder import BACKUPS, NAME, PACKAGE, STAMP, scratch_file
from peerdesk.vault.header import Header, Slot
from peerdesk.vault.integrity import check_database, error_of
from peerdesk.vault.keys import DataKey
from peerdesk.vocabulary import vocabulary

_NOBODY_KNOWS = datetime(FIRST_YEAR, 1, 2, tzinfo=UTC)
"""A day that is one everywhere, for a file whose own day is none."""
Verified = Callable[[Manifest], datetime | None]


@dataclass(frozen=True)
class Source:
    """What a backup is made of."""

    folder: Path
    header: Header
    data_key: DataKey


def make(source: Source, reason: str, now: datetime, to: Path | None = None) -> Path:
    """Make and verify a backup, and return where it is.

    ``to`` is a folder, or a file that does not exist yet; without it the backup goes beside the
    vault. Raises CannotWrite, with nothing left behind.
    """
    try:
        if to is None:
            to = source.folder / BACKUPS
            make_private_folder(to)
        target = _free_name(to, source.header.sequence, now) if to.is_dir() else to
    except OSError:
        raise cannot_write() from None
    database_key = source.data_key.derived("database")
    with scratch_file(source.folder) as copy:
        _vacuum(source.folder / source.header.database, database_key, copy)
        counts = check_database(copy, database_key, source.header.vault_id)
        schema, audit_count, audit_head = _describe(copy, database_key)
        manifest = Manifest(
            created=now.replace(microsecond=0),
            app_version=__version__,
            schema=schema,
            vault_id=source.header.vault_id,
            sequence=source.header.sequence,
            slots=source.header.slots,
            counts=counts,
            size=copy.stat().st_size,
            sha256=digest_of(copy),
            audit_count=audit_count,
            audit_head=audit_head,
            reason=reason,
        )
        write_package(target, manifest.signed(source.data_key), copy)
    return target


def verify(path: Path, data_key: DataKey, scratch_in: Path) -> Manifest:
    """Take a backup's database out, check and count it, and remove it again.

    Raises VaultDamaged where anything is not as it was when the backup was made.
    """
    manifest = read_manifest(path)
    with scratch_file(scratch_in) as copy:
        unpack(path, manifest, data_key, copy)
    return manifest


def unpack(path: Path, manifest: Manifest, data_key: DataKey, target: Path) -> None:
    """Take a backup's database out into a new file, checked and counted."""
    if not manifest.is_signed_by(data_key):
        raise damaged()
    copy_database(path, manifest, target)
    key = data_key.derived("database")
    if check_database(target, key, manifest.vault_id) != manifest.counts:
        raise damaged()
    if _describe(target, key) != (manifest.schema, manifest.audit_count, manifest.audit_head):
        raise damaged()


def files(folder: Path) -> tuple[Path, ...]:
    """Return the backup files of a folder, damaged and foreign ones too."""
    try:
        found = sorted(folder.glob(f"*{PACKAGE}"))
    except OSError:
        return ()
    return tuple(path for path in found if os.path.isfile(path))  # noqa: PTH113 - never raises


def facts(
    path: Path, openers: Iterable[KnownOpener] = (), verified: Verified = lambda _: None
) -> Backup:
    """Return what a backup says of itself; a problem becomes its sentence.

    ``verified`` says when one that says this of itself was last read whole.
    """
    try:
        manifest = read_manifest(path)
        size = path.stat().st_size
    except (UserFacing, OSError) as error:
        return _unusable(path, str(error if isinstance(error, UserFacing) else damaged()))
    known_reason = manifest.reason in vocabulary("backup_reason").codes
    return Backup(
        path=path,
        made_at=manifest.created,
        reason=manifest.reason if known_reason else "asked",
        size=size,
        counts=manifest.counts,
        app_version=manifest.app_version,
        schema=manifest.schema,
        openers=tuple(opener_words(slot, openers) for slot in manifest.slots),
        verified_at=verified(manifest),
    )


def opener_words(slot: Slot, openers: Iterable[KnownOpener]) -> str:
    """Say who opens a backup by one of its slots, also where they were shut out since."""
    known = next((each for each in openers if each.slot == slot.id), None)
    if known is None:
        labels = {term.code: term.label for term in vocabulary("opener_kind").terms}
        return labels.get(slot.kind, "A way in that this version does not know")
    return f"{known.name} (shut out since)" if known.removed_on else known.name


def has_its_own_name(backup: Backup) -> bool:
    """Say whether a file is called as it was when it was made, and is no copy of another."""
    named = NAME.fullmatch(backup.path.name)
    return named is not None and named[1] == f"{backup.made_at:{STAMP}}"


def on_another_disk(path: Path, vault: Path) -> bool:
    """Say whether a file lies, or lay, on another disk than the vault, if the system tells."""
    try:
        there = path if path.exists() else path.parent
        return there.stat().st_dev != vault.stat().st_dev
    except OSError:
        return False


def _free_name(folder: Path, sequence: int, now: datetime) -> Path:
    stem = f"peerdesk-{now.astimezone(UTC):{STAMP}}-{sequence:06d}"
    extras = chain([""], (f"-{number}" for number in count(2)))
    names = (folder / f"{stem}{extra}{PACKAGE}" for extra in extras)
    return next(name for name in names if not name.exists())


def _vacuum(database: Path, key: bytes, copy: Path) -> None:
    try:
        copy_into(database, key, copy)
    except OSError:
        raise cannot_write() from None
    except sqlcipher.Error as error:
        raise explained(error) from None


def _describe(database: Path, key: bytes) -> tuple[int, int, str]:
    """Return the schema number, and the count and head of the record of activity."""
    newest = "SELECT n, mac FROM audit ORDER BY n DESC LIMIT 1"
    try:
        with closing(connect(database, key, read_only=True)) as connection:
            (schema,) = connection.execute("PRAGMA user_version").fetchone()
            has_audit = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE name = 'audit'"
            ).fetchone()[0]
            found = connection.execute(newest).fetchone() if has_audit else None
    except sqlcipher.Error as error:
        raise error_of(error) from None
    number, head = found or (0, "")
    return schema, number, head


def _unusable(path: Path, problem: str) -> Backup:
    named = NAME.fullmatch(path.name)
    made_at, size = _NOBODY_KNOWS, 0
    try:
        size = path.stat().st_size
        if named:
            made_at = moment(STAMP)(named[1])
        else:
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            made_at = written if FIRST_YEAR < written.year <= LAST_YEAR else made_at
    except (OSError, ValueError, OverflowError):
        pass  # listed all the same, with what is known of it
    return Backup(path, made_at, "asked", size, {}, "", 0, (), problem=problem)
