"""A page for any kind of record: the list on the left, the chosen record's form on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from peerdesk.errors import UserFacing
from peerdesk.models.fields import Record, blank_values, field_of, fields_of, kind_of
from peerdesk.services.checks import Invalid
from peerdesk.services.records import ListQuery
from peerdesk.ui.buttons import primary
from peerdesk.ui.context import PageContext
from peerdesk.ui.detail import Detail
from peerdesk.ui.dialogs import Choice
from peerdesk.ui.editors import Editors
from peerdesk.ui.forms import Form
from peerdesk.ui.lists import Column
from peerdesk.ui.record_list import Filters, RecordList
from peerdesk.ui.unsaved import Unsaved

_SHARES = [450, 550]
_STACKED_BELOW = 112
"""Width, in average letters, below which the form stands under the list."""


@dataclass(frozen=True)
class PageSpec:
    """All that a page needs to know about a kind of record."""

    record: type[Record]
    title: str
    purpose: str
    """One line: what the page is for."""
    columns: tuple[tuple[str, int], ...]
    """Field and width in letters, from left to right."""
    filters: tuple[str, ...] = ()
    badge: str = ""
    """The field that is shown as a badge beside the title of the form."""
    descending: bool = False
    empty: str = ""
    """What an empty list says."""
    start: Callable[[date], Mapping[str, Any]] = lambda _: {}
    """What a new record starts with on a given day, beside its declared defaults."""


class Halves(QSplitter):
    """List and form beside each other, or one above the other where there is little room."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(12)
        self.addWidget(first)
        self.addWidget(second)
        self.setSizes(_SHARES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when the width crosses the limit."""
        super().resizeEvent(event)
        narrow = self.width() < _STACKED_BELOW * self.fontMetrics().averageCharWidth()
        orientation = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if orientation != self.orientation():
            self.setOrientation(orientation)
            self.setSizes(_SHARES)


class RecordPage(QWidget):
    """Lists, adds, changes and removes records of one kind."""

    def __init__(self, spec: PageSpec, context: PageContext) -> None:
        super().__init__()
        self.spec = spec
        self._context = context
        self._kind = kind_of(spec.record)
        self._record_id: int | None = None
        self._version: int | None = None
        records = context.workspace.records
        columns = [Column(field_of(spec.record, name), width) for name, width in spec.columns]
        query = ListQuery(self._kind, order=spec.columns[0][0], descending=spec.descending)
        self.list = RecordList(records, query, columns)
        self.list.nothing = spec.empty or f"No {spec.record.plural} yet."
        self.list.show_state()
        self.filters = Filters([field_of(spec.record, name) for name in spec.filters])
        fields = [each for each in fields_of(spec.record) if each.editable]
        self.form = Form(fields, Editors(context.workspace.clock.today, records.choices))
        self.detail = Detail(self.form)
        self.add_button = primary(f"Add {spec.record.label}")
        self._unsaved = Unsaved(lambda: self.form.dirty, self.save, self._reload)
        self._lay_out()
        self._connect()
        self._record_id = next(iter(self.list.model.ids), None)
        self._reload()

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes."""
        self._unsaved.settle(self._context.dialogs, self, proceed)

    def add(self) -> None:
        """Start a new record, once the shown one is settled."""
        self.leave(lambda: self._begin(focus=True))

    def save(self) -> bool:
        """Save the form; return whether that worked."""
        if not self.form.check():
            return False
        try:
            values = {**self.form.values(), "version": self._version}
            number = self._context.workspace.records.save(self._kind, values, self._record_id)
        except Invalid as refusal:
            self.form.show_problems(refusal.problems)
            return False
        except UserFacing as refusal:
            self._context.dialogs.error(self, refusal)
            return False
        self._open(number)
        self._context.changes.changed.emit(self._kind)
        return True

    def save_and_new(self) -> None:
        """Save, and start a new record that keeps the sticky values."""
        kept = {
            name: value
            for name, value in self.form.values().items()
            if self.form.rows[name].field.sticky
        }
        if self.save():
            self._begin(kept, focus=True)

    def remove(self) -> None:
        """Remove the shown record, after asking."""
        if self._record_id is None:
            return
        question = (f"Remove this {self.spec.record.label}?", "This cannot be undone.")
        choices = [Choice("remove", "Remove"), Choice("keep", "Keep", safe=True)]
        self._context.dialogs.ask(self, question, choices, self._on_remove)

    def _on_remove(self, answer: str) -> None:
        if answer != "remove" or self._record_id is None:
            return
        try:
            self._context.workspace.records.delete(self._kind, self._record_id)
        except UserFacing as refusal:
            self._context.dialogs.error(self, refusal)
            return
        self._begin()
        self._context.changes.changed.emit(self._kind)

    def _on_chosen(self, number: int) -> None:
        if number == self._record_id:
            return
        self.list.choose(self._record_id or 0)
        self.leave(lambda: self._open(number))

    def _on_changed(self, kind: str) -> None:
        if kind == self._kind:
            self.list.model.reload()
            self.list.show_state()
            self.list.choose(self._record_id or 0)

    def _on_filtered(self) -> None:
        self.list.model.narrow(self.filters.words.text(), self.filters.where)
        self.list.show_state()
        self.list.choose(self._record_id or 0)

    def _begin(self, kept: dict[str, Any] | None = None, *, focus: bool = False) -> None:
        self._record_id = self._version = None
        self.list.choose(0)
        usual = self.spec.start(self._context.workspace.clock.today())
        self.form.load({**blank_values(self.spec.record), **usual, **(kept or {})})
        self.detail.show_title(f"New {self.spec.record.label}", None, can_remove=False)
        if focus:
            self.form.focus_first(skip_sticky=kept is not None)

    def _open(self, number: int) -> None:
        try:
            values = self._context.workspace.records.get(self._kind, number)
        except UserFacing as refusal:
            self._context.dialogs.error(self, refusal)
            return
        self._record_id, self._version = number, values["version"]
        self.form.load(values)
        badge = (field_of(self.spec.record, self.spec.badge), values) if self.spec.badge else None
        first = fields_of(self.spec.record)[0]
        self.detail.show_title(self.detail.words(first, values), badge, can_remove=True)
        self.list.choose(number)

    def _reload(self) -> None:
        if self._record_id is None:
            self._begin()
        else:
            self._open(self._record_id)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.filters.changed.connect(self._on_filtered)
        self.add_button.clicked.connect(self.add)
        self.detail.save_button.clicked.connect(self.save)
        self.detail.discard_button.clicked.connect(self._reload)
        self.detail.remove_button.clicked.connect(self.remove)
        self._context.changes.changed.connect(self._on_changed)
        for keys, action in (
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.save_and_new),
            ("Ctrl+N", self.add),
        ):
            QShortcut(QKeySequence(keys), self, action)

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
        left = QWidget()
        listed = QVBoxLayout(left)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(8)
        listed.addWidget(self.filters)
        listed.addWidget(self.list, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(12)
        page.addLayout(head)
        page.addWidget(purpose)
        self.halves = Halves(left, self.detail)
        page.addWidget(self.halves, 1)
