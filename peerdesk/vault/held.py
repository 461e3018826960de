"""The database file of an open vault, held by a handle, so that another in its place is noticed."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

from peerdesk.errors import CannotWrite, VaultAltered

_FIRST_PAGE = 4096
_Known = tuple[int, int, int, bytes]


class NoRoomToKeep(CannotWrite):
    """The only copy of the records is the one that is open, and the disk takes no other."""

    def __init__(self) -> None:
        super().__init__(
            "The file with your records is gone, and there is no room to keep what you see.",
            "Do not close PeerDesk. Make room on the disk, then try to save again.",
        )


class Held:
    """Knows the file as PeerDesk last wrote it.

    The first page changes with every change of the database, and with it what the page looks like
    encrypted; so its digest stands for SQLite's own counter, which nobody can read from outside.
    Closing a second handle of a file would drop SQLite's locks on it: the handle stays open as long
    as the vault is.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._handle = os.open(database, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        self._known = self._now()

    def check(self) -> None:
        """Raise VaultAltered where the file is not the one that PeerDesk last wrote."""
        if self.exchanged():
            raise altered("deleted, moved or replaced by another one")
        if self._now() != self._known:
            raise altered("changed by another program")

    def exchanged(self) -> bool:
        """Say whether the file's name has gone to another file, or to none.

        Windows lets nobody rename or delete a file that is open so, and tells a file's number in
        two ways, which must not be compared.
        """
        if sys.platform == "win32":
            return not self._database.exists()
        try:
            named = self._database.stat()
        except OSError:
            return True
        held = os.fstat(self._handle)
        return (named.st_dev, named.st_ino) != (held.st_dev, held.st_ino)

    def wrote(self) -> None:
        """Take the file as it is now for the one to find again."""
        self._known = self._now()

    def copy_to(self, target: Path) -> None:
        """Copy what the handle holds into a file; the one it was opened as may be gone."""
        with target.open("wb") as out:
            os.lseek(self._handle, 0, os.SEEK_SET)
            with os.fdopen(os.dup(self._handle), "rb") as source:
                shutil.copyfileobj(source, out)
            out.flush()
            os.fsync(out.fileno())

    def close(self) -> None:
        """Let the file go."""
        os.close(self._handle)

    def _now(self) -> _Known:
        facts = os.fstat(self._handle)
        os.lseek(self._handle, 0, os.SEEK_SET)
        first = hashlib.sha256(os.read(self._handle, _FIRST_PAGE)).digest()
        return facts.st_dev, facts.st_ino, facts.st_size, first


def altered(how: str) -> VaultAltered:
    """Return the error for files that were changed while the vault was open."""
    return VaultAltered(
        f"The file with your records was {how} while PeerDesk was open.",
        "A sync program or a second computer may have done this. Nothing more was written. Close "
        "PeerDesk and open it again: it goes on with your records as you saw them, and leaves the "
        "other file in the folder. Then keep the folder out of the sync program.",
    )
