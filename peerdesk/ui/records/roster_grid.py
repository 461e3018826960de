"""The roster as a sheet: a box to tick for each supporter, and the fields beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QScrollArea, QWidget

from peerdesk.models.fields import Field
from peerdesk.services.records.roster_sheet import SheetRow
from peerdesk.services.store.checks import check_field
from peerdesk.ui.forms.editors import Editor, Editors

_MOVES: Mapping[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class SheetLine:
    """One supporter: a box to tick, and an editor for each field of the part."""

    def __init__(self, row: SheetRow, fields: list[Field], editors: Editors) -> None:
        self.supporter_id = row.supporter_id
        self.name = row.name
        self.tick = QCheckBox(row.name)
        self.widgets: dict[str, QWidget] = {}
        for field in fields:
            widget = editors.editor(field)
            if isinstance(widget, QCheckBox):
                widget.setText("")
            widget.setAccessibleName(f"{row.name}: {field.label}")
            self.widgets[field.name] = widget
        self._fields = {field.name: field for field in fields}
        self.tick.setChecked(row.values is not None)
        self.fill(row.values or {})

    @property
    def ticked(self) -> bool:
        """Whether the supporter belongs to it."""
        return self.tick.isChecked()

    def values(self) -> dict[str, Any]:
        """Return what stands in the fields."""
        return {name: cast("Editor", each).value() for name, each in self.widgets.items()}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Show values, or nothing where the supporter is not ticked."""
        for name, widget in self.widgets.items():
            widget.setEnabled(self.ticked)
            if not self.ticked or name in values:
                cast("Editor", widget).set_value(values.get(name))

    def problem(self) -> str:
        """Return what is wrong with the line."""
        for name, widget in self.widgets.items():
            editor = cast("Editor", widget)
            wrong = editor.problem() or check_field(self._fields[name], editor.value()) or ""
            if self.ticked and wrong:
                return f"{self.name}, {self._fields[name].label.lower()}: {wrong}"
        return ""


class SheetGrid(QScrollArea):
    """All lines. Space ticks, arrows and first letters move from name to name."""

    ticked_one = Signal(object)
    """A line was ticked or unticked."""
    edited = Signal()

    def __init__(self, fields: Sequence[Field], editors: Editors) -> None:
        super().__init__()
        self._fields, self._editors = tuple(fields), editors
        self.lines: list[SheetLine] = []
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def ticked(self) -> dict[int, dict[str, Any]]:
        """Return the fields of everyone who is ticked, by supporter."""
        return {line.supporter_id: line.values() for line in self.lines if line.ticked}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move from name to name with arrows and first letters."""
        # Qt asks a scroll area about its own view too.
        here = next((n for n, line in enumerate(self.lines) if line.tick is watched), None)
        if (
            here is not None
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            there = self._target(here, event)
            if there is not None:
                self.lines[there].tick.setFocus(Qt.FocusReason.TabFocusReason)
                self.ensureWidgetVisible(self.lines[there].tick)
                return True
        return super().eventFilter(watched, event)

    def _target(self, here: int, event: QKeyEvent) -> int | None:
        count = len(self.lines)
        if step := _MOVES.get(event.key()):
            return min(max(here + step, 0), count - 1)
        letter = event.text().casefold()
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if not letter.isalpha() or held:
            return None
        order = [(here + 1 + each) % count for each in range(count)]
        return next((n for n in order if self.lines[n].name.casefold().startswith(letter)), None)

    def show_lines(self, rows: Sequence[SheetRow]) -> None:
        """Show a sheet."""
        self.lines = [SheetLine(row, list(self._fields), self._editors) for row in rows]
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        for column, field in enumerate(self._fields, start=1):
            head = QLabel(field.label)
            head.setObjectName("Muted")
            head.setToolTip(field.hint)
            grid.addWidget(head, 0, column)
        for row, line in enumerate(self.lines, start=1):
            grid.addWidget(line.tick, row, 0)
            line.tick.installEventFilter(self)
            line.tick.clicked.connect(lambda _=False, line=line: self.ticked_one.emit(line))
            for column, widget in enumerate(line.widgets.values(), start=1):
                cast("Editor", widget).edited.connect(self.edited)
                grid.addWidget(widget, row, column)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(self.lines) + 1, 1)
        self.setWidget(content)
