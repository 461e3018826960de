"""What the window shows while the vault is open: the sidebar, and the page that was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from peerdesk.ui.bands import Bands
from peerdesk.ui.context import PageContext
from peerdesk.ui.drafting import Drafting
from peerdesk.ui.pages.registry import PageEntry
from peerdesk.ui.sidebar import Entry, Sidebar


@runtime_checkable
class Guarded(Protocol):
    """A page that can hold unsaved changes."""

    def leave(self, proceed: Callable[[], None]) -> None:
        """Call ``proceed`` at once, or when the user has decided about unsaved changes."""
        ...


class Desk(QWidget):
    """Makes each page at its first visit and asks it before another one takes its place."""

    def __init__(
        self, context: PageContext, entries: Sequence[PageEntry], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._entries = {entry.key: entry for entry in entries}
        self._pages: dict[str, QWidget] = {}
        self._key = ""
        self.sidebar = Sidebar([Entry(e.key, e.title, e.icon, e.group) for e in entries if e.group])
        self.sidebar.chosen.connect(self.go)
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
        return [(entry.key, entry.title) for entry in self._entries.values() if entry.group]

    def go(self, key: str) -> None:
        """Show a page, once the one that is shown lets go."""
        self.sidebar.show_chosen(self._key)
        if key != self._key:
            self.leave(lambda: self._show(key))

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
        first = _first_field(panes[after])
        if first is not None:
            first.setFocus()

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
