"""What each role may do with an open vault. It narrows the program, not the encryption."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from peerdesk.errors import NotAllowed
from peerdesk.services.sessions import Sessions

_ALLOWED = {
    "coordinator": frozenset({"write", "close", "settings", "erase", "issue"}),
    "deputy": frozenset({"write"}),
    "clinical_adviser": frozenset[str](),
}
_WORDS = {
    "write": "change records",
    "close": "close a period",
    "settings": "change the agency's settings",
    "erase": "erase records for good",
    "issue": "issue a report",
}


@dataclass(frozen=True)
class Access:
    """What one role may do; whoever has the passphrase has the key all the same."""

    role: str = "coordinator"

    def may(self, right: str) -> bool:
        """Say whether the role has a right: one of ``write, close, settings, erase, issue``."""
        return right in _ALLOWED[self.role]

    def require(self, right: str) -> None:
        """Raise NotAllowed where the role lacks a right."""
        if not self.may(right):
            raise NotAllowed(
                f"Your role does not allow you to {_WORDS[right]}.", "Ask the coordinator."
            )


class ReadOnly:
    """Sessions of somebody who may look and not write."""

    def __init__(self, sessions: Sessions, access: Access) -> None:
        self._sessions = sessions
        self._access = access

    @property
    def writable(self) -> bool:
        """Whether the role may write."""
        return self._sessions.writable and self._access.may("write")

    def read(self) -> AbstractContextManager[Session]:
        """Open a session for reading."""
        return self._sessions.read()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session for writing where the role allows it; raises NotAllowed."""
        self._access.require("write")
        with self._sessions.write() as session:
            yield session
