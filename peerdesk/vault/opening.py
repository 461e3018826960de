"""Opening a vault, in the order in which nothing can be lost: read, derive, check, then touch."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DatabaseError

from peerdesk import log
from peerdesk.errors import (
    CannotWrite,
    HeaderDamaged,
    VaultAltered,
    VaultDamaged,
    VaultMissing,
)
from peerdesk.safe import Note
from peerdesk.vault import audit, generations, leftovers, migrate, seal
from peerdesk.vault import folder as folders
from peerdesk.vault.crashed import accepted, rehearse
from peerdesk.vault.database import APPLICATION_ID, connect, engine_for, explained
from peerdesk.vault.header import (
    Header,
    Slot,
    new_opening,
    read_headers,
    sealed_headers,
    unlock_any,
    wrong_secret,
)
from peerdesk.vault.keys import DataKey
from peerdesk.vault.meta import meta
from peerdesk.vault.recovery_words import secret_of
from peerdesk.vault.vault import Around, Vault, agree_on_openers

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
    """Go on with a copy of a vault whose files were changed from outside."""
    before_upgrade: Callable[[Path, Header, DataKey], None] = lambda *_: None
    """Makes a verified backup before the database is brought to a newer version."""


def unlock(
    folder: Path, secret: str, way: Way | None = None, around: Around | None = None
) -> Vault:
    """Open the vault of a folder, for reading alone where its disk takes no file.

    Raises VaultMissing, VaultInUse, LockedOut, HeaderDamaged, WrongSecret, VaultDamaged (or
    VaultAltered), NewerVersion or CannotWrite. No path through here can make a new database.
    """
    way, around = way or Way(), around or Around()
    if not folder.is_dir():
        raise VaultMissing("There is no vault in this folder.", "Create one, or choose another.")
    _headers(folder, way)  # where there is no vault, nothing is locked
    lock = _lock(folder)
    try:
        opened = _newest(folder, _unlock_header(folder, secret, way, around))
        generations.finish(folder, opened[0], opened[1])
        opened = _checked(folder, opened, way)
        opened = _upgraded(folder, opened, way)
        header = _entered(folder, opened) if lock else None
        if header is None:
            return _read_only(folder, opened, lock, around)
        vault = Vault(folder, (header, *opened[1:]), lock, around)
        try:
            return _welcomed(vault, way, around)
        except CannotWrite:  # there was room for the key file, and for no more
            vault.sessions.close()
            return _read_only(folder, (header, *opened[1:]), lock, around)
        except BaseException:
            vault.sessions.close()
            raise
    except OSError:
        _release(lock)
        raise folders.cannot_write() from None
    except DatabaseError as error:  # a page may be damaged that the first look did not need
        _release(lock)
        raise explained(error.orig or error) from None
    except BaseException:
        _release(lock)
        raise


def _headers(folder: Path, way: Way) -> tuple[Header, ...]:
    """Return the header and its copy. Recovery words make damaged ones anew, from the seals."""
    try:
        return read_headers(folder)
    except HeaderDamaged:
        headers = sealed_headers(folder) if way.kind == "recovery" else ()
        if not headers:
            raise
        return headers


def _lock(folder: Path) -> FileLock | None:
    try:
        return folders.locked(folder)
    except CannotWrite:
        return None  # nobody can write here, so nobody needs to be kept from it


def _release(lock: FileLock | None) -> None:
    if lock:
        lock.release()


def _entered(folder: Path, opened: _Opened) -> Header | None:
    """Begin an opening, which its seal is bound to; return None where the disk takes no file."""
    header, data_key, _ = opened
    database = folder / header.database
    marked = replace(header, sequence=header.sequence + 1, opening=new_opening()).signed(data_key)
    try:
        if header.opening:
            # What a crash left is whole again. Its open seal would be worth nothing beside the
            # next header, if this opening were cut off before it has a seal of its own.
            seal.mark_clean(database, header, data_key)
        marked.write(folder)
        seal.mark_open(database, marked, data_key)
    except OSError as error:
        log.write(log.Event("opened for reading", error=type(error).__name__))
        return None
    return marked


def _read_only(folder: Path, opened: _Opened, lock: FileLock | None, around: Around) -> Vault:
    vault = Vault(folder, opened, None, around)
    _release(lock)
    vault.warnings.append(
        "The disk is full, or this folder takes no changes. You can look at everything, but "
        "nothing can be saved. Make room on the disk, then open PeerDesk again."
    )
    return vault


def _unlock_header(folder: Path, secret: str, way: Way, around: Around) -> _Opened:
    headers = _headers(folder, way)
    key = secret_of(secret) if way.kind == "recovery" else secret
    with ExitStack() as counted:
        for vault_id in sorted({each.vault_id for each in headers}):
            counted.enter_context(around.counted(vault_id))
        started = time.perf_counter()
        try:
            opened = unlock_any(headers, key, _tried(headers[0], way.kind, around))
        finally:
            way.derived(round(1000 * (time.perf_counter() - started)))
        # What the key file says of a lock counts once it is known to be genuine.
        if opened[2].kind == "pass" and around.shut(opened[0]):
            raise wrong_secret("shut")
    return opened


def _newest(folder: Path, opened: _Opened) -> _Opened:
    """Go on with a seal's copy of the header where key files of an earlier time were put back.

    As a sync program does that is not yet through with the folder. One that lacks the way in that
    was used counts for nothing: whoever put the old one back may have wanted to use it.
    """
    header, data_key, slot = opened
    for other in sealed_headers(folder):
        newer = other.vault_id == header.vault_id and other.sequence > header.sequence
        if newer and slot in other.slots and other.is_signed_by(data_key):
            return other, data_key, slot
    return opened


def _tried(header: Header, kind: str, around: Around) -> str:
    """Return the kind of slot to try: in a strict vault, guessing shuts the coordinator's own."""
    return "shut" if kind == "pass" and around.shut(header) else kind


