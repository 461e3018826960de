"""A page: its place in the window, and what it is given to work with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtWidgets import QWidget

from peerdesk.safe import Safe
from peerdesk.services.workspace import Workspace
from peerdesk.ui.surroundings import Printing, RecoveryWords
from peerdesk.ui.widgets.dialogs import Dialogs


class Changes(QObject):
    """Tells every list that records of a kind were written."""

    changed = Signal(str)
    removed = Signal(str, int)
    """A record was moved into the bin: what it was, in words, and its place there."""
    done = Signal(str, object)
    """Something was done at the press of a button: what, in a sentence, and what takes it back."""


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
    open_at: Callable[[str, int, str], None] = lambda _kind, _number, _at: None
    """Shows a place on the page of a kind of record, such as a field of one of them."""
    pages: Sequence[PageEntry] = ()
    """Every page there is, shown in the sidebar or not."""

    def shows(self, kind: str) -> bool:
        """Say whether a kind of record has a page."""
        return any(kind in entry.shown for entry in self.pages)


def _always(_workspace: Workspace) -> bool:
    return True


@dataclass(frozen=True)
class PageEntry:
    """One page: its place in the sidebar, and how it is made at its first visit.

    A page without a group has no place in the sidebar; a command of the menu shows it.
    """

    key: str
    title: str
    icon: str
    group: str
    factory: Callable[[PageContext], QWidget]
    kinds: tuple[str, ...] = ()
    """Kinds of record that it shows beside the one that its key names."""
    area: str = ""
    """Code of the area of the program to which it belongs; without one it is always there."""
    needed: Callable[[Workspace], bool] = _always
    """Whether there is anything to see on it; until then it has no place in the sidebar."""
    program: bool = False
    """Whether the menu Program has a line for it."""

    @property
    def shown(self) -> tuple[str, ...]:
        """Every kind of record that the page shows."""
        return (self.key, *self.kinds)
