"""One record being edited: its title, its form, and saving, adding and removing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from peerdesk.errors import UserFacing
from peerdesk.models.fields import Record, blank_values, field_of, fields_of, kind_of
from peerdesk.services.words import in_words
from peerdesk.ui.badges import Badge
from peerdesk.ui.buttons import primary
from peerdesk.ui.context import PageContext
from peerdesk.ui.dialogs import show
from peerdesk.ui.editors import Editors
from peerdesk.ui.forms import Form
from peerdesk.ui.history_dialog import HistoryDialog
from peerdesk.ui.storing import stored
from peerdesk.ui.unsaved import Unsaved

Start = Callable[[date], Mapping[str, Any]]
"""What a new record starts with on a given day, beside its declared defaults."""
LETTERS = "SNDRAY"
"""Mnemonics of the buttons of a record page."""


@dataclass(frozen=True)
class BadgeSpec:
    """The field that is shown as a badge, and its codes that are good or need a look."""

    name: str
    states: Mapping[str, str] = field(default_factory=dict)


class Detail(QFrame):
    """Holds one record, stored or new. Who wants another one asks ``leave`` first."""

    shown = Signal()
    """Another record, or a new one, is in the form."""
    removed = Signal()
    """The shown record was moved into the bin."""

    def __init__(
        self,
        record: type[Record],
        context: PageContext,
        start: Start = lambda _: {},
        badge: BadgeSpec | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("Panel")
        self.record_id: int | None = None
        self._version: int | None = None
        self._last: dict[str, Any] = {}
        self._record, self._context = record, context
        self._start, self._badge = start, badge
        self._kind = kind_of(record)
        self._records = context.workspace.records
        fields = [each for each in fields_of(record) if each.editable]
        editors = Editors(context.workspace.clock.today, self._records.choices)
        self.form = Form(fields, editors, LETTERS)
        self.form.edited.connect(self._show_state)
        self._unsaved = Unsaved(lambda: self.form.dirty, self.save, self.reload)
        self.head, self.foot = Head(), Foot()
        self.remove_button = self.head.remove_button
        self._connect()
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        box.addWidget(self.head)
        box.addWidget(_scrolling(self.form), 1)
        box.addWidget(self.foot)

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes."""
        self._unsaved.settle(self._context.dialogs, self, proceed)

    def begin(self, kept: Mapping[str, Any] | None = None) -> None:
        """Start a new record with its defaults, and with what is kept of the one before."""
        self.record_id = self._version = None
        usual = self._start(self._context.workspace.clock.today())
        self.form.load({**blank_values(self._record), **usual, **(kept or {})})
        self._announce(f"New {self._record.label}", "", "")

    def open(self, number: int) -> None:
        """Show a stored record."""
        try:
            values = self._records.get(self._kind, number)
        except UserFacing as refusal:
            self._context.dialogs.error(self, refusal)
            return
        self.record_id, self._version = number, values["version"]
        self.form.load(values)
        words, state = "", ""
        if self._badge:
            code = values[self._badge.name]
            words = in_words(field_of(self._record, self._badge.name), code)
            state = self._badge.states.get(code, "")
        first = fields_of(self._record)[0]
        self._announce(in_words(first, values[first.name]), words, state)

    def reload(self) -> None:
        """Show what is stored, or start the new record again."""
        if self.record_id is None:
            self.begin()
        else:
            self.open(self.record_id)

    def save(self) -> bool:
        """Store what was entered; return whether that worked."""
        if not stored(self.form, self._store, self._context.dialogs, self):
            return False
        self._context.changes.changed.emit(self._kind)
        self._show_state(saved=True)
        return True

    def _store(self, values: Mapping[str, Any]) -> None:
        entered = {**values, "version": self._version}
        number = self._records.save(self._kind, entered, self.record_id)
        self._last = dict(values)
        self.open(number)

    def save_and_new(self) -> None:
        """Save, and start a new record that keeps the sticky values."""
        rows = self.form.rows.values()
        kept = {row.field.name: row.editor.value() for row in rows if row.field.sticky}
        if self.save():
            self.begin(kept)
            self.form.focus_first(skip_sticky=True)
            self._show_state(saved=True)

    def duplicate(self) -> None:
        """Start a new record with the values saved last, or else with those shown."""
        values = self._last or self.form.values()
        self.leave(lambda: self._begin_like(values))

    def remove(self) -> None:
        """Move the shown record into the bin, from where it can come back."""

        def proceed() -> None:
            if self.record_id is None:
                return
            try:
                item = self._records.delete(self._kind, self.record_id)
            except UserFacing as refusal:
                self._context.dialogs.error(self, refusal)
                return
            self.begin()
            self._context.changes.changed.emit(self._kind)
            self._context.changes.removed.emit(self._record.label, item)
            self.removed.emit()

        self.leave(proceed)

    def show_history(self) -> None:
        """Show what was changed in the shown record, and by whom."""
        if self.record_id is not None:
            changes = self._records.history(self._kind, self.record_id)
            show(HistoryDialog(self.head.title, changes, self))

    def _begin_like(self, values: Mapping[str, Any]) -> None:
        self.begin()
        self.form.fill(values)
        self.form.focus_first(skip_sticky=True)
        self._show_state()

    def _announce(self, title: str, words: str, state: str) -> None:
        self.head.show_title(title)
        self.head.badge.show_state(words, state)
        self.remove_button.setVisible(self.record_id is not None)
        known = self.record_id is not None and not self._record.sensitive
        self.foot.history_button.setVisible(known)
        self._show_state()
        self.shown.emit()

    def _show_state(self, *, saved: bool = False) -> None:
        self.foot.show_state(dirty=self.form.dirty, saved=saved)

    def _connect(self) -> None:
        for keys, slot, button in (
            ("Ctrl+S", self.save, self.foot.save_button),
            ("Ctrl+Return Ctrl+Enter", self.save_and_new, self.foot.next_button),
            ("Ctrl+D", self.duplicate, None),
            ("Ctrl+Backspace", self.remove, self.remove_button),
            ("Ctrl+H", self.show_history, self.foot.history_button),
        ):
            action = QAction(self)
            action.setShortcuts([QKeySequence(each) for each in keys.split()])
            action.triggered.connect(lambda _=False, slot=slot: slot())
            # Pages that are hidden keep their actions: only the one with the keyboard may answer.
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
            if button:
                button.clicked.connect(action.trigger)
                button.setToolTip(keys.split()[0].replace("Return", "Enter"))
        self.foot.discard_button.clicked.connect(self.reload)


