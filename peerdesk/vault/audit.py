"""The record of activity: a chain of entries in which none can be altered or left out unseen."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import platform
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from peerdesk import __version__
from peerdesk.safe import Chain, Note
from peerdesk.vault.held import altered
from peerdesk.vault.meta import audit, meta

START = bytes(32)
"""What the first entry is bound to."""
Newest = tuple[int, bytes]
"""Number and mark of the newest entry."""
_NUMBER = re.compile("[0-9]{1,18}")
_BARE = re.compile("[0-9a-f]{12,64}")
_ROW = ("n", "utc", "slot", "action", "kind", "record", "outcome", "version", "host")


class Chronicle:
    """Adds entries, each with the slot that opened the vault and the moment in UTC."""

    def __init__(self, slot: str, now: Callable[[], datetime]) -> None:
        self.slot = slot
        self._now = now
        self.newest: Newest | None = None
        """The newest entry of this opening that is on disk; None before the first."""

    def add(self, connection: Connection, notes: Sequence[Note]) -> Newest:
        """Add entries inside the caller's transaction, which is the one they speak of.

        Returns the newest. Raises VaultAltered where they would not follow what was entered before.
        """
        key = _key(connection)
        n, mark = _last(connection)
        if self.newest not in (None, (n, mark)):
            raise altered("replaced by another one")
        utc = self._now().astimezone(UTC).isoformat(timespec="milliseconds")[:23] + "Z"
        rows = []
        for note in notes:
            n += 1
            row = {
                "n": n,
                "utc": utc,
                "slot": self.slot,
                "action": note.action,
                "kind": note.kind,
                "record": note.record,
                "outcome": note.outcome,
                "version": __version__,
                "host": _host(key),
            }
            mark = _mark(key, mark, row)
            rows.append({**row, "mac": mark.hex()})
        connection.execute(insert(audit), rows)
        return n, mark


def head(connection: Connection) -> tuple[int, str]:
    """Return the number and the mark of the newest entry."""
    n, mark = _last(connection)
    return n, mark.hex()


def holds(connection: Connection, n: int, mark: str) -> bool:
    """Say whether entry ``n`` is there and has a mark that begins so; none has number 0."""
    if n == 0:
        return True
    found = connection.execute(select(audit.c.mac).where(audit.c.n == n)).scalar_one_or_none()
    return found is not None and bool(mark) and found.startswith(mark)


def check(connection: Connection, anchor: str = "") -> Chain:
    """Check every entry against the one before it, and a mark that was printed earlier.

    ``anchor`` is written as on issued reports, ``0a1b2c3d4e5f``, or with the number of its entry,
    ``12:0a1b2c3d``. Without one, entries cut off at the end go unseen. Raises ValueError for an
    anchor of another form.
    """
    key, mark, count = _key(connection), START, 0
    for row in connection.execute(select(audit).order_by(audit.c.n)).mappings():
        count += 1
        mark = _mark(key, mark, row)
        if row["n"] != count or not hmac.compare_digest(mark.hex(), row["mac"]):
            return Chain(count, mark.hex(), broken_at=count)
    return Chain(count, mark.hex(), _missing(connection, anchor.lower(), count) if anchor else None)


def _missing(connection: Connection, anchor: str, count: int) -> int | None:
    """Return which of ``count`` entries, or the one after, is not the one of a mark; or None."""
    number, colon, start = anchor.partition(":")
    if colon:
        if not _NUMBER.fullmatch(number):
            raise ValueError("no mark")
        there = len(start) >= 8 and holds(connection, int(number), start)
        return None if there else min(int(number), count + 1)
    if not _BARE.fullmatch(anchor):
        raise ValueError("no mark")
    marks = select(audit.c.n).where(audit.c.mac.startswith(anchor)).limit(1)
    return None if connection.scalar(marks) else count + 1


def _last(connection: Connection) -> tuple[int, bytes]:
    newest = select(audit.c.n, audit.c.mac).order_by(audit.c.n.desc()).limit(1)
    row = connection.execute(newest).one_or_none()
    return (row.n, bytes.fromhex(row.mac)) if row else (0, START)


def _key(connection: Connection) -> bytes:
    return bytes.fromhex(connection.execute(select(meta.c.audit_key)).scalar_one())


def _mark(key: bytes, before: bytes, row: Any) -> bytes:
    content = json.dumps([row[name] for name in _ROW], separators=(",", ":"))
    return hmac.digest(key, before + content.encode(), hashlib.sha256)


def _host(key: bytes) -> str:
    """Return a mark that tells two computers apart without naming them."""
    name = os.environ.get("COMPUTERNAME") or platform.node()
    return hmac.digest(key, name.encode(), hashlib.sha256).hex()[:8]
