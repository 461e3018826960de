"""The tab of parts that have a form of their own: a list, and the one that is being edited."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from peerdesk.models.fields import field_of, kind_of
from peerdesk.services.records.records import ListQuery
from peerdesk.ui.page import PageContext
from peerdesk.ui.records.detail import Detail
from peerdesk.ui.records.list import RecordList
from peerdesk.ui.records.list_model import Column
from peerdesk.ui.records.parts import Front, Owner, Part, PartView
from peerdesk.ui.records.spec import PageSpec
from peerdesk.ui.widgets import labels


def listed(spec: PageSpec) -> Callable[[PageContext, Part], PartView]:
    """Return the maker of a tab that lists parts and opens one in place of the list."""
    return lambda context, part: PartList(spec, context, part)


class PartList(PartView):
    """Enter or a click opens a part over the whole panel; Escape goes back to the list."""

    def __init__(self, spec: PageSpec, context: PageContext, part: Part) -> None:
        super().__init__()
        self.title, self.link = part.title, part.link
        self.kind = kind_of(spec.record)
        self._spec, self._context, self._part = spec, context, part
        self._owner: Owner | None = None
        columns = [
            Column(field_of(spec.record, name), width, spec.headings.get(name, ""))
            for name, width in spec.columns
        ]
        query = ListQuery(
            self.kind,
            where={part.link: 0},
            order=spec.columns[0][0],
            descending=spec.descending,
        )
        self.list = RecordList(context.workspace.records, query, columns)
        self.list.setObjectName("")
        self.list.empty.words = spec.empty or f"No {spec.record.plural} yet."
        self.list.empty.action = f"Add {spec.record.label}"
        self.add_button = QPushButton(f"Add {spec.record.label}")
        self.detail = Detail(spec, context, part.link)
        self.detail.setObjectName("")
        self.back_button = QPushButton()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    @property
    def front(self) -> Front | None:
        """The part that is open."""
        return self.detail.parts.front(self.detail) if self._stack.currentIndex() else None

    def show_of(self, owner: Owner | None) -> None:
        """List the parts of a record."""
        changed = (owner.id if owner else 0) != (self._owner.id if self._owner else 0)
        self._owner = owner
        self.list.model.narrow("", {self.link: owner.id if owner else 0})
        self._show_list_state()
        if owner:
            self.back_button.setText(f"‹ {owner.title}")
        if changed:
            self._back()

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes of the part that is open."""
        if self._stack.currentIndex():
            self.detail.leave(proceed)
        else:
            proceed()

    def begin(self) -> None:
        """Put the keyboard on what adds the first part."""
        button = self.list.empty.button if self.list.empty.isVisible() else self.add_button
        button.setFocus(Qt.FocusReason.TabFocusReason)

    def add(self) -> None:
        """Start a new part."""
        if self._owner is None:
            return
        today = self._context.workspace.clock.today()
        usual = self._part.start(today, self._owner.values)
        self.detail.given = {**usual, self.link: self._owner.id}
        self.detail.begin()
        self._enter()
        self.detail.form.focus_first()

    def open(self, number: int) -> None:
        """Open a part in place of the list."""
        if number and self._owner is not None:
            self.detail.given = {self.link: self._owner.id}
            self.detail.open(number)
            self._enter()
            self.detail.form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list with Escape."""
        if event.key() == Qt.Key.Key_Escape and self._stack.currentIndex():
            self.detail.leave(self._back)
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        self._stack.setCurrentIndex(1)
        self.entered.emit(True)  # noqa: FBT003 - a signal

    def _back(self) -> None:
        if self._stack.currentIndex():
            self._stack.setCurrentIndex(0)
            self.entered.emit(False)  # noqa: FBT003 - a signal
            self.begin()

    def _on_changed(self, kind: str) -> None:
        self.detail.form.reload_choices(kind)
        if kind == self.kind:
            self.list.model.reload()
            self._show_list_state()

    def _show_list_state(self) -> None:
        self.list.show_state()
        self.list.empty.show_reason(narrowed=False)
        self.add_button.setHidden(not self.list.model.rowCount())

    def _on_row(self, index: QModelIndex) -> None:
        self.open(self.list.model.ids[index.row()])

    def _connect(self) -> None:
        self.list.table.clicked.connect(self._on_row)
        self.list.table.activated.connect(self._on_row)
        self.list.wanted.connect(self.add)
        self.add_button.clicked.connect(self.add)
        self.back_button.clicked.connect(lambda: self.detail.leave(self._back))
        self.back_button.setToolTip("Esc")
        self.detail.removed.connect(self._back)
        self._context.changes.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        purpose = labels.muted(self._spec.purpose)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(purpose, 1)
        top.addWidget(self.add_button)
        first, second = QWidget(), QWidget()
        listing = QVBoxLayout(first)
        listing.setContentsMargins(0, 10, 0, 0)
        listing.addLayout(top)
        listing.addWidget(self.list, 1)
        opened = QVBoxLayout(second)
        opened.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        opened.addLayout(row)
        opened.addWidget(self.detail, 1)
        self._stack.addWidget(first)
        self._stack.addWidget(second)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._stack)
