"""The right half of a record page: title, badge, the form, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
)

from peerdesk.models.fields import Field
from peerdesk.ui.buttons import primary
from peerdesk.ui.forms import Form
from peerdesk.ui.lists import in_words

_GOOD = ("active", "provisional")
_REST = ("leave", "inactive", "suspended")


class Detail(QFrame):
    """Frames a form."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self.setObjectName("Panel")
        self._form = form
        self._title = QLabel()
        self._title.setObjectName("SectionTitle")
        self._badge = QLabel()
        self._badge.setObjectName("Badge")
        self._state = QLabel()
        self._state.setObjectName("Muted")
        self.save_button = primary("Save")
        self.discard_button = QPushButton("Discard")
        self.remove_button = QPushButton("Remove…")
        form.edited.connect(self.show_state)
        self._lay_out(form)

    def words(self, field: Field, values: Mapping[str, Any]) -> str:
        """Return a field's value as people read it."""
        return in_words(field, values[field.name])

    def show_title(
        self, title: str, badge: tuple[Field, Mapping[str, Any]] | None, *, can_remove: bool
    ) -> None:
        """Name the record that the form holds."""
        self._title.setText(title)
        self._badge.setVisible(badge is not None)
        self.remove_button.setVisible(can_remove)
        if badge:
            field, values = badge
            code = values[field.name]
            state = "good" if code in _GOOD else "warn" if code in _REST else ""
            self._badge.setText(self.words(field, values))
            self._badge.setProperty("state", state)
            self._badge.style().unpolish(self._badge)
            self._badge.style().polish(self._badge)
        self.show_state()

    def show_state(self) -> None:
        """Say whether there are unsaved changes."""
        dirty = self._form.dirty
        self._state.setText("● Unsaved changes" if dirty else "")
        self._state.setProperty("state", "warn")
        self._state.style().polish(self._state)
        self.discard_button.setEnabled(dirty)

    def _lay_out(self, form: Form) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._badge)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._state)
        foot.addStretch(1)
        for each in (self.remove_button, self.discard_button, self.save_button):
            foot.addWidget(each)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(form)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        form.setContentsMargins(2, 0, 8, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 14)
        box.setSpacing(10)
        box.addLayout(head)
        box.addWidget(scroll, 1)
        box.addLayout(foot)
