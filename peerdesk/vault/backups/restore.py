"""Putting a backup in place: in an empty folder, over a broken vault, or only to try it."""

from __future__ import annotations

import os
import time
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from peerdesk.errors import UsageError, UserFacing, WrongSecret
from peerdesk.paths import write_private
from peerdesk.vault import folder as folders
from peerdesk.vault import migrate
from peerdesk.vault.backups.backups import unpack
from peerdesk.vault.backups.manifest import Manifest
from peerdesk.vault.backups.package import cannot_write, check_bytes
from peerdesk.vault.database import connect, engine_for
from peerdesk.vault.generations import copy, flip, flush, making, succeeded
from peerdesk.vault.header import (
    COPY_NAME,
    FAMILIES,
    FILE_NAME,
    LARGEST,
    Header,
    Slot,
    read_headers,
    sealed_headers,
)
from peerdesk.vault.integrity import check_database
from peerdesk.vault.keys import DataKey
from peerdesk.vault.leftovers import is_bare, remove_trial
from peerdesk.vault.opening import Way, unlock
from peerdesk.vault.recovery_words import secret_of
from peerdesk.vault.vault import Vault

_LIKE_A_SHEET = 15
"""A text of as many words is a recovery sheet, perhaps with a slip in it."""
_FARTHEST = 10**12
"""No vault has ever written as many headers."""
_CARRIED = ("opener", "backup")
_LEDGER = (
    "closed_period",
    "frozen_count",
    "publication",
    "published_cell",
    "recall",
    "restore_mark",
    "restore_answer",
)
"""Only ever added to, so what is newer is what the backup lacks."""
_HAS_LEDGER = "SELECT 1 FROM sqlite_master WHERE name = 'restore_mark'"
_NEWEST_ACTIVITY = "SELECT n, mac FROM audit ORDER BY n DESC LIMIT 1"
_ACTIVITY = "SELECT 1 FROM audit WHERE n = ? AND mac = ?"
_ACTIVITY_AFTER = "SELECT * FROM audit WHERE n > ? ORDER BY n"


@dataclass(frozen=True)
class OpenBackup:
    """A backup that was read whole, and the key that its secret gave."""

    path: Path
    manifest: Manifest
    data_key: DataKey
    slot: Slot


def open_backup(path: Path, secret: str) -> OpenBackup:
    """Open a backup with any secret that opened the vault when it was made.

    ``secret`` is a passphrase, or the words of a sheet or of two cards. Raises VaultMissing,
    VaultDamaged, NewerVersion, WrongSecret, or InputRefused naming a wrong word.
    """
    manifest = check_bytes(path)
    try:
        data_key, slot = manifest.unlock(secret)
    except WrongSecret:
        if len(secret.split()) < _LIKE_A_SHEET:
            raise
        data_key, slot = manifest.unlock(secret_of(secret), "recovery")
    return OpenBackup(path, manifest, data_key, slot)


def restore_here(
    path: Path,
    secret: str,
    folder: Path,
    now: datetime | None = None,
    *,
    replacing: bool = False,
) -> Header:
    """Make a vault from a backup in a folder, which needs nothing else of the old computer.

    The folder is empty, or not there yet, or holds what is left of a vault whose key file is gone;
    with ``replacing``, also a vault that cannot be opened any more. What is there stays: databases
    under their names, key files under others, in case somebody can save more of them. ``now`` is
    for tests. Raises UsageError where the folder holds anything else, or another vault.
    """
    return restore_opened(open_backup(path, secret), folder, now, replacing=replacing)


def restore_opened(
    backup: OpenBackup, folder: Path, now: datetime | None = None, *, replacing: bool = False
) -> Header:
    """Do what ``restore_here`` does with a backup that was opened already."""
    made = not folder.exists()
    _refuse_taken(folder)
    folders.make(folder)
    with folders.locked(folder):
        try:
            return _restored(backup, folder, now or datetime.now(UTC), replacing=replacing)
        except BaseException:
            if made:  # by this restore, which still holds the lock in it
                with suppress(OSError):
                    folders.remove_file(folder / folders.LOCK_NAME)
                    folder.rmdir()
            raise


