"""Records that belong to another one: each kind of them has a tab beside the form of that one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from peerdesk.services.records.records import Records
from peerdesk.ui.page import PageContext


class Front(Protocol):
    """What the keys of a page act on: the record or the sheet that is in front.

    A key whose action it lacks (a sheet cannot be removed or duplicated) does nothing.
    """

    def save(self) -> bool:
        """Store what was entered; return whether that worked."""
        ...


class PartView(QWidget):
    """The tab of one kind of part. Subclasses show the parts of the record it was given."""

    entered = Signal(bool)
    """One part took over the whole panel, or gave it back."""

    title = ""
    kind = ""
    """The kind of record that it shows."""
    link = ""
    """The field of a part that holds its owner's number."""

    @property
    def front(self) -> Front | None:
        """What the keys act on while this tab is shown; None leaves them to the owner."""
        return None

    def show_of(self, owner: Owner | None) -> None:
        """Show the parts of a record, or nothing while the record is not stored."""

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes."""
        proceed()

    def begin(self) -> None:
        """Put the keyboard where the next thing is done."""

    def open(self, number: int) -> None:
        """Show one part; where all are on one sheet, or with 0, there is nothing to open."""


@dataclass(frozen=True)
class Owner:
    """The stored record that parts belong to."""

    id: int
    title: str
    values: Mapping[str, Any]


PartStart = Callable[[date, Mapping[str, Any]], Mapping[str, Any]]
"""What a new part starts with, by the day and the values of its owner."""


@dataclass(frozen=True)
class Part:
    """One kind of part. ``link`` is its field that holds the owner's number."""

    title: str
    link: str
    view: Callable[[PageContext, Part], PartView]
    """Makes the tab: ``listed(spec)`` or ``sheet(record)``."""
    start: PartStart = lambda _day, _owner: {}


class Parts(QTabWidget):
    """The form of a record on the first tab, its parts on the others."""

    def __init__(self, title: str, form: QWidget, views: Sequence[PartView]) -> None:
        super().__init__()
        self.views = tuple(views)
        self.setDocumentMode(True)
        self.setObjectName("Parts" if views else "Plain")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its bar takes the keyboard, where it shows
        self.addTab(form, title)
        for view in self.views:
            self.addTab(view, view.title)
            view.entered.connect(self._on_entered)
        self.setTabBarAutoHide(True)
        self.currentChanged.connect(self._on_tab)

    def minimumSizeHint(self) -> QSize:
        """Let a low window squeeze the form, which scrolls, rather than grow beyond the screen."""
        lines = 8 * self.fontMetrics().height()
        return super().minimumSizeHint().boundedTo(QSize(16_777_215, lines))

    def front(self, owner: Front) -> Front:
        """Return what the keys act on: the part in front, or the record that owns it."""
        shown = self.views[self.currentIndex() - 1] if self.currentIndex() > 0 else None
        return (shown and shown.front) or owner

    def show_of(self, owner: Owner | None) -> None:
        """Show the parts of a record; a new one has none yet."""
        for position, view in enumerate(self.views, start=1):
            self.setTabEnabled(position, owner is not None)
            tip = "" if owner else "Save first."
            self.setTabToolTip(position, tip)
            view.show_of(owner)
        if owner is None:
            self.setCurrentIndex(0)

    def owner_of(self, records: Records, kind: str, number: int) -> int:
        """Return the record that a part belongs to; of any other kind, the number itself."""
        view = next((each for each in self.views if each.kind == kind), None)
        return int(records.get(kind, number)[view.link]) if view else number

    def open_part(self, kind: str, number: int) -> None:
        """Show one part of the record that is shown."""
        for position, view in enumerate(self.views, start=1):
            if view.kind == kind:
                self.setCurrentIndex(position)
                view.open(number)

    def go_on(self) -> None:
        """Go to the first kind of part, where there is one."""
        if self.views:
            self.setCurrentIndex(1)

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes on every tab of parts."""
        for view in reversed(self.views):
            proceed = _first(view.leave, proceed)
        proceed()

    def _on_tab(self, position: int) -> None:
        if position > 0:
            self.views[position - 1].begin()

    def _on_entered(self, entered: bool) -> None:  # noqa: FBT001 - a slot
        self.tabBar().setVisible(not entered and bool(self.views))


def _first(
    leave: Callable[[Callable[[], None]], None], proceed: Callable[[], None]
) -> Callable[[], None]:
    return lambda: leave(proceed)
