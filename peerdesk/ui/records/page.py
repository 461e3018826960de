"""A page for any kind of record: the list on the left, the chosen record's form on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from peerdesk.models.fields import field_of, kind_of
from peerdesk.services.kinds.kind import DRAFT, NEW
from peerdesk.services.records.records import ListQuery
from peerdesk.ui.forms.form import Form
from peerdesk.ui.page import PageContext
from peerdesk.ui.records.detail import Detail
from peerdesk.ui.records.draft_band import drafting
from peerdesk.ui.records.list import Filters, RecordList
from peerdesk.ui.records.list_model import Column
from peerdesk.ui.records.spec import PageSpec
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.page_frame import PageFrame, scrolling

_STACKED_BELOW = 112
"""Width, in average letters, below which the form stands under the list."""
_LINES_STACKED = 21
"""Height, in lines, that list and form need together when one stands below the other."""
_BESIDE, _BELOW = [450, 550], [320, 680]
"""How list and form share the page."""


def _rolling(halves: QWidget) -> QScrollArea:
    """Let the page roll where the window is too low for a list with its form below."""
    area = scrolling(halves)
    area.viewport().setAutoFillBackground(False)
    halves.setAutoFillBackground(False)
    return area


class Halves(QSplitter):
    """List and form beside each other, or one above the other where there is little room."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._first, self._favored = first, False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(12)
        self.addWidget(first)
        self.addWidget(second)
        self.setSizes(_BESIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when the width crosses the limit."""
        super().resizeEvent(event)
        narrow = self.width() < _STACKED_BELOW * self.fontMetrics().averageCharWidth()
        orientation = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        lines = _LINES_STACKED if narrow else 0
        self.setMinimumHeight(lines * self.fontMetrics().height())
        if orientation != self.orientation():
            self.setOrientation(orientation)
            self.setSizes(_BELOW if narrow else _BESIDE)
            self._show_first()

    def favor_second(self, favored: bool) -> None:  # noqa: FBT001 - a slot
        """Where there is little room, give all of it to the second, or show both again."""
        self._favored = favored
        self._show_first()

    def _show_first(self) -> None:
        upright = self.orientation() is Qt.Orientation.Vertical
        self._first.setHidden(self._favored and upright)


class RecordPage(QWidget):
    """Lists, adds, changes and removes records of one kind."""

    def __init__(self, spec: PageSpec, context: PageContext) -> None:
        super().__init__()
        self.spec = spec
        self._kind = kind_of(spec.record)
        columns = [
            Column(field_of(spec.record, name), width, spec.headings.get(name, ""))
            for name, width in spec.columns
        ]
        query = ListQuery(self._kind, order=spec.columns[0][0], descending=spec.descending)
        self.list = RecordList(context.workspace.records, query, columns)
        self.list.empty.words = spec.empty or f"No {spec.record.plural} yet."
        self.list.empty.action = f"Add {spec.record.label}"
        self.list.show_state()
        self.filters = Filters([field_of(spec.record, name) for name in spec.filters], spec.groups)
        self.detail = Detail(spec, context)
        self.add_button = primary(f"&Add {spec.record.label}")
        left = QWidget()
        listed = QVBoxLayout(left)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(8)
        listed.addWidget(self.filters)
        listed.addWidget(self.list, 1)
        self.halves = Halves(left, self.detail)
        workspace = context.workspace
        self.drafts = drafting(self._kind, self.detail, workspace.drafts, workspace.clock.today)
        self._lay_out()
        self._connect()
        context.changes.changed.connect(self._on_changed)
        self._show_first()

    @property
    def form(self) -> Form:
        """The form of the record that is shown."""
        return self.detail.form

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes."""
        self.detail.leave(proceed)

    def save(self) -> bool:
        """Store what was entered in front; return whether that worked."""
        return self.detail.parts.front(self.detail).save()

    def save_and_new(self) -> None:
        """Save, and start a new record that keeps the sticky values."""
        self.detail.save_and_new()

    def open_record(self, kind: str, number: int, at: str = "") -> None:
        """Show a record or a part of one, once what is unsaved is settled; 0 changes nothing.

        ``at`` is the field or the kind of its parts to go to.
        """
        records = self.detail.context.workspace.records
        owner = self.detail.parts.owner_of(records, kind, number) if number else 0

        def proceed() -> None:
            if self.list.model.row_of(owner) < 0:
                self.filters.clear()
            self.detail.open(owner)
            if kind != self._kind:
                self.detail.parts.open_part(kind, number)
            self._point(at)

        if number and (owner != self.detail.record_id or kind != self._kind):
            self.leave(proceed)
        elif number:
            self._point(at)

    def open_at(self, kind: str, number: int, at: str) -> None:
        """Show a place on the page, once what is unsaved is settled."""
        if at == DRAFT:
            self.drafts.resume()
        elif at == NEW:
            self.add()
        elif number:
            self.open_record(kind, number, at)
        else:
            self.leave(partial(self._show_group, at))

    def add(self, given: Mapping[str, Any] | None = None) -> None:
        """Start a new record, once the shown one is settled."""

        def proceed() -> None:
            self.detail.begin(given)
            self.form.focus_first(skip_sticky=bool(given))

        self.leave(proceed)

    def _point(self, at: str) -> None:
        front = self.detail.parts.front(self.detail)
        if at and isinstance(front, Detail):
            front.point_at(at)

    def _show_group(self, name: str) -> None:
        self.filters.show_group(name)
        self._show_first()

    def _on_chosen(self, number: int) -> None:
        if number != self.detail.record_id:
            self._mark_shown()
            self.leave(lambda: self.detail.open(number))

    def _mark_shown(self) -> None:
        self.list.choose(self.detail.record_id or 0)

    def _on_changed(self, kind: str) -> None:
        self.form.reload_choices(kind)
        if kind == self._kind:
            self.list.model.reload()
            self.list.show_state()
            self._mark_shown()

    def _on_filtered(self) -> None:
        self.list.model.narrow(self.filters.words.text(), self.filters.where)
        self.list.show_state()
        self._mark_shown()

    def _on_wanted(self) -> None:
        if self.list.model.query.text or self.list.model.query.where:
            self.filters.clear()
        else:
            self.add()

    def _show_first(self) -> None:
        if self.list.model.ids:
            self.detail.open(self.list.model.ids[0])
        else:
            self.detail.begin()

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.wanted.connect(self._on_wanted)
        self.list.model.modelReset.connect(self._mark_shown)
        self.filters.changed.connect(self._on_filtered)
        self.detail.shown.connect(self._mark_shown)
        for view in self.detail.parts.views:
            view.entered.connect(self.halves.favor_second)
        self.detail.removed.connect(self.list.setFocus)
        adding = QAction(self)
        adding.setShortcut(QKeySequence("Ctrl+N"))
        adding.triggered.connect(lambda _=False: self.add())
        adding.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addActions([adding, *self.detail.actions()])
        self.add_button.clicked.connect(adding.trigger)
        self.add_button.setToolTip("Ctrl+N")

    def _lay_out(self) -> None:
        page = PageFrame(self.spec.title, self.spec.purpose, self.add_button)
        page.addWidget(self.drafts)
        page.addWidget(_rolling(self.halves), 1)
        self.setLayout(page)
