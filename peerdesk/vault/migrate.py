"""Bringing a database to this version's shape, one numbered step after the other."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

from sqlalchemy import Connection

from peerdesk.errors import NewerVersion
from peerdesk.vault import migrations

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


def upgrade(connection: Connection) -> None:
    """Run the missing steps inside the caller's transaction.

    Raises NewerVersion, before any write, where the database is ahead of this program.
    """
    have = schema_number(connection)
    if have > latest():
        raise NewerVersion(
            "This vault was saved by a newer PeerDesk.",
            "Nothing was changed. Install the newer version to open it.",
        )
    for number, step in sorted(steps().items()):
        if number > have:
            step(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")