class Head(QWidget):
    """What the record is called, its badge, and the button that removes it."""

    def __init__(self) -> None:
        super().__init__()
        self._title = QLabel()
        self._title.setObjectName("SectionTitle")
        self.badge = Badge()
        self.remove_button = QPushButton("&Remove")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._title)
        row.addWidget(self.badge)
        row.addStretch(1)
        row.addWidget(self.remove_button)

    @property
    def title(self) -> str:
        """The record's name as shown."""
        return self._title.text()

    def show_title(self, title: str) -> None:
        """Name the record."""
        self._title.setText(title)


class Foot(QWidget):
    """Whether the form is saved, its history, and the buttons that save it."""

    def __init__(self) -> None:
        super().__init__()
        self._state = QLabel()
        self._state.setObjectName("Muted")
        self.history_button = QPushButton("Histor&y")
        self.save_button = primary("&Save")
        self.next_button = QPushButton("Save and &new")
        self.discard_button = QPushButton("&Discard")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.history_button)
        row.addWidget(self._state)
        row.addStretch(1)
        for button in (self.discard_button, self.next_button, self.save_button):
            row.addWidget(button)

    @property
    def words(self) -> str:
        """What is said about the form."""
        return self._state.text()

    def show_state(self, *, dirty: bool, saved: bool) -> None:
        """Say that there is something to save, or that it was just saved."""
        self._state.setText("● Unsaved" if dirty else "✓ Saved" if saved else "")
        self._state.setProperty("state", "warn" if dirty else "good")
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)
        self.discard_button.setEnabled(dirty)


def _scrolling(form: Form) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(form)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    form.setContentsMargins(2, 0, 8, 0)
    return area
