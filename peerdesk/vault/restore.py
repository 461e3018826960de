"""Putting a backup in place: in an empty folder, over a broken vault, or only to try it."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk.errors import UsageError, UserFacing
from peerdesk.paths import make_private_folder, write_private
from peerdesk.vault import migrate
from peerdesk.vault.backups import scratch_file, unpack
from peerdesk.vault.checks import check_database
from peerdesk.vault.database import connect, engine_for, explained
from peerdesk.vault.header import COPY_NAME, FILE_NAME, Header, Slot, read_headers
from peerdesk.vault.keys import DataKey
from peerdesk.vault.manifest import Manifest
from peerdesk.vault.package import cannot_write, check_bytes, flush_folder
from peerdesk.vault.vault import Vault

TRIAL = "trial-"
"""How the folder of a restore that is only tried begins."""
_CARRIED = ("opener", "backup")
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

    Raises VaultMissing, VaultDamaged, NewerVersion or WrongSecret.
    """
    manifest = check_bytes(path)
    data_key, slot = manifest.unlock(secret)
    return OpenBackup(path, manifest, data_key, slot)


def restore_into(path: Path, secret: str, folder: Path) -> Header:
    """Make a vault from a backup in a folder that is empty or not there yet.

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
        return _install(backup, folder, backup.manifest.sequence + 1)
    except BaseException:
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise


def restore_over(path: Path, secret: str, folder: Path, now: datetime) -> Header:
    """Put a backup in the place of a vault that cannot be opened any more.

    The caller holds the vault's lock. The broken database stays where it is and the old key file
    is kept under another name, in case somebody can save more of them.
    """
    backup = open_backup(path, secret)
    try:
        kept = [folder / name for name in (FILE_NAME, COPY_NAME) if (folder / name).is_file()]
        for old in kept:
            aside = old.with_name(f"{old.name}.before-{now:%Y%m%dT%H%M%SZ}")
            write_private(aside, old.read_bytes())
    except OSError:
        raise cannot_write() from None
    return _install(backup, folder, max(backup.manifest.sequence, _sequence(folder)) + 1)


def refuse_foreign(backup: OpenBackup, vault: Vault) -> None:
    """Raise UsageError where a backup is another vault's."""
    if backup.manifest.vault_id != vault.header.vault_id:
        raise UsageError(
            "This backup belongs to another vault.", "Restore it into an empty folder instead."
        )


def next_generation(backup: OpenBackup, vault: Vault) -> str:
    """Make a new database beside an open vault's from a backup, and return its file name.

    The vault's keys stay as they are, so whoever was shut out since stays out, and so does its
    record of activity, which never goes back. Nothing points at the new file yet.
    """
    key = vault.data_key.derived("database")
    target = vault.folder / f"data-{token_hex(4)}-{vault.header.sequence + 1}.db"
    with scratch_file(vault.folder) as copy:
        unpack(backup.path, backup.manifest, backup.data_key, copy)
        try:
            _rekey(copy, backup.data_key.derived("database"), key)
            with engine_for(copy, key, begin="BEGIN IMMEDIATE").begin() as connection:
                migrate.upgrade(connection)
            _carry_over(vault.folder / vault.header.database, copy, key)
            check_database(copy, key, vault.header.vault_id)
            copy.rename(target)
            flush_folder(vault.folder)
        except sqlcipher.Error as error:
            raise explained(error) from None
        except DBAPIError as error:
            raise explained(error.orig or error) from None
        except OSError:
            raise cannot_write() from None
    return target.name


def switch_to(name: str, vault: Vault) -> None:
    """Point the vault at a finished database; after this it must be opened again."""
    header = replace(vault.header, sequence=vault.header.sequence + 1, database=name)
    try:
        header.signed(vault.data_key).write(vault.folder)
    except OSError:
        raise cannot_write() from None


def try_restore(path: Path, secret: str, near: Path) -> tuple[OpenBackup, int]:
    """Do all that a restore does, in a private folder that is removed again.

    Returns what was opened, and how many milliseconds it took.
    """
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix=TRIAL, dir=near))
    try:
        backup = open_backup(path, secret)
        header = restore_into(path, secret, folder)
        data_key = read_headers(folder)[0].unlock(secret)
        database = folder / header.database
        check_database(database, data_key.derived("database"), header.vault_id)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return backup, round(1000 * (time.monotonic() - started))


def clear_trials(folder: Path) -> None:
    """Remove what a crash left of restores that were only tried."""
    for leftover in folder.glob(f"{TRIAL}*"):
        shutil.rmtree(leftover, ignore_errors=True)


def _install(backup: OpenBackup, folder: Path, sequence: int) -> Header:
    manifest = backup.manifest
    name = f"data-{token_hex(4)}-{sequence}.db"
    header = Header(manifest.vault_id, sequence, name, manifest.slots).signed(backup.data_key)
    try:
        unpack(backup.path, manifest, backup.data_key, folder / name)
        flush_folder(folder)
        header.write(folder)
    except OSError:
        (folder / name).unlink(missing_ok=True)
        raise cannot_write() from None
    except BaseException:
        (folder / name).unlink(missing_ok=True)
        raise
    return header


def _sequence(folder: Path) -> int:
    try:
        return max(header.sequence for header in read_headers(folder))
    except UserFacing:
        return 0


def _rekey(database: Path, old: bytes, new: bytes) -> None:
    if old == new:
        return
    with closing(connect(database, old)) as connection:
        connection.reset_key(f"x'{new.hex()}'")


def _carry_over(current: Path, restored: Path, key: bytes) -> None:
    """Bring what belongs to the vault rather than to its records into the restored database."""
    with (
        closing(connect(current, key, read_only=True)) as source,
        closing(connect(restored, key)) as target,
    ):
        target.execute("BEGIN IMMEDIATE")
        for table in _CARRIED:
            target.execute(f"DELETE FROM {table}")  # noqa: S608 - a fixed name
            _insert(target, table, source.execute(f"SELECT * FROM {table}"))  # noqa: S608
        newest = target.execute(_NEWEST_ACTIVITY).fetchone() or (0, "")
        if newest[0] == 0 or source.execute(_ACTIVITY, newest).fetchone():
            _insert(target, "audit", source.execute(_ACTIVITY_AFTER, newest[:1]))
        target.execute("COMMIT")


def _insert(target: Any, table: str, rows: Any) -> None:
    names = ", ".join(column[0] for column in rows.description)
    marks = ", ".join("?" for _ in rows.description)
    target.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608
