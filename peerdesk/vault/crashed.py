"""A database that was not closed, or not by PeerDesk: a copy is tried before it is touched."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk.errors import VaultAltered, VaultDamaged
from peerdesk.vault import folder as folders
from peerdesk.vault import generations, seal
from peerdesk.vault.database import connect, make_file
from peerdesk.vault.header import Header
from peerdesk.vault.integrity import check_database, error_of
from peerdesk.vault.keys import DataKey

_NEWEST = "SELECT n FROM audit ORDER BY n DESC LIMIT 1"
_HELD = "SELECT 1 FROM audit WHERE n = ? AND mac = ?"


def rehearse(database: Path, header: Header, data_key: DataKey) -> None:
    """Refuse a database that a crash left behind where not every page of it is whole.

    A journal is replayed on a copy: on the database itself, a journal that is not its own would
    destroy what it had. Raises VaultDamaged, VaultAltered where the journal leads back to before
    the last close, or CannotWrite where there is no room for the copy.
    """
    key = data_key.derived("database")
    try:
        if not folders.journal_left(database):
            check_database(database, key)
            return
        with _tried(database, key, journal=True) as copy:
            check_database(copy, key)
            if header.anchor and not _standing(copy, key, header)[0]:
                raise seal.altered(
                    "The journal beside the vault's database is from an earlier time."
                )
    except VaultAltered:
        raise
    except VaultDamaged as damage:
        raise VaultDamaged(damage.title, folders.advice(database.parent)) from None


def accepted(folder: Path, header: Header, data_key: DataKey) -> Header:
    """Go on with a copy of a database that was changed from outside; return the new header.

    It is copied with its journal, and without: what holds the newest entry that the header knows
    of is taken, or else what holds the most. The files themselves stay until somebody removes them.
    Raises VaultDamaged where neither copy is whole.
    """
    database, key = folder / header.database, data_key.derived("database")
    ways = (True, False) if folders.journal_left(database) else (False,)
    found = []
    for journal in ways:
        try:
            with _tried(database, key, journal=journal) as copy:
                check_database(copy, key, header.vault_id)
                found.append((*_standing(copy, key, header), journal))
        except VaultDamaged as damage:
            problem = VaultDamaged(damage.title, folders.advice(folder))
    if not found:
        raise problem
    # Of two that are as good, the one with its journal: a change that was cut off is taken back.
    holds, _, journal = max(found)
    after = replace(
        header,
        database=generations.next_database(folder, header),
        anchor=header.anchor if holds else None,
    )
    with _tried(database, key, journal=journal) as copy, generations.making(folder) as new:
        generations.copy(copy, key, new, key)
        return generations.flip(folder, header, after, data_key)


@contextmanager
def _tried(database: Path, key: bytes, *, journal: bool) -> Iterator[Path]:
    """Lend a copy of a database on which the journal beside it was replayed, or left out."""
    with folders.scratch_file(database.parent) as copy:
        try:
            make_file(copy)
            shutil.copyfile(database, copy)
            for end in ("-journal", "-wal") if journal else ():
                beside = database.with_name(database.name + end)
                if beside.is_file():
                    shutil.copyfile(beside, copy.with_name(copy.name + end))
        except OSError:
            raise folders.cannot_write() from None
        connect(copy, key).close()
        yield copy


def _standing(database: Path, key: bytes, header: Header) -> tuple[bool, int]:
    """Say whether the header's newest entry of activity is here, and otherwise how many are."""
    try:
        with closing(connect(database, key, read_only=True)) as connection:
            if header.anchor and connection.execute(_HELD, header.anchor).fetchone():
                return True, 0
            return False, (connection.execute(_NEWEST).fetchone() or (0,))[0]
    except sqlcipher.Error as error:
        raise error_of(error) from None
