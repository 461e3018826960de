"""Generations of the database: a new file is made whole and checked before the header names it.

It is made under a name that is no vault's. The header's rename is the only moment that counts:
before it the old vault is complete, after it the new one is, and opening finishes what is missing.
No crash leaves anything between.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk.errors import CannotWrite, UserFacing, VaultDamaged
from peerdesk.paths import sync_folder
from peerdesk.vault import folder as folders
from peerdesk.vault import seal
from peerdesk.vault.database import connect, copy_into, explained
from peerdesk.vault.header import (
    DATABASE_NAME,
    MOST_LEFT,
    SEAL_END,
    Header,
    Left,
    new_opening,
    on_disk,
    read_headers,
)
from peerdesk.vault.integrity import check_database
from peerdesk.vault.keys import DataKey


def next_database(folder: Path, header: Header) -> str:
    """Return the file name of the generation after a header's; nothing lies under it yet."""
    match = DATABASE_NAME.fullmatch(header.database)
    tag, number = (match[1], int(match[2])) if match else ("0", 0)
    while os.path.lexists(folder / (name := f"data-{tag}-{number + 1}.db")):
        number += 1
    return name


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """Lend the path on which a new database is made; unless a header names it, it goes again.

    Raises CannotWrite where something that is not PeerDesk's lies there.
    """
    path = folder / folders.NEW_NAME
    try:
        if path.is_file() and _is_the_vaults(folder):
            raise folders.cannot_write()  # opening gives it its name
        folders.remove(path)
        yield path
    except OSError:
        raise folders.cannot_write() from None
    except (sqlcipher.DatabaseError, DBAPIError) as error:
        raise explained(getattr(error, "orig", error)) from None
    finally:
        if not _is_the_vaults(folder):
            folders.remove(path)


def copy(source: Path, key: bytes, target: Path, new_key: bytes) -> None:
    """Copy a database into a new file under a key, without what was deleted from it.

    Nothing may write to the source meanwhile. Raises OSError or an error of the database.
    """
    copy_into(source, key, target)
    if new_key != key:
        _change_key(target, key, new_key)
    flush(target)


def flush(path: Path) -> None:
    """Make a file and its name durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(path.parent)


def flip(folder: Path, before: Header, after: Header, data_key: DataKey) -> Header:
    """Let the header name the new database, and give that its name; return the header signed.

    Raises VaultDamaged where the new database is not whole, and CannotWrite, in either case only
    while the header still names the old one.
    """
    key = data_key.derived("database")
    check_database(folder / folders.NEW_NAME, key, after.vault_id)
    opening = after.opening or new_opening()  # the new database has an open seal, which needs one
    signed = replace(after, sequence=before.sequence + 1, opening=opening).signed(data_key)
    database = folder / signed.database
    try:
        if on_disk(folder):  # the seal first: giving the name then takes no room on the disk
            seal.mark_open(database, signed, data_key)
        put_header(folder, signed)
    except (OSError, CannotWrite):
        folders.remove(database)
        raise folders.cannot_write() from None
    finish(folder, signed, data_key)
    return signed


def succeeded(before: Header, folder: Path, *, forget: bool = False) -> Header:
    """Return a header that names the next generation and remembers that this one is left.

    It stays for some days, unless ``forget`` says that its key is given up.
    """
    left = (*still_left(folder, before), Left(before.database, forget=forget))[-MOST_LEFT:]
    if forget:  # the older ones have the same key
        left = tuple(replace(each, forget=True) for each in left)
    return replace(before, database=next_database(folder, before), left=left)


def finish(folder: Path, header: Header, data_key: DataKey) -> None:
    """Give a new database the name that its header says, where that was not done yet."""
    new, database = folder / folders.NEW_NAME, folder / header.database
    if not header.opening or not new.is_file() or database.exists():
        return
    try:
        connect(new, data_key.derived("database")).close()
    except VaultDamaged:
        return  # what was being made when the database itself got lost, which opening will say
    if not database.with_name(database.name + SEAL_END).exists():
        seal.mark_open(database, header, data_key)
    new.replace(database)


def still_left(folder: Path, header: Header) -> tuple[Left, ...]:
    """Return what a header let go and is still there."""
    return tuple(each for each in header.left if (folder / each.database).exists())


def put_header(folder: Path, header: Header) -> None:
    """Put a signed header in place; raises CannotWrite, and only where another is still there.

    Where only its second copy is missing, what was asked for holds; opening writes that.
    """
    try:
        header.write(folder)
    except OSError:
        if not _is_named(folder, header):
            raise folders.cannot_write() from None


def _is_named(folder: Path, header: Header) -> bool:
    try:
        return read_headers(folder)[0] == header
    except UserFacing:
        return False


def _is_the_vaults(folder: Path) -> bool:
    """Say whether the header names a database that has not got its name yet."""
    header = on_disk(folder)
    return header is not None and not (folder / header.database).exists()


def _change_key(database: Path, key: bytes, new_key: bytes) -> None:
    connection: Any = connect(database, key)
    try:
        connection.reset_key(f"x'{new_key.hex()}'")
    finally:
        connection.close()
