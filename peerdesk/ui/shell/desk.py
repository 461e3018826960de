"""What the window shows while the vault is open: the sidebar, and the page that was chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from peerdesk.ui.page import PageContext, PageEntry
from peerdesk.ui.records.draft_band import Drafting
from peerdesk.ui.shell.bands import Bands
from peerdesk.ui.shell.menus import Command
from peerdesk.ui.shell.palette import Palette, sources
from peerdesk.ui.shell.sidebar import Entry, Sidebar
from peerdesk.ui.shell.undo import Undoing
from peerdesk.ui.widgets.dialogs import show


@runtime_checkable
class Guarded(Protocol):
    """A page that can hold unsaved changes."""

    def leave(self, proceed: Callable[[], None]) -> None:
        """Call ``proceed`` at once, or when the user has decided about unsaved changes."""
        ...


@runtime_checkable
class Opening(Protocol):
    """A page that can show one record."""

    def open_record(self, kind: str, number: int) -> None:
        """Show a record, once what is unsaved is settled; with number 0 just be there."""
        ...


@runtime_checkable
class Placed(Protocol):
    """A page of which a place can be shown."""

    def open_at(self, kind: str, number: int, at: str) -> None:
        """Show a place, once what is unsaved is settled: see ``Due.at``."""
        ...


class Desk(QWidget):
    """Makes each page at its first visit and asks it before another one takes its place."""

    listed = Signal()
    """The sidebar has other pages than before."""

    def __init__(
        self,
        context: PageContext,
        entries: Sequence[PageEntry],
        commands: Callable[[], Mapping[str, Sequence[Command]]] = dict,
    ) -> None:
        super().__init__()
        self._context = context
        self._commands = commands
        self._entries = {entry.key: entry for entry in entries}
        self.program = [(each.key, each.title) for each in entries if each.program]
        """Key and title of the pages that the menu Program shows."""
        self._pages: dict[str, QWidget] = {}
        self._key = ""
        self.sidebar = Sidebar(self._listed())
        self.sidebar.chosen.connect(self.go)
        self.sidebar.search_wanted.connect(self.search)
        self.undoing = Undoing(context, self.open_record)
        context.changes.changed.connect(self._notice)
        self._page = QWidget()
        self._stack = QStackedWidget()
        self.bands = Bands()
        for words in context.safe.warnings:
            self.bands.warn(words)
        self._lay_out(sample=context.workspace.agency.profile().sample)

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self._page

    @property
    def key(self) -> str:
        """Which page is shown."""
        return self._key

    @property
    def titles(self) -> list[tuple[str, str]]:
        """Key and title of the pages in the sidebar, in its order."""
        return [(entry.key, entry.title) for entry in self._listed()]

    def go(self, key: str) -> None:
        """Show a page, once the one that is shown lets go."""
        self.sidebar.show_chosen(self._key)
        if key != self._key:
            self.leave(lambda: self._show(key))

    def open_record(self, kind: str, number: int) -> None:
        """Show the page of a kind of record, with one record open where a number is given."""
        self._reach(kind, lambda: self._open(kind, number))

    def open_at(self, kind: str, number: int, at: str) -> None:
        """Show a place on the page of a kind of record."""
        self._reach(kind, lambda: self._point(kind, number, at))

    def search(self) -> None:
        """Open the search over records, the window's commands, and help."""
        search = self._context.workspace.search
        found = sources(search, self.open_record, self._context.shows, self._commands())
        show(Palette(found, self.window()))

    def leave(self, proceed: Callable[[], None]) -> None:
        """Call ``proceed`` once nothing unsaved would be lost."""
        self.keep_drafts()  # whatever happens while the question stands
        if isinstance(self.page, Guarded):
            self.page.leave(proceed)
        else:
            proceed()

    def keep_drafts(self) -> str:
        """Keep what is not saved on any page; return why that failed, or an empty text."""
        return next(filter(None, [each.keep() for each in self.findChildren(Drafting)]), "")

    def next_pane(self) -> None:
        """Move the keyboard to the sidebar, the page, or the next part of a divided page."""
        panes = [self.sidebar, *_parts(self.page)]
        here = self.window().focusWidget()
        inside = [i for i, pane in enumerate(panes) if pane.isAncestorOf(here)]
        after = (inside[-1] + 1 if inside else 0) % len(panes)
        first = panes[after].focusProxy() or _first_field(panes[after])
        if first is not None:
            first.setFocus()

    def _reach(self, kind: str, then: Callable[[], None]) -> None:
        key = next((e.key for e in self._entries.values() if kind in e.shown), "")
        if not key:
            return
        if key == self._key:
            then()
            return

        def proceed() -> None:
            self._show(key)
            then()

        self.leave(proceed)

    def _point(self, kind: str, number: int, at: str) -> None:
        if isinstance(self.page, Placed):
            self.page.open_at(kind, number, at)

    def _open(self, kind: str, number: int) -> None:
        if isinstance(self.page, Opening):
            self.page.open_record(kind, number)

    def _listed(self) -> list[Entry]:
        used = self._context.workspace.agency.areas()
        return [
            Entry(each.key, each.title, each.icon, each.group)
            for each in self._entries.values()
            if each.group
            and (not each.area or used.get(each.area))
            and each.needed(self._context.workspace)
        ]

    def _notice(self, kind: str) -> None:
        if kind in ("program_area", "publication"):
            self.sidebar.fill(self._listed())
            self.sidebar.show_chosen(self._key)
            self.listed.emit()

    def _show(self, key: str) -> None:
        if key not in self._pages:
            self._pages[key] = self._entries[key].factory(self._context)
            self._stack.addWidget(self._pages[key])
        self._key = key
        self._page = self._pages[key]
        self._stack.setCurrentWidget(self._page)
        self.sidebar.show_chosen(key)

    def _lay_out(self, *, sample: bool) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if sample:
            column.addWidget(_sample_band())
        column.addWidget(self.bands)
        column.addWidget(self._stack, 1)
        column.addWidget(self.undoing.toast)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(column, 1)


def _sample_band() -> QLabel:
    band = QLabel("SAMPLE: an invented agency to look around in. Nothing here is real.")
    band.setObjectName("SampleBand")
    band.setContentsMargins(24, 5, 24, 5)
    return band


def _parts(page: QWidget) -> list[QWidget]:
    splitters = [each for each in page.findChildren(QSplitter) if each.isVisible()]
    parts = [
        part for each in splitters[:1] for part in each.children() if isinstance(part, QWidget)
    ]
    return [part for part in parts if _first_field(part)] or [page]


def _first_field(pane: QWidget) -> QWidget | None:
    candidates = [pane, *pane.findChildren(QWidget)]
    ready = (
        each
        for each in candidates
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not isinstance(each, QScrollArea)
    )
    return next(ready, None)
