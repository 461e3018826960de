"""Keeps what is entered on a page as a draft in the vault, and offers it when the page is back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton

from peerdesk.errors import UserFacing
from peerdesk.services.records.drafts import Drafts, Kept, Typed
from peerdesk.ui.forms.form import Form
from peerdesk.ui.records.detail import Detail
from peerdesk.ui.widgets import labels

_EVERY = 5_000
"""In milliseconds: how long an entry may be in no file at all."""


@dataclass(frozen=True)
class Source:
    """A form as its draft needs it."""

    page: str
    """What the page is called among the drafts: the kind of its records."""
    dirty: Callable[[], bool]
    entered: Callable[[], tuple[int | None, Mapping[str, Any]]]
    """The number of the record in the form, and its values."""
    leave: Callable[[Callable[[], None]], None]
    """Settles what is in the form before something else takes its place."""
    resume: Callable[[Kept], None]
    """Puts a draft into the form, as if it had been typed."""


class Drafting(QFrame):
    """A band above a form: hidden, unless there is a draft to continue or to drop."""

    def __init__(self, source: Source, drafts: Drafts, today: Callable[[], date]) -> None:
        super().__init__()
        self.setObjectName("Band")
        self._source, self._drafts, self._today = source, drafts, today
        self._own: int | None = None
        """The draft of what is in the form now."""
        self._written: object = None
        self._offered: Kept | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._on_time)
        self.words = labels.words()
        self.continue_button = QPushButton("Continue it")
        self.drop_button = QPushButton("Drop it")
        self.continue_button.clicked.connect(self.resume)
        self.drop_button.clicked.connect(self._drop)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(self.words, 1)
        row.addWidget(self.continue_button)
        row.addWidget(self.drop_button)
        self._offer()

    def edited(self) -> None:
        """Keep a draft soon; forget it when everything was taken back."""
        if not self._source.dirty():
            self.settled()
        elif not self._timer.isActive():
            self._timer.start()

    def settled(self) -> None:
        """Forget the draft of what was just saved or given up."""
        self._timer.stop()
        if self._own is not None and not self._source.dirty():
            number, self._own, self._written = self._own, None, None
            self._drafts.drop(number)

    def keep(self) -> str:
        """Keep what is not saved, now; return why that failed, or an empty text."""
        self._timer.stop()
        if not self._source.dirty():
            return ""
        entered = self._source.entered()
        if entered == self._written:
            return ""
        try:
            self._own = self._drafts.save(self._source.page, *entered, self._own)
        except UserFacing as problem:
            self._say(f"What you entered could not be kept as a draft. {problem}")
            return str(problem)
        self._written = entered
        return ""

    def _on_time(self) -> None:
        if self.window().isVisible():  # a page that was put away has no vault any more
            self.keep()

    def _offer(self) -> None:
        waiting = [each for each in self._drafts.of(self._source.page) if each.number != self._own]
        self._offered = waiting[0] if waiting else None
        if self._offered is None:
            self.hide()
        else:
            when = _clock_time(self._offered.at, self._today())
            self._say(f"A draft from {when} was not saved.", offer=True)

    def _say(self, words: str, *, offer: bool = False) -> None:
        self.words.setText(words)
        self.continue_button.setVisible(offer)
        self.drop_button.setVisible(offer)
        if self.parentWidget() is not None:  # or it would be a window of its own
            self.show()

    def resume(self) -> None:
        """Put the draft that is offered into the form, once what is there is settled."""
        offered = self._offered
        if offered is not None:
            self._source.leave(lambda: self._resume(offered))

    def _resume(self, kept: Kept) -> None:
        self.settled()
        self._source.resume(kept)
        self._own, self._written = kept.number, None
        self._timer.start()
        self._offer()

    def _drop(self) -> None:
        if self._offered is not None:
            self._drafts.drop(self._offered.number)
        self._offer()


def drafting(page: str, detail: Detail, drafts: Drafts, today: Callable[[], date]) -> Drafting:
    """Return the drafts of a page whose records are edited in a ``Detail``."""
    form = detail.form

    def resume(kept: Kept) -> None:
        if kept.record_id is not None:
            detail.open(kept.record_id)
        if kept.record_id is None or kept.record_id != detail.record_id:
            detail.begin()  # new, or removed in the meantime
        fill(form, kept.values)
        form.focus_first()

    # What a stored record holds already is left out: it may be changed before the draft is back.
    loaded: dict[str, Any] = {}

    def remember() -> None:
        loaded.clear()
        if detail.record_id is not None:
            loaded.update(form.values())

    def entered_now() -> tuple[int | None, Mapping[str, Any]]:
        values = entries(form)
        changed = {name: value for name, value in values.items() if value != loaded.get(name)}
        return detail.record_id, values if detail.record_id is None else changed

    source = Source(page, lambda: form.dirty, entered_now, detail.leave, resume)
    band = Drafting(source, drafts, today)
    remember()
    detail.shown.connect(remember)
    detail.shown.connect(band.settled)
    form.edited.connect(band.edited)
    return band


def entries(form: Form) -> dict[str, Any]:
    """Return what stands in a form, with the text of what cannot be read yet."""
    return {
        name: Typed(row.widget.text())
        if row.editor.problem() and isinstance(row.widget, QLineEdit)
        else row.editor.value()
        for name, row in form.rows.items()
    }


def fill(form: Form, values: Mapping[str, Any]) -> None:
    """Enter what stood in a draft, as if it had been typed."""
    form.fill({name: value for name, value in values.items() if not isinstance(value, Typed)})
    for name in form.rows.keys() & values.keys():
        widget = form.rows[name].widget
        if isinstance(values[name], Typed) and isinstance(widget, QLineEdit):
            widget.setText(values[name].text)
    form.edited.emit()


def _clock_time(at: datetime, today: date) -> str:
    here = at.astimezone()
    day = "" if here.date() == today else f"{here:%B} {here.day}, "
    return f"{day}{here:%H:%M}"
