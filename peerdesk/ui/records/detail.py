"""One record being edited: its title, its form, and saving, adding and removing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QVBoxLayout

from peerdesk.errors import UserFacing
from peerdesk.models.fields import blank_values, field_of, fields_of, kind_of
from peerdesk.services.store.titles import in_words
from peerdesk.ui.forms.editors import Editors
from peerdesk.ui.forms.form import Form
from peerdesk.ui.page import PageContext
from peerdesk.ui.records.detail_frame import Foot, FormTab, Head, SecondLook
from peerdesk.ui.records.history_dialog import HistoryDialog
from peerdesk.ui.records.parts import Owner, Parts
from peerdesk.ui.records.settle import Unsaved, stored
from peerdesk.ui.records.spec import PageSpec
from peerdesk.ui.widgets.dialogs import show

_REST = 300
"""In milliseconds without a key: how long the vault is not asked for a second look."""
LETTERS = "SNDRAY"
"""Mnemonics of the buttons of a record page."""


class Detail(QFrame):
    """Holds one record, stored or new. Who wants another one asks ``leave`` first."""

    shown = Signal()
    """Another record, or a new one, is in the form."""
    removed = Signal()
    """The shown record was moved into the bin."""

    def __init__(self, spec: PageSpec, context: PageContext, link: str = "") -> None:
        """``link`` is the field that holds the owner of a part; it has no place on the form."""
        super().__init__()
        self.setObjectName("Panel")
        self.record_id: int | None = None
        self._version: int | None = None
        self._last: dict[str, Any] = {}
        self._spec, self.context, self._link = spec, context, link
        self._record = record = spec.record
        self.given: Mapping[str, Any] = {}
        """What every record of this form is given: its owner, and what follows from that."""
        self._kind = kind_of(record)
        self._records = context.workspace.records
        fields = [each for each in fields_of(record) if each.editable and each.name != link]
        editors = Editors(context.workspace.clock.today, self._records.choices)
        self.form = Form(fields, editors, LETTERS)
        self.form.edited.connect(self._show_state)
        self.second_look = SecondLook()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST)
        self._rest.timeout.connect(self._look_again)
        self._unsaved = Unsaved(lambda: self.form.dirty, self.save, self.reload)
        self.head, self.foot = Head(), Foot()
        self.remove_button = self.head.remove_button
        self._connect()
        views = [part.view(context, part) for part in spec.parts]
        for view in views:
            view.entered.connect(self.head.setHidden)
        form_tab = FormTab(self.form, self.second_look, self.foot, 10 if views else 0)
        self.parts = Parts(record.label.capitalize(), form_tab, views)
        edge = 0 if link else 20
        box = QVBoxLayout(self)
        box.setContentsMargins(edge, edge and 14, edge, edge and 14)
        box.setSpacing(4 if views else 10)
        box.addWidget(self.head)
        box.addWidget(self.parts, 1)

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask what to do with unsaved changes."""
        self.parts.leave(
            lambda: self._unsaved.settle(self.context.dialogs, self, proceed),
        )

    def begin(self, kept: Mapping[str, Any] | None = None) -> None:
        """Start a new record with its defaults, and with what is kept of the one before."""
        self.record_id = self._version = None
        usual = self._spec.start(self.context.workspace.clock.today())
        values = {**blank_values(self._record), **usual, **self.given, **(kept or {})}
        self.form.load(values)
        self._announce(f"New {self._record.label}")

    def open(self, number: int) -> None:
        """Show a stored record."""
        try:
            values = self._records.get(self._kind, number)
        except UserFacing as refusal:
            self.context.dialogs.error(self, refusal)
            return
        self.record_id, self._version = number, values["version"]
        self.form.load(values)
        title = self._records.title(self._kind, number)
        self._announce(title, Owner(number, title, values))

    def point_at(self, name: str) -> None:
        """Put the keyboard on a field, or go to a kind of part."""
        if name in self.form.rows:
            self.parts.setCurrentIndex(0)
            self.form.focus_on(name)
        else:
            self.parts.open_part(name, 0)

    def reload(self) -> None:
        """Show what is stored, or start the new record again."""
        if self.record_id is None:
            self.begin()
        else:
            self.open(self.record_id)

    def save(self) -> bool:
        """Store what was entered; return whether that worked."""
        fresh = self.record_id is None
        if not stored(self.form, self._store, self.context.dialogs, self):
            return False
        self.context.changes.changed.emit(self._kind)
        self._show_state(saved=True)
        if fresh:
            self.parts.go_on()
        return True

    def _store(self, values: Mapping[str, Any]) -> None:
        owner = {self._link: self.given[self._link]} if self._link else {}
        entered = {**values, **owner, "version": self._version}
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

        def begin_like() -> None:
            self.begin()
            self.form.fill(values)
            self.form.focus_first(skip_sticky=True)
            self._show_state()

        self.leave(begin_like)

    def remove(self) -> None:
        """Move the shown record into the bin, from where it can come back."""

        def proceed() -> None:
            if self.record_id is None:
                return
            try:
                item = self._records.delete(self._kind, self.record_id)
            except UserFacing as refusal:
                self.context.dialogs.error(self, refusal)
                return
            self.begin()
            self.context.changes.changed.emit(self._kind)
            self.context.changes.removed.emit(self._record.label, item)
            self.removed.emit()

        self.leave(proceed)

    def show_history(self) -> None:
        """Show what was changed in the shown record, and by whom."""
        if self.record_id is not None:
            changes = self._records.history(self._kind, self.record_id)
            show(HistoryDialog(self.head.title, changes, self))

    def _announce(self, title: str, owner: Owner | None = None) -> None:
        self.head.show_title(title)
        words, state = "", ""
        if self._spec.badge and owner:
            code = owner.values[self._spec.badge.name]
            words = in_words(field_of(self._record, self._spec.badge.name), code)
            state = self._spec.badge.states.get(code, "")
        self.head.badge.show_state(words, state)
        self.remove_button.setVisible(self.record_id is not None)
        self.parts.show_of(owner)
        known = self.record_id is not None and not self._record.sensitive
        self.foot.history_button.setVisible(known)
        self._show_state()
        self._look_again()
        self.shown.emit()

    def _show_state(self, *, saved: bool = False) -> None:
        self.foot.show_state(dirty=self.form.dirty, saved=saved)
        if self.context.workspace.cautions.has_any(self._kind):
            self._rest.start()

    def _look_again(self) -> None:
        """Ask the vault what deserves a second look."""
        self._rest.stop()
        values = {**self.given, **self.form.values()}
        self.second_look.show_words(
            self.context.workspace.cautions.of(self._kind, values, self.record_id)
        )

    def _connect(self) -> None:
        for keys, name, button in (
            ("Ctrl+S", "save", self.foot.save_button),
            ("Ctrl+Return Ctrl+Enter", "save_and_new", self.foot.next_button),
            ("Ctrl+D", "duplicate", None),
            ("Ctrl+Backspace", "remove", self.remove_button),
            ("Ctrl+H", "show_history", self.foot.history_button),
        ):
            if button:
                button.clicked.connect(lambda _=False, name=name: getattr(self, name)())
                button.setToolTip(keys.split()[0].replace("Return", "Enter"))
            if self._link:
                continue  # the keys of the page reach a part through its owner's ``front``
            action = QAction(self)
            action.setShortcuts([QKeySequence(each) for each in keys.split()])
            action.triggered.connect(lambda _=False, name=name: self._on_key(name))
            # Pages that are hidden keep their actions: only the one with the keyboard may answer.
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
        self.foot.discard_button.clicked.connect(self.reload)

    def _on_key(self, name: str) -> None:
        act = getattr(self.parts.front(self), name, None)
        if act:
            act()
