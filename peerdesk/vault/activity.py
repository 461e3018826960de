"""The record of activity as people read it; implements ``peerdesk.safe.Log``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from peerdesk.errors import UsageError
from peerdesk.models.opener import KnownOpener
from peerdesk.safe import Activity, Chain, Note
from peerdesk.vault import audit
from peerdesk.vault.meta import audit as entries_table
from peerdesk.vault.vault import Vault

_SOMEBODY = "Somebody"
_WRONG = "unlock_failed"
"""A wrong secret is entered by the next who types a right one, and says nothing about that one."""


class ActivityLog:
    """Reads and checks the entries of an open vault."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def entries(self, newest: int = 500, action: str = "") -> tuple[Activity, ...]:
        """Return the newest entries, of one action where it is given, newest first."""
        wanted = select(entries_table).order_by(entries_table.c.n.desc()).limit(newest)
        if action:
            wanted = wanted.where(entries_table.c.action == action)
        with self._vault.sessions.read() as session:
            people = dict(session.execute(select(KnownOpener.slot, KnownOpener.name)).all())
            rows = session.execute(wanted).mappings().all()
        return tuple(
            Activity(
                row["n"],
                datetime.fromisoformat(row["utc"]),
                _SOMEBODY if row["action"] == _WRONG else people.get(row["slot"], _SOMEBODY),
                row["action"],
                row["kind"],
                row["record"],
                row["outcome"],
            )
            for row in rows
        )

    def check(self, anchor: str = "") -> Chain:
        """Check every entry, and a mark printed earlier; raises UsageError for no mark."""
        try:
            with self._vault.sessions.read() as session:
                return audit.check(session.connection(), anchor)
        except ValueError:
            raise UsageError("That is not a mark.", "Write it as printed: 0a1b2c3d4e5f.") from None

    def note(self, note: Note) -> None:
        """Add an entry for something that changed no record, such as printing."""
        self._vault.note(note)
