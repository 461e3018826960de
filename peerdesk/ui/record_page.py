"""A page for any kind of record: the list on the left, the chosen record's form on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from peerdesk.models.fields import Record, field_of, kind_of
from peerdesk.services.records import ListQuery
from peerdesk.ui.buttons import primary
from peerdesk.ui.context import PageContext
from peerdesk.ui.detail import BadgeSpec, Detail, Start
from peerdesk.ui.drafting import drafting
from peerdesk.ui.forms import Form
from peerdesk.ui.lists import Column
from peerdesk.ui.record_list import Filters, RecordList

_STACKED_BELOW = 112
"""Width, in average letters, below which the form stands under the list."""
_BESIDE, _BELOW = [450, 550], [320, 680]
"""How list and form share the page."""


@dataclass(frozen=True)
class PageSpec:
    """All that a page needs to know about a kind of record."""

    record: type[Record]
    title: str
    purpose: str
    """One line: what the page is for."""
    columns: tuple[tuple[str, int], ...]
    """Field and width in letters; the most important first, since what does not fit is left out."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """What stands above the columns whose label is too long."""
    filters: tuple[str, ...] = ()
    badge: BadgeSpec | None = None
    """What is shown as a badge beside the title of the form."""
    descending: bool = False
    empty: str = ""
    """What an empty list says."""
    start: Start = lambda _: {}


class Halves(QSplitter):
    """List and form beside each other, or one above the other where there is little room."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
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
        if orientation != self.orientation():
            self.setOrientation(orientation)
            self.setSizes(_BELOW if narrow else _BESIDE)


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
        self.filters = Filters([field_of(spec.record, name) for name in spec.filters])
        self.detail = Detail(spec.record, context, spec.start, spec.badge)
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
        """Store what was entered; return whether that worked."""
        return self.detail.save()

    def save_and_new(self) -> None:
        """Save, and start a new record that keeps the sticky values."""
        self.detail.save_and_new()

    def open_record(self, _kind: str, number: int) -> None:
        """Show a record, once the shown one is settled; with number 0 change nothing."""

        def proceed() -> None:
            if self.list.model.row_of(number) < 0:
                self.filters.clear()
            self.detail.open(number)

        if number and number != self.detail.record_id:
            self.leave(proceed)

    def add(self) -> None:
        """Start a new record, once the shown one is settled."""

        def proceed() -> None:
            self.detail.begin()
            self.form.focus_first()

        self.leave(proceed)

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
        self.detail.removed.connect(self.list.setFocus)
        adding = QAction(self)
        adding.setShortcut(QKeySequence("Ctrl+N"))
        adding.triggered.connect(lambda _=False: self.add())
        adding.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.addActions([adding, *self.detail.actions()])
        self.add_button.clicked.connect(adding.trigger)
        self.add_button.setToolTip("Ctrl+N")

    def _lay_out(self) -> None:
        title = QLabel(self.spec.title)
        title.setObjectName("PageTitle")
        purpose = QLabel(self.spec.purpose)
        purpose.setObjectName("Muted")
        purpose.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.add_button)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(purpose)
        page.addWidget(self.drafts)
        page.addWidget(self.halves, 1)
