"""Generations of the database: a new file is made whole and checked before the header names it.

The header's rename is the only moment that counts. Before it the old vault is complete, after it
the new one is; no crash leaves anything between.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk import log
from peerdesk.paths import sync_folder
from peerdesk.vault import folder as folders
from peerdesk.vault import seal
from peerdesk.vault.database import connect, explained
from peerdesk.vault.header import Header, read_headers
from peerdesk.vault.keys import DataKey

_NAME = re.compile(r"data-([0-9a-f]+)-(\d+)\.db")


def next_database(header: Header) -> str:
    """Return the file name of the generation after a header's."""
    match = _NAME.fullmatch(header.database)
    tag, number = (match[1], int(match[2])) if match else ("0", 0)
    return f"data-{tag}-{number + 1}.db"


def copy(source: Path, key: bytes, target: Path, new_key: bytes) -> None:
    """Copy a database into a new file under a key, without what was deleted from it.

    Nothing may write to the source meanwhile. Raises CannotWrite or VaultDamaged; then the new
    file is gone again.
    """
    try:
        folders.remove(target)
        folders.make_file(target)
        connection = connect(source, key)
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        finally:
            connection.close()
        if new_key != key:
            _change_key(target, key, new_key)
        flush(target)
    except sqlcipher.DatabaseError as error:
        folders.remove(target)
        raise explained(error) from None
    except OSError:
        folders.remove(target)
        raise folders.cannot_write() from None
    except BaseException:
        folders.remove(target)
        raise


def flush(path: Path) -> None:
    """Make a file and its name durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(path.parent)


def flip(
    folder: Path, before: Header, after: Header, data_key: DataKey, *, forget: bool = False
) -> Header:
    """Let the header name a new generation, which must be complete; return it signed.

    The replaced database stays for a week, unless ``forget`` says that its key is given up.
    Raises CannotWrite, and only while the header still names the old one.
    """
    signed = replace(after, sequence=before.sequence + 1).signed(data_key)
    try:
        seal.mark_open(folder / signed.database, data_key)
        signed.write(folder)
    except OSError:
        if read_headers(folder)[0] != signed:
            folders.remove(folder / signed.database)
            raise folders.cannot_write() from None
    if before.database != signed.database:
        _let_go(folder / before.database, forget=forget)
    return signed


def _let_go(database: Path, *, forget: bool) -> None:
    try:
        folders.remove(database) if forget else folders.retire(database)
    except OSError as error:
        # The new generation is the vault already; the sweep at a later start tries again.
        log.write(log.Event("old database stays", error=type(error).__name__))


def _change_key(database: Path, key: bytes, new_key: bytes) -> None:
    connection: Any = connect(database, key)
    try:
        connection.reset_key(f"x'{new_key.hex()}'")
    finally:
        connection.close()
