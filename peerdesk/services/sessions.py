"""What a service needs of the vault: sessions to read with and to write with."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy.orm import Session

from peerdesk.safe import NOTES, Note


class Sessions(Protocol):
    """Sessions on an open vault."""

    @property
    def writable(self) -> bool:
        """Whether anything can be written: the disk takes it, and the role allows it."""
        ...

    def read(self) -> AbstractContextManager[Session]:
        """Open a session for reading."""
        ...

    def write(self) -> AbstractContextManager[Session]:
        """Open a session that is committed durably at its end, or rolled back whole."""
        ...


def note(session: Session, entry: Note) -> None:
    """Enter something in the record of activity, in the session's own transaction.

    What the session adds, changes and removes is entered by itself; statements that touch many
    rows at once are not.
    """
    session.info.setdefault(NOTES, []).append(entry)
