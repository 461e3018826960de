"""Opening a vault, in the order in which nothing can be lost: read, derive, check, then touch."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DatabaseError

from peerdesk.errors import VaultDamaged, VaultMissing
from peerdesk.safe import Note
from peerdesk.vault import audit, generations, migrate, seal
from peerdesk.vault import folder as folders
from peerdesk.vault.database import APPLICATION_ID, connect, engine_for, explained
from peerdesk.vault.header import Header, Slot, read_headers, unlock_any
from peerdesk.vault.keys import DataKey
from peerdesk.vault.meta import meta
from peerdesk.vault.recovery_words import secret_of
from peerdesk.vault.vault import Around, Vault, introduce_unknown

Derived = Callable[[int], None]
"""Told how many milliseconds the deliberate key derivation took."""
_Opened = tuple[Header, DataKey, Slot]


@dataclass(frozen=True)
class Way:
    """How a vault is to be opened."""

    kind: str = "pass"
    """``pass`` for any passphrase, ``second`` for a second person's, ``recovery`` for words."""
    derived: Derived = lambda _: None
    accept_altered: bool = False
    """Open a vault whose files were changed from outside, without a leftover journal."""
    before_upgrade: Callable[[Path, Header, DataKey], None] = lambda *_: None
    """Makes a verified backup before the database is brought to a newer version."""


def unlock(
    folder: Path, secret: str, way: Way | None = None, around: Around | None = None
) -> Vault:
    """Open the vault of a folder.

    Raises VaultMissing, VaultInUse, LockedOut, HeaderDamaged, WrongSecret, VaultDamaged (or
    VaultAltered), NewerVersion or CannotWrite. No path through here can make a new database.
    """
    way, around = way or Way(), around or Around()
    if not folder.is_dir():
        raise VaultMissing("There is no vault in this folder.", "Create one, or choose another.")
    read_headers(folder)  # where there is no vault, nothing is locked
    lock = folders.locked(folder)
    try:
        opened = _unlock_header(folder, secret, way, around)
        _check_database(folder, opened, way)
        header, data_key, slot = _upgraded(folder, opened, way)
        seal.mark_open(folder / header.database, data_key)
        return _welcomed(folder, (header, data_key, slot), lock, (way, around))
    except OSError:
        lock.release()
        raise folders.cannot_write() from None
    except DatabaseError as error:  # a page may be damaged that the first look did not need
        lock.release()
        raise explained(error.orig or error) from None
    except BaseException:
        lock.release()
        raise


def _unlock_header(folder: Path, secret: str, way: Way, around: Around) -> _Opened:
    headers = read_headers(folder)
    key = secret_of(secret) if way.kind == "recovery" else secret
    with around.counted(headers[0].vault_id):
        started = time.perf_counter()
        try:
            opened = unlock_any(headers, key, _tried(headers[0], way.kind, around))
        finally:
            way.derived(round(1000 * (time.perf_counter() - started)))
    if headers != (opened[0], opened[0]):
        opened[0].write(folder)
    return opened


def _tried(header: Header, kind: str, around: Around) -> str:
    """Return the kind of slot to try: in a strict vault, guessing shuts the coordinator's own."""
    return "second" if kind == "pass" and around.shut(header) else kind


def _check_database(folder: Path, opened: _Opened, way: Way) -> None:
    header, data_key, _ = opened
    database = folder / header.database
    folders.check_file(database)
    if header.anchor and not way.accept_altered:
        seal.check(database, data_key)
    if way.accept_altered:
        _put_journal_aside(database)
    try:
        connect(database, data_key.derived("database")).close()
    except VaultDamaged as damage:
        raise VaultDamaged(damage.title, folders.advice(folder)) from None
    engine = engine_for(database, data_key.derived("database"), begin="BEGIN")
    with engine.connect() as connection:
        _check_identity(connection, header)
        migrate.refuse_newer(connection)
        if header.anchor and not audit.holds(connection, *header.anchor) and not way.accept_altered:
            raise seal.altered("The vault's database is older than its key file.")


def _put_journal_aside(database: Path) -> None:
    for end in ("-journal", "-wal"):
        journal = database.with_name(database.name + end)
        if journal.is_file() and journal.stat().st_size:
            journal.replace(journal.with_name(journal.name + ".aside"))


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


def _upgraded(folder: Path, opened: _Opened, way: Way) -> _Opened:
    """Bring a copy of an older database to this version, and let the header name the copy."""
    header, data_key, slot = opened
    key = data_key.derived("database")
    before = folder / header.database
    if not migrate.is_older(before, key):
        return opened
    way.before_upgrade(before, header, data_key)
    after = replace(header, database=generations.next_database(header))
    generations.copy(before, key, folder / after.database, key)
    engine = engine_for(folder / after.database, key, begin="BEGIN IMMEDIATE")
    try:
        with engine.begin() as connection:
            migrate.upgrade(connection)
    except BaseException:
        folders.remove(folder / after.database)
        raise
    return generations.flip(folder, header, after, data_key), data_key, slot


def _welcomed(folder: Path, opened: _Opened, lock: FileLock, how: tuple[Way, Around]) -> Vault:
    way, around = how
    vault = Vault(folder, opened, lock, around)
    folders.sweep(folder, vault.header.database)
    introduce_unknown(vault)
    notes = [Note("unlock", outcome=vault.slot.kind)]
    if way.accept_altered:
        notes.insert(0, Note("opened_altered"))
    if around.attempts:
        vault_id = vault.header.vault_id
        notes += [Note("unlock_failed", outcome="refused")] * len(around.attempts.failed(vault_id))
        vault.warnings += _warnings(vault, around)
        around.attempts.note_opened(vault_id)
    vault.note(*notes)
    return vault


def _warnings(vault: Vault, around: Around) -> list[str]:
    assert around.attempts is not None  # noqa: S101 - asked by the caller
    found = []
    failures = len(around.attempts.failed(vault.header.vault_id))
    if failures:
        times = "once" if failures == 1 else f"{failures} times"
        found.append(f"Somebody typed a wrong secret {times} since the vault was last opened.")
    sequence, entries = around.attempts.last_seen(vault.header.vault_id)
    with vault.sessions.read() as session:
        newest, _ = audit.head(session.connection())
    if vault.header.sequence < sequence or newest < entries:
        found.append(
            "This vault is older than the one last closed on this computer. If you did not "
            "restore a backup, somebody put older files back."
        )
    return found
