"""A vault: created once, opened with a passphrase, closed when the coordinator leaves."""

from __future__ import annotations

import os
import secrets
import time
import unicodedata
import uuid
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, insert, select, text

from peerdesk.errors import (
    CannotWrite,
    HeaderDamaged,
    UsageError,
    UserFacing,
    VaultDamaged,
    VaultInUse,
    VaultMissing,
    WrongSecret,
)
from peerdesk.paths import make_private_folder
from peerdesk.vault import migrate
from peerdesk.vault.database import APPLICATION_ID, PAGE, Sessions, engine_for
from peerdesk.vault.header import FILE_NAME, Header, Slot, read_headers
from peerdesk.vault.keys import DataKey, Kdf, new_kdf
from peerdesk.vault.meta import meta

LOCK_NAME = "vault.lock"
SHORTEST_PASSPHRASE = 12
Derived = Callable[[int], None]
"""Told how many milliseconds the deliberate key derivation took."""


class Vault:
    """An open vault. Hold it only while the coordinator is there; ``close`` forgets the key."""

    def __init__(self, folder: Path, header: Header, data_key: DataKey, lock: FileLock) -> None:
        self.folder = folder
        self.header = header
        self.data_key = data_key
        self._lock = lock
        self.sessions = Sessions(folder / header.database, data_key.derived("database"))

    def close(self) -> None:
        """Forget the key and let another PeerDesk in."""
        self.sessions.close()
        self._lock.release()


def exists(folder: Path) -> bool:
    """Say whether a folder holds a vault, damaged or not."""
    return (folder / FILE_NAME).exists()


def create(folder: Path, passphrase: str, *, kdf: Kdf | None = None) -> Vault:
    """Make a new vault in a folder that has none.

    Raises UsageError where there is a vault already or the passphrase is too short, and
    CannotWrite where the folder cannot be written; then nothing is left behind.
    """
    if len(unicodedata.normalize("NFKC", passphrase)) < SHORTEST_PASSPHRASE:
        raise UsageError(
            f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters.",
            "Four or five words you can remember are better than one hard word.",
        )
    _make_folder(folder)
    lock = _locked(folder)
    try:
        _refuse_second(folder)
        data_key = DataKey.random()
        vault_id = uuid.uuid4().hex
        slot = Slot.seal(vault_id, "pass", passphrase, kdf or new_kdf(), data_key)
        header = Header(vault_id, 1, f"data-{secrets.token_hex(4)}-1.db", (slot,)).signed(data_key)
        _create_database(folder / header.database, header, data_key)
        _write_header(header, folder)
        return Vault(folder, header, data_key, lock)
    except BaseException:
        lock.release()
        raise


def unlock(folder: Path, passphrase: str, derived: Derived = lambda _: None) -> Vault:
    """Open the vault of a folder.

    Raises VaultMissing, VaultInUse, HeaderDamaged, WrongSecret, VaultDamaged or NewerVersion.
    No path through here can make a new database.
    """
    if not folder.is_dir():
        raise VaultMissing("There is no vault in this folder.", "Create one, or choose another.")
    read_headers(folder)
    lock = _locked(folder)
    try:
        header, data_key = _unlock_header(folder, passphrase, derived)
        _check_file(folder / header.database)
        _check_database(folder / header.database, header, data_key)
        return Vault(folder, header, data_key, lock)
    except BaseException:
        lock.release()
        raise


def _unlock_header(folder: Path, passphrase: str, derived: Derived) -> tuple[Header, DataKey]:
    failures: list[UserFacing] = []
    for header in dict.fromkeys(read_headers(folder)):
        started = time.perf_counter()
        try:
            return header, header.unlock(passphrase)
        except (WrongSecret, HeaderDamaged) as error:
            failures.append(error)
        finally:
            derived(round(1000 * (time.perf_counter() - started)))
    altered = [error for error in failures if isinstance(error, HeaderDamaged)]
    raise (altered or failures)[0]


def _refuse_second(folder: Path) -> None:
    if exists(folder):
        raise UsageError("There is a vault in this folder already.", "Open it instead.")


def _make_folder(folder: Path) -> None:
    try:
        make_private_folder(folder)
    except OSError:
        raise _cannot_write() from None


def _write_header(header: Header, folder: Path) -> None:
    try:
        header.write(folder)
    except OSError:
        (folder / header.database).unlink(missing_ok=True)
        raise _cannot_write() from None


def _cannot_write() -> CannotWrite:
    return CannotWrite(
        "PeerDesk cannot write to this folder.",
        "Check that the disk is not full and that the folder is yours, or choose another.",
    )


def _locked(folder: Path) -> FileLock:
    # Opened on a worker and closed by the window: the lock must not belong to a thread.
    lock = FileLock(folder / LOCK_NAME, mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise VaultInUse(
            "This vault is open in another window.", "Close the other PeerDesk first."
        ) from None
    except OSError:
        raise _cannot_write() from None
    return lock


def _check_file(database: Path) -> None:
    size = database.stat().st_size if database.is_file() else 0
    advice = "Nothing was changed. Restore your newest backup."
    if size == 0:
        raise VaultMissing("The vault's database is missing or empty.", advice)
    if size % PAGE:
        raise VaultDamaged("The vault's database is cut short.", advice)


def _create_database(database: Path, header: Header, data_key: DataKey) -> None:
    engine = engine_for(database, data_key.derived("database"), begin="BEGIN IMMEDIATE")
    # Made here, and not by SQLite, so that nobody else may ever read it.
    os.close(os.open(database, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            migrate.upgrade(connection)
            connection.execute(
                insert(meta).values(vault_id=header.vault_id, audit_key=secrets.token_hex(32))
            )
    except BaseException:
        database.unlink(missing_ok=True)
        raise


def _check_database(database: Path, header: Header, data_key: DataKey) -> None:
    engine = engine_for(database, data_key.derived("database"), begin="BEGIN IMMEDIATE")
    with engine.begin() as connection:
        _check_identity(connection, header)
        migrate.upgrade(connection)


def _check_identity(connection: Connection, header: Header) -> None:
    mark = connection.execute(text("PRAGMA application_id")).scalar_one()
    owner = None
    if mark == APPLICATION_ID:
        owner = connection.execute(select(meta.c.vault_id)).scalar_one_or_none()
    if owner != header.vault_id:
        raise VaultDamaged(
            "This database belongs to another vault.",
            "Nothing was changed. Put the right file back, or restore your newest backup.",
        )
