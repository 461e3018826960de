"""What a page is given: the services, and the few things that it may ask of the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QThreadPool, Signal

from peerdesk.periods import Period
from peerdesk.safe import Safe
from peerdesk.services.ledger import Delivery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.dialogs import Dialogs
from peerdesk.ui.vaults import RecoveryWords

if TYPE_CHECKING:
    from peerdesk.ui.pages.registry import PageEntry


class Printing(Protocol):
    """Makes paper; works on a worker thread."""

    def preview(self, report: str, period: Period, paper: str, number: int | None) -> bytes:
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
    removed = Signal(str, int)
    """A record was moved into the bin: what it was, in words, and its place there."""


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
    open_record: Callable[[str, int], None]
    """Shows the page of a kind of record with one record open; with number 0, just the page."""
    pages: Sequence[PageEntry] = ()
    """Every page there is, shown in the sidebar or not."""

    def shows(self, kind: str) -> bool:
        """Say whether a kind of record has a page."""
        return any(kind in entry.shown for entry in self.pages)
