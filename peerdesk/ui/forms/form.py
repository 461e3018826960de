"""Forms built from the field declarations: labels, hints, messages and checks in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from peerdesk.models.fields import Field
from peerdesk.ui.forms.choice import ChoiceEditor
from peerdesk.ui.forms.editors import Editors
from peerdesk.ui.forms.row import FormRow, mnemonics

_TWO_COLUMNS_FROM = 88
"""Width, in average letters, from which fields stand in two columns."""
_LABEL = 20
"""Width of a label, in average letters; a longer one takes two lines."""
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""Reasons for which a field loses the keyboard without being left."""


class Form(QWidget):
    """Edits the values of one record.

    A field that was changed is checked when it is left, and all are when the form is saved; one
    that has a message is checked with every key. ``reserved`` are the mnemonic letters of the rest
    of the page.
    """

    edited = Signal()

    def __init__(self, fields: Sequence[Field], editors: Editors, reserved: str = "") -> None:
        super().__init__()
        letters = mnemonics([field.label for field in fields], reserved)
        self.rows = {
            field.name: FormRow(field, editors.editor(field), letter)
            for field, letter in zip(fields, letters, strict=True)
        }
        self._editors = editors
        self._loaded: dict[str, Any] = {}
        self._grids: list[_Grid] = []
        self._lay_out(fields)
        for row in self.rows.values():
            row.editor.edited.connect(row.recheck)
            row.editor.edited.connect(self.edited)
            row.target.installEventFilter(self)
            row.show_message("")

    @property
    def dirty(self) -> bool:
        """Whether something was entered since the values were loaded."""
        return any(self._changed(row) for row in self.rows.values())

    def load(self, values: Mapping[str, Any]) -> None:
        """Show the values of a record and forget every message."""
        self.fill({name: values.get(name) for name in self.rows})
        for row in self.rows.values():
            row.show_message("")
        self._loaded = self.values()

    def fill(self, values: Mapping[str, Any]) -> None:
        """Enter values as the user might: they count as changed."""
        for name in self.rows.keys() & values.keys():
            self.rows[name].editor.set_value(values[name])

    def values(self) -> dict[str, Any]:
        """Return every field's entry as its type; what cannot be understood is None."""
        return {name: row.editor.value() for name, row in self.rows.items()}

    def check(self) -> bool:
        """Show every message and go to the first; return whether there was none."""
        self.show_problems({name: row.wrong() for name, row in self.rows.items()})
        return not any(row.message for row in self.rows.values())

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show messages by field, and go to the first."""
        for name, row in self.rows.items():
            row.show_message(problems.get(name, ""))
        first = next((row for row in self.rows.values() if row.message), None)
        if first:
            _go(first)

    def focus_first(self, *, skip_sticky: bool = False) -> None:
        """Go to the first field, or the first that does not keep its value."""
        rows = [row for row in self.rows.values() if not (skip_sticky and row.field.sticky)]
        _go(rows[0])

    def focus_on(self, name: str) -> None:
        """Go to a field."""
        _go(self.rows[name])

    def reload_choices(self, kind: str) -> None:
        """Offer the records of a kind as they are now."""
        for row in self.rows.values():
            if row.field.refers_to == kind and isinstance(row.widget, ChoiceEditor):
                row.widget.set_choices(self._editors.choices(kind))

    def minimumSizeHint(self) -> QSize:
        """Let the form get as narrow as it must; then its fields stand in one column."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the fields in one column or two, as the width allows."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Check a changed field when it is left."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _PASSING:
            for row in self.rows.values():
                if row.target is watched and self._changed(row):
                    row.show_message(row.wrong())
        return super().eventFilter(watched, event)

    def _changed(self, row: FormRow) -> bool:
        kept = self._loaded.get(row.field.name)
        return bool(row.editor.value() != kept or row.editor.problem())

    def _lay_out(self, fields: Sequence[Field]) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        for section, members in groupby(fields, key=lambda field: field.section):
            if section:
                title = QLabel(section)
                title.setObjectName("SectionTitle")
                title.setContentsMargins(0, 8, 0, 2)
                page.addWidget(title)
            grid = _Grid([self.rows[field.name] for field in members])
            page.addLayout(grid)
            self._grids.append(grid)
        page.addStretch(1)
        self._arrange()

    def _arrange(self) -> None:
        letter = self.fontMetrics().averageCharWidth()
        columns = 2 if self.width() >= letter * _TWO_COLUMNS_FROM else 1
        for grid in self._grids:
            grid.arrange(columns, letter * _LABEL)


def _go(row: FormRow) -> None:
    row.target.setFocus(Qt.FocusReason.TabFocusReason)
    around = row.widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(row.target, 0, 2 * row.target.height())
        around = around.parentWidget()


class _Grid(QGridLayout):
    """The fields of one section: label and editor side by side, hint or message below."""

    def __init__(self, rows: Sequence[FormRow]) -> None:
        super().__init__()
        self._rows = rows
        self._shape = (0, 0)
        self.setHorizontalSpacing(12)
        self.setVerticalSpacing(4)

    def arrange(self, columns: int, label_width: int) -> None:
        """Put the fields into so many columns; wide ones take a line of their own."""
        if self._shape == (columns, label_width):
            return
        self._shape = (columns, label_width)
        line = side = 0
        for row in self._rows:
            span = columns if row.wide else 1
            if side + span > columns:
                line, side = line + 1, 0
            self._place(row, line, side, 2 * span - 1)
            row.label.setFixedWidth(label_width)
            row.align_label()
            side += span
        for side in range(2):
            self.setColumnStretch(2 * side + 1, 1 if side < columns else 0)

    def _place(self, row: FormRow, line: int, side: int, span: int) -> None:
        for widget in (row.label, row.widget, row.below):
            self.removeWidget(widget)
        self.addWidget(row.label, 2 * line, 2 * side)
        self.addWidget(row.widget, 2 * line, 2 * side + 1, 1, span)
        self.addWidget(row.below, 2 * line + 1, 2 * side + 1, 1, span)
