"""Forms built from the field declarations: labels, hints, messages and checks in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from peerdesk.models.fields import Field
from peerdesk.services.checks import check_field
from peerdesk.ui.editors import Editor, Editors, YesNoEditor

_TWO_COLUMNS_FROM = 104
"""Width, in average letters, from which fields stand in two columns."""


class FormRow:
    """One field: its label, its editor, and a line below for a hint or a message."""

    def __init__(self, field: Field, widget: QWidget, mnemonic: str) -> None:
        self.field = field
        self.widget = widget
        self.editor = cast("Editor", widget)
        self.label = QLabel()
        if not isinstance(widget, YesNoEditor):
            star = " *" if field.required else ""
            self.label.setText(f"{mnemonic}{star}")
            self.label.setBuddy(widget)
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.label.setContentsMargins(0, 6, 0, 0)
        self.below = QLabel(field.hint)
        self.below.setObjectName("FieldHint")
        self.below.setWordWrap(True)
        widget.setAccessibleName(field.label)
        widget.setObjectName(field.name)
        self.message = ""

    def show_message(self, message: str) -> None:
        """Show what is wrong, or the hint where nothing is."""
        self.message = message
        self.below.setObjectName("FieldError" if message else "FieldHint")
        self.below.setText(f"⚠ {message}" if message else self.field.hint)
        self.below.setVisible(bool(message or self.field.hint))
        self.widget.setAccessibleDescription(message or self.field.hint)
        self.widget.setProperty("invalid", "true" if message else "false")
        for each in (self.below, self.widget):
            each.style().unpolish(each)
            each.style().polish(each)

    def wrong(self) -> str:
        """Return what is wrong with the entry, or an empty text."""
        return self.editor.problem() or check_field(self.field, self.editor.value()) or ""


class Form(QWidget):
    """Edits the values of one record.

    A field is checked when it is left and when the form is saved; after a first message it is
    checked with every key.
    """

    edited = Signal()

    def __init__(self, fields: Sequence[Field], editors: Editors) -> None:
        super().__init__()
        mnemonics = _mnemonics([field.label for field in fields])
        self.rows = {
            field.name: FormRow(field, editors.editor(field), mnemonic)
            for field, mnemonic in zip(fields, mnemonics, strict=True)
        }
        self._loaded: dict[str, Any] = {}
        self._grids: list[tuple[QGridLayout, list[FormRow]]] = []
        self._columns = 0
        self._lay_out(fields)
        for row in self.rows.values():
            row.editor.edited.connect(lambda row=row: self._on_edited(row))
            _on_left(row, self._on_left)

    @property
    def dirty(self) -> bool:
        """Whether something was entered since the values were loaded."""
        return any(self._changed(row) for row in self.rows.values())

    def load(self, values: Mapping[str, Any]) -> None:
        """Show the values of a record and forget every message."""
        for name, row in self.rows.items():
            row.editor.set_value(values.get(name))
            row.show_message("")
        self._loaded = self.values()

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
            first.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self, *, skip_sticky: bool = False) -> None:
        """Go to the first field, or the first that does not keep its value."""
        rows = [row for row in self.rows.values() if not (skip_sticky and row.field.sticky)]
        rows[0].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        """Let the form get as narrow as it must; then its fields stand in one column."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the fields in one column or two, as the width allows."""
        super().resizeEvent(event)
        self._arrange()

    def _changed(self, row: FormRow) -> bool:
        kept = self._loaded.get(row.field.name)
        return bool(row.editor.value() != kept or row.editor.problem())

    def _on_edited(self, row: FormRow) -> None:
        if row.message:
            row.show_message(row.wrong())
        self.edited.emit()

    def _on_left(self, row: FormRow) -> None:
        if self._changed(row):
            row.show_message(row.wrong())

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
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(8)
            page.addLayout(grid)
            self._grids.append((grid, [self.rows[field.name] for field in members]))
        page.addStretch(1)
        self._arrange()

    def _arrange(self) -> None:
        letters = self.width() / max(1, self.fontMetrics().averageCharWidth())
        columns = 2 if letters >= _TWO_COLUMNS_FROM else 1
        if columns == self._columns:
            return
        self._columns = columns
        label_width = max(row.label.sizeHint().width() for row in self.rows.values())
        for grid, rows in self._grids:
            self._fill(grid, rows, min(label_width, self.fontMetrics().averageCharWidth() * 22))

    def _fill(self, grid: QGridLayout, rows: list[FormRow], label_width: int) -> None:
        for position, row in enumerate(rows):
            line, side = divmod(position, self._columns)
            row.label.setFixedWidth(label_width)
            row.label.setWordWrap(True)
            row.widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            grid.addWidget(row.label, 2 * line, 2 * side, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(row.widget, 2 * line, 2 * side + 1)
            grid.addWidget(row.below, 2 * line + 1, 2 * side + 1)
        for side in range(2):
            grid.setColumnStretch(2 * side + 1, 1 if side < self._columns else 0)


def _on_left(row: FormRow, heard: Any) -> None:
    line = getattr(row.widget, "line", row.widget)
    finished = getattr(line, "editingFinished", None)
    if finished is not None:
        finished.connect(lambda: heard(row))


def _mnemonics(labels: Sequence[str]) -> list[str]:
    """Return the labels with a key of their own each, as long as letters last."""
    taken: set[str] = set()
    marked = []
    for label in labels:
        place = next(
            (i for i, sign in enumerate(label) if sign.isalpha() and sign.lower() not in taken),
            None,
        )
        if place is not None:
            taken.add(label[place].lower())
            label = f"{label[:place]}&{label[place:]}"  # noqa: PLW2901 - the marked form replaces it
        marked.append(label)
    return marked