def restore_over(backup: OpenBackup, folder: Path, now: datetime) -> Header:
    """Put a backup in the place of a vault that cannot be opened any more; see ``restore_here``.

    The caller holds the vault's lock.
    """
    sealed = sealed_headers(folder)
    known = {each.vault_id for each in _headers(folder) or sealed}
    if known and backup.manifest.vault_id not in known:
        raise foreign()
    try:
        _name_what_was_made(folder)
        for old in (folder / FILE_NAME, folder / COPY_NAME):
            if old.is_file():
                aside = _free(old.with_name(f"{old.name}.before-{now:%Y%m%dT%H%M%SZ}"))
                if old.stat().st_size > LARGEST:
                    old.rename(aside)  # no key file, and perhaps more than memory holds
                else:
                    write_private(aside, old.read_bytes())
    except OSError:
        raise cannot_write() from None
    # Nobody vouches for those here: one that left no room for higher ones would end the vault.
    # Seals count as well, or what one of them says would be newer than what was restored.
    sequences = [each.sequence for each in (*_headers(folder), *sealed)]
    found = [each for each in sequences if each < _FARTHEST]
    return _install(backup, folder, max([backup.manifest.sequence, *found]) + 1, now.date())


def _name_what_was_made(folder: Path) -> None:
    """Keep a new database that has not got its name yet: the header says that it is the vault's."""
    new = folder / folders.NEW_NAME
    for header in _headers(folder):
        if new.is_file() and not (folder / header.database).exists():
            new.rename(folder / header.database)


def _free(path: Path) -> Path:
    """Return the path, or one like it where something lies there."""
    number = 2
    free = path
    while os.path.lexists(free):
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free


def refuse_foreign(backup: OpenBackup, vault: Vault) -> None:
    """Raise UsageError where a backup is another vault's."""
    if backup.manifest.vault_id != vault.header.vault_id:
        raise foreign()


def _refuse_taken(folder: Path) -> None:
    """Refuse a folder in which others keep something, before anything is put there."""
    try:
        if folder.exists() and not folders.remains(folder) and not is_bare(folder):
            raise taken()
    except OSError:
        raise cannot_write() from None


def taken() -> UsageError:
    """Return the error for a folder that a restore would mix with something else."""
    return UsageError(
        "This folder is not empty.", "Restore into a new one, so that nothing is lost."
    )


def foreign() -> UsageError:
    """Return the error for a backup of another vault."""
    return UsageError(
        "This backup belongs to another vault.", "Restore it into an empty folder instead."
    )


def replace_database(backup: OpenBackup, vault: Vault, now: datetime) -> None:
    """Give an open vault the database of a backup; it must be opened again after that.

    The vault's keys stay as they are, so whoever was shut out since stays out, and so does its
    record of activity, which never goes back. Until the header names the finished database, the
    vault is as it was; the replaced one stays for a week.
    """
    before = vault.header
    with vault.sessions.paused(), making(vault.folder) as new:
        agreed = _prepare(backup, vault, new, now.date())
        after = succeeded(before, vault.folder)
        if not agreed:  # a backup of another branch of history cannot hold the old anchor
            after = replace(after, anchor=None)
        header = flip(vault.folder, before, after, vault.data_key)
        vault.adopt(header, vault.data_key, vault.slot)


def _prepare(backup: OpenBackup, vault: Vault, target: Path, day: date) -> bool:
    """Make the new database; say whether its record of activity is the vault's."""
    key = vault.database_key
    with folders.scratch_file(vault.folder) as taken_out:
        unpack(backup.path, backup.manifest, backup.data_key, taken_out)
        copy(taken_out, backup.data_key.derived("database"), target, key)
    with engine_for(target, key, begin="BEGIN IMMEDIATE").begin() as connection:
        migrate.upgrade(connection)
    return _carry_over(vault.database, target, key, day)


