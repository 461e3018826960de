"""What a page is given: the services, and the few things that it may ask of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QThreadPool, Signal

from peerdesk.periods import Period
from peerdesk.safe import Safe
from peerdesk.services.ledger import Delivery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.dialogs import Dialogs
from peerdesk.ui.vaults import RecoveryWords


class Printing(Protocol):
    """Makes paper; works on a worker thread."""

    def preview(self, report: str, period: Period, paper: str, issued: bool) -> bytes:  # noqa: FBT001 - a slot
        """Return the PDF of a report: a draft, or as it was issued. Raises UserFacing."""
        ...

    def issue(
        self, report: str, period: Period, paper: str, delivery: Delivery, narrative: str
    ) -> bytes:
        """Enter a report in the ledger and return its PDF. Raises UserFacing."""
        ...

    def paper(self, name: str, facts: object, paper: str = "letter") -> bytes:
        """Return the PDF of a working paper made from facts about the vault."""
        ...


class Changes(QObject):
    """Tells every list that records of a kind were written."""

    changed = Signal(str)


@dataclass(frozen=True)
class PageContext:
    """Collaborators of a page. They last as long as the vault is open."""

    workspace: Workspace
    printing: Printing
    dialogs: Dialogs
    changes: Changes
    pool: QThreadPool
    go: Callable[[str], None]
    """Shows another page, by its key."""
    safe: Safe
    words: RecoveryWords
    lock: Callable[[], None]
    """Closes the vault at once, such as after a restore."""
