"""Putting a backup in place: in an empty folder, over a broken vault, or only to try it."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk.errors import UsageError, UserFacing, WrongSecret
from peerdesk.paths import make_private_folder, write_private
from peerdesk.vault import migrate
from peerdesk.vault.backups.backups import scratch_file, unpack
from peerdesk.vault.backups.manifest import Manifest
from peerdesk.vault.backups.package import cannot_write, check_bytes
from peerdesk.vault.database import connect, engine_for, explained
from peerdesk.vault.folder import TRIAL, remove, retire
from peerdesk.vault.generations import copy, flip, next_database
from peerdesk.vault.header import COPY_NAME, FAMILIES, FILE_NAME, Header, Slot, read_headers
from peerdesk.vault.integrity import check_database
from peerdesk.vault.keys import DataKey
from peerdesk.vault.opening import Way, unlock
from peerdesk.vault.recovery_words import secret_of
from peerdesk.vault.seal import mark_open
from peerdesk.vault.vault import Vault

_LIKE_A_SHEET = 15
"""A text of as many words is a recovery sheet, perhaps with a slip in it."""
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


def restore_into(path: Path, secret: str, folder: Path, now: datetime | None = None) -> Header:
    """Make a vault from a backup in a folder that is empty or not there yet; ``now`` is for tests.

    Needs nothing else of the old computer. Raises UsageError where the folder holds anything;
    whatever fails, the folder is left as it was.
    """
    backup = open_backup(path, secret)
    made = not folder.exists()
    try:
        if not made and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(
                "This folder is not empty.", "Restore into a new one, so that nothing is lost."
            )
        make_private_folder(folder)
    except OSError:
        raise cannot_write() from None
    try:
        day = (now or datetime.now(UTC)).date()
        return _install(backup, folder, backup.manifest.sequence + 1, day)
    except BaseException:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise


def restore_over(backup: OpenBackup, folder: Path, now: datetime) -> Header:
    """Put a backup in the place of a vault that cannot be opened any more.

    The caller holds the vault's lock. The broken database stays for a week and the old key file
    for ever, under another name, in case somebody can save more of them.
    """
    try:
        for old in (folder / FILE_NAME, folder / COPY_NAME):
            if old.is_file():
                aside = old.with_name(f"{old.name}.before-{now:%Y%m%dT%H%M%SZ}")
                write_private(aside, old.read_bytes())
        for database in folder.glob("data-*.db"):
            retire(database)
    except OSError:
        raise cannot_write() from None
    sequence = max(backup.manifest.sequence, _sequence(folder)) + 1
    return _install(backup, folder, sequence, now.date())


def refuse_foreign(backup: OpenBackup, vault: Vault) -> None:
    """Raise UsageError where a backup is another vault's."""
    if backup.manifest.vault_id != vault.header.vault_id:
        raise UsageError(
            "This backup belongs to another vault.", "Restore it into an empty folder instead."
        )


def replace_database(backup: OpenBackup, vault: Vault, now: datetime) -> None:
    """Give an open vault the database of a backup; it must be opened again after that.

    The vault's keys stay as they are, so whoever was shut out since stays out, and so does its
    record of activity, which never goes back. Until the header names the finished database, the
    vault is as it was; the replaced one stays for a week.
    """
    before = vault.header
    target = vault.folder / next_database(before)
    with vault.sessions.paused():
        try:
            agreed = _prepare(backup, vault, target, now.date())
        except BaseException:
            remove(target)
            raise
        # Where the backup is of another branch of history, the old anchor cannot hold.
        anchor = before.anchor if agreed else None
        after = replace(before, database=target.name, anchor=anchor)
        header = flip(vault.folder, before, after, vault.data_key)
        vault.adopt(header, vault.data_key, vault.slot)


def _prepare(backup: OpenBackup, vault: Vault, target: Path, day: date) -> bool:
    """Make the new database; say whether its record of activity is the vault's."""
    key = vault.database_key
    with scratch_file(vault.folder) as taken_out:
        unpack(backup.path, backup.manifest, backup.data_key, taken_out)
        copy(taken_out, backup.data_key.derived("database"), target, key)
    try:
        with engine_for(target, key, begin="BEGIN IMMEDIATE").begin() as connection:
            migrate.upgrade(connection)
        agreed = _carry_over(vault.database, target, key, day)
    except sqlcipher.Error as error:
        raise explained(error) from None
    except DBAPIError as error:
        raise explained(error.orig or error) from None
    check_database(target, key, vault.header.vault_id)
    return agreed


def try_restore(path: Path, secret: str, near: Path) -> tuple[OpenBackup, int]:
    """Do all that a restore does, in a private folder that is removed again.

    Returns what was opened, and how many milliseconds it took.
    """
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix=TRIAL, dir=near))
    try:
        backup = open_backup(path, secret)
        restore_into(path, secret, folder)
        kind = "recovery" if backup.slot.kind in FAMILIES["recovery"] else "pass"
        vault = unlock(folder, secret, Way(kind))
        check_database(vault.database, vault.database_key, vault.header.vault_id)
        vault.abandon()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return backup, round(1000 * (time.monotonic() - started))


def _install(backup: OpenBackup, folder: Path, sequence: int, day: date) -> Header:
    manifest = backup.manifest
    name = f"data-{token_hex(4)}-{sequence}.db"
    anchor = (manifest.audit_count, manifest.audit_head) if manifest.audit_count else None
    header = Header(manifest.vault_id, sequence, name, manifest.slots, anchor)
    header = header.signed(backup.data_key)
    try:
        unpack(backup.path, manifest, backup.data_key, folder / name)
        _mark_restored(folder / name, backup.data_key.derived("database"), day)
        mark_open(folder / name, backup.data_key)
        header.write(folder)
    except OSError:
        if not _is_named(folder, header):
            remove(folder / name)
            raise cannot_write() from None
        # Only the second copy of the header is missing; opening the vault writes it.
    except BaseException:
        if not _is_named(folder, header):
            remove(folder / name)
        raise
    return header


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


def _is_named(folder: Path, header: Header) -> bool:
    try:
        return read_headers(folder)[0] == header
    except UserFacing:
        return False


def _sequence(folder: Path) -> int:
    try:
        return max(header.sequence for header in read_headers(folder))
    except UserFacing:
        return 0


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
