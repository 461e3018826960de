"""Bringing a database to this version's shape, one numbered step after the other."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from peerdesk.errors import NewerVersion
from peerdesk.vault import migrations
from peerdesk.vault.database import engine_for

Step = Callable[[Connection], None]


def steps() -> dict[int, Step]:
    """Return every migration by its number; the modules are named ``m0001_what``."""
    names = sorted(each.name for each in pkgutil.iter_modules(migrations.__path__))
    modules = {name: importlib.import_module(f"{migrations.__name__}.{name}") for name in names}
    return {int(name[1:5]): module.upgrade for name, module in modules.items()}


def latest() -> int:
    """Return the schema number that this program writes."""
    return max(steps())


def schema_number(connection: Connection) -> int:
    """Return the schema number of a database; 0 for an empty one."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def is_older(database: Path, key: bytes) -> bool:
    """Say whether a database lacks steps that this program knows."""
    with engine_for(database, key, begin="BEGIN").connect() as connection:
        return schema_number(connection) < latest()


def refuse_newer(connection: Connection) -> None:
    """Raise NewerVersion, before any write, where the database is ahead of this program."""
    have = schema_number(connection)
    if have > latest():
        raise NewerVersion(
            "This vault was saved by a newer PeerDesk.",
            f"Nothing was changed. Install a version that knows shape {have} to open it.",
        )


def upgrade(connection: Connection) -> None:
    """Run the missing steps inside the caller's transaction; raises NewerVersion."""
    refuse_newer(connection)
    have = schema_number(connection)
    for number, step in sorted(steps().items()):
        if number > have:
            step(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")