def try_restore(path: Path, secret: str, near: Path) -> tuple[OpenBackup, int]:
    """Do all that a restore does, in a private folder that is removed again.

    Returns what was opened, and how many milliseconds it took.
    """
    started = time.monotonic()
    folder = near / folders.TRIAL_NAME
    remove_trial(folder)
    if os.path.lexists(folder):
        raise cannot_write()  # somebody else's, or a link to it
    try:
        backup = open_backup(path, secret)
        restore_opened(backup, folder)
        kind = "recovery" if backup.slot.kind in FAMILIES["recovery"] else "pass"
        vault = unlock(folder, secret, Way(kind))
        try:
            check_database(vault.database, vault.database_key, vault.header.vault_id)
        finally:
            vault.abandon()
    finally:
        remove_trial(folder)
    return backup, round(1000 * (time.monotonic() - started))


def _restored(backup: OpenBackup, folder: Path, now: datetime, *, replacing: bool) -> Header:
    try:
        headers, parts = _headers(folder), folders.remains(folder)
    except OSError:
        raise cannot_write() from None
    if parts and (replacing or not headers):
        return restore_over(backup, folder, now)
    if parts:
        raise taken()
    return _install(backup, folder, backup.manifest.sequence + 1, now.date())


def _install(backup: OpenBackup, folder: Path, sequence: int, day: date) -> Header:
    manifest = backup.manifest
    anchor = (manifest.audit_count, manifest.audit_head) if manifest.audit_count else None
    header = Header(
        manifest.vault_id,
        sequence - 1,
        f"data-{token_hex(4)}-{sequence}.db",
        manifest.slots,
        anchor,
    )
    with making(folder) as new:
        unpack(backup.path, manifest, backup.data_key, new)
        _mark_restored(new, backup.data_key.derived("database"), day)
        flush(new)
        return flip(folder, header, header, backup.data_key)


def _mark_restored(database: Path, key: bytes, day: date) -> None:
    """Say in the database that reports may have been issued since: the ledger went back in time."""
    with closing(connect(database, key)) as target:
        if target.execute(_HAS_LEDGER).fetchone():
            _mark(target, day)


def _mark(database: Any, day: date) -> None:
    """Enter a restore, also in a database from before its day was kept."""
    names = {name for _, name, *_ in database.execute("PRAGMA table_info(restore_mark)")}
    if "restored_on" in names:
        mark = "INSERT INTO restore_mark (version, restored_on) VALUES (1, ?)"
        database.execute(mark, (day.isoformat(),))
    else:
        database.execute("INSERT INTO restore_mark (version) VALUES (1)")


def _headers(folder: Path) -> tuple[Header, ...]:
    try:
        return read_headers(folder)
    except UserFacing:
        return ()


def _carry_over(current: Path, restored: Path, key: bytes, day: date) -> bool:
    """Bring what belongs to the vault rather than to its records into the restored database.

    Says whether the restored record of activity is the beginning of the current one.
    """
    with (
        closing(connect(current, key, read_only=True)) as source,
        closing(connect(restored, key)) as target,
    ):
        target.execute("BEGIN IMMEDIATE")
        for table in _CARRIED:
            target.execute(f"DELETE FROM {table}")  # noqa: S608 - a fixed name
            _insert(target, table, source.execute(f"SELECT * FROM {table}"))  # noqa: S608
        newest = target.execute(_NEWEST_ACTIVITY).fetchone() or (0, "")
        agreed = newest[0] == 0 or source.execute(_ACTIVITY, newest).fetchone() is not None
        if agreed:
            _insert(target, "audit", source.execute(_ACTIVITY_AFTER, newest[:1]))
            _carry_ledger(source, target)
        else:
            _mark(target, day)
        target.execute("COMMIT")
    return agreed


def _carry_ledger(source: Any, target: Any) -> None:
    """Bring what was closed and issued since: readers have it, whatever is restored."""
    for table in _LEDGER:
        (newest,) = target.execute(f"SELECT ifnull(max(id), 0) FROM {table}").fetchone()  # noqa: S608
        rows = source.execute(f"SELECT * FROM {table} WHERE id > ?", (newest,))  # noqa: S608
        _insert(target, table, rows)


def _insert(target: Any, table: str, rows: Any) -> None:
    names = ", ".join(column[0] for column in rows.description)
    marks = ", ".join("?" for _ in rows.description)
    target.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608