def _checked(folder: Path, opened: _Opened, way: Way) -> _Opened:
    """Return what was opened once its database is known to be the one that was left."""
    header, data_key, slot = opened
    database = folder / header.database
    folders.check_file(database)
    try:
        if _was_left_open(database, header, data_key):
            rehearse(database, header, data_key)
        _look(database, header, data_key)
    except VaultAltered:
        if not way.accept_altered:
            raise
        header = accepted(folder, header, data_key)
        _look(folder / header.database, header, data_key)
    return header, data_key, slot


def _was_left_open(database: Path, header: Header, data_key: DataKey) -> bool:
    # A vault of before the first seals, or one that was just made by an older program, has none.
    has_seal = bool(header.anchor or header.opening)
    return seal.check(database, header, data_key) if has_seal else True


def _look(database: Path, header: Header, data_key: DataKey) -> None:
    key = data_key.derived("database")
    try:
        connect(database, key).close()
    except VaultDamaged as damage:
        raise VaultDamaged(damage.title, folders.advice(database.parent)) from None
    with engine_for(database, key, begin="BEGIN").connect() as connection:
        _check_identity(connection, header)
        migrate.refuse_newer(connection)
        if header.anchor and not audit.holds(connection, *header.anchor):
            raise seal.altered("The vault's database is older than its key file.")


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
    with generations.making(folder) as new:
        generations.copy(before, key, new, key)
        with engine_for(new, key, begin="BEGIN IMMEDIATE").begin() as connection:
            migrate.upgrade(connection)
        after = generations.succeeded(header, folder)
        return generations.flip(folder, header, after, data_key), data_key, slot


def _welcomed(vault: Vault, way: Way, around: Around) -> Vault:
    folder = vault.folder
    agree_on_openers(vault)
    with vault.sessions.read() as session:
        leftovers.sweep(folder, vault.header, session.connection())
    if others := leftovers.strangers(folder, vault.header):
        vault.warnings.append(leftovers.told(others))
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
