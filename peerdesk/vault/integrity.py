"""Whether a database file is whole: every page, every index, every reference, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk.errors import CannotWrite, UserFacing, VaultDamaged
from peerdesk.vault.database import APPLICATION_ID, PAGE, Busy, connect, explained

# Virtual tables and what lies behind them are an index, which may grow and shrink by itself.
_TABLES = """
    SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
    ORDER BY name
"""


def check_database(path: Path, key: bytes, vault_id: str = "") -> Mapping[str, int]:
    """Read all of a database and return how many rows each table has; nothing is written to it.

    ``vault_id`` is the vault it must belong to, where that is known. Raises VaultDamaged for
    whatever is wrong, and CannotWrite where somebody else has the file locked for too long.
    """
    # The cipher's own check takes a file cut at a page for a whole one, so no check is enough
    # alone; and each of them may raise where one would expect it to report.
    try:
        size = path.stat().st_size
        if size == 0 or size % PAGE:
            raise damaged()
        with closing(connect(path, key, read_only=True)) as connection:
            connection.execute("PRAGMA query_only = ON").fetchall()
            _check_pages(connection)
            _check_owner(connection, vault_id)
            return _counts(connection)
    except Busy:
        raise
    except (OSError, CannotWrite):
        raise damaged() from None
    except sqlcipher.Error as error:
        raise error_of(error) from None


def error_of(error: sqlcipher.Error) -> UserFacing:
    """Return what an error while reading means: the file is in use, or else it is damaged."""
    known = explained(error)
    return known if isinstance(known, Busy) else damaged()


def damaged() -> UserFacing:
    """Return the error for a database that is not whole."""
    return VaultDamaged(
        "The database is damaged.", "Nothing was changed. Use another backup, the newest first."
    )


def _check_pages(connection: Any) -> None:
    if connection.execute("PRAGMA cipher_integrity_check").fetchall():
        raise damaged()
    if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        raise damaged()
    if connection.execute("PRAGMA foreign_key_check").fetchall():
        raise damaged()


def _check_owner(connection: Any, vault_id: str) -> None:
    mark = connection.execute("PRAGMA application_id").fetchone()
    owners = connection.execute("SELECT vault_id FROM vault_meta").fetchall()
    if mark != (APPLICATION_ID,) or len(owners) != 1:
        raise damaged()
    if vault_id and owners != [(vault_id,)]:
        raise VaultDamaged(
            "This database belongs to another vault.", "Nothing was changed. Use another backup."
        )


def _counts(connection: Any) -> dict[str, int]:
    names = [name for (name,) in connection.execute(_TABLES).fetchall()]
    # Names of tables cannot be parameters; these come from the database's own list.
    quoted = {name: name.replace('"', '""') for name in names}
    return {
        name: connection.execute(f'SELECT count(*) FROM "{quoted[name]}"').fetchone()[0]  # noqa: S608
        for name in names
    }
