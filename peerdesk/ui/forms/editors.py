"""One editor for each type of field, all used alike: value, set_value, edited, problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from peerdesk.errors import UsageError
from peerdesk.hours import Hours
from peerdesk.models.fields import Field
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.ui.forms.chips import CodesEditor
from peerdesk.ui.forms.choice import ChoiceEditor, Choices
from peerdesk.ui.forms.typed_dates import read_day, read_month
from peerdesk.vocabulary import vocabulary

_DAY_TIP = "Type 11/5, t for today, y for yesterday or mon for last Monday. Arrows move by a day."


class Editor(Protocol):
    """What every editor can do. ``problem`` is empty when the entry can be understood."""

    edited: Any
    """A signal: the user changed the entry."""

    def value(self) -> Any:
        """Return the entry as its field's type, or None."""
        ...

    def set_value(self, value: Any) -> None:
        """Show a value."""
        ...

    def problem(self) -> str:
        """Return why the entry cannot be understood."""
        ...


class TextEditor(QLineEdit):
    """One line of text; an empty one is None."""

    edited = Signal()

    def __init__(self, most: int | None = None) -> None:
        super().__init__()
        if most:
            self.setMaxLength(most)
        self.textEdited.connect(lambda _: self.edited.emit())

    def value(self) -> Any:
        """Return the text, or None."""
        return self.text().strip() or None

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.setText(value or "")

    def problem(self) -> str:
        """Return an empty text: any text can be understood."""
        return ""


class ParsedEditor(TextEditor):
    """A line that is read by a function, which raises ValueError with advice."""

    def __init__(self, read: Callable[[str], Any], write: Callable[[Any], str]) -> None:
        super().__init__()
        self._read, self._write = read, write
        self.editingFinished.connect(self._tidy)

    def value(self) -> Any:
        """Return what was understood, or None."""
        try:
            return self._read(self.text())
        except ValueError:
            return None

    def set_value(self, value: Any) -> None:
        """Show a value as it is usually written."""
        self.setText("" if value is None else self._write(value))

    def problem(self) -> str:
        """Return the advice for an entry that could not be read."""
        try:
            self._read(self.text())
        except ValueError as advice:
            return str(advice)
        return ""

    def _tidy(self) -> None:
        if not self.problem():
            self.set_value(self.value())


class SteppedEditor(ParsedEditor):
    """A parsed line whose value the up and down keys move by one."""

    def __init__(
        self,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        step: Callable[[Any, int], Any],
        start: Callable[[], Any],
    ) -> None:
        super().__init__(read, write)
        self._step, self._start = step, start

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the value with the arrow keys."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
            return
        value = self.value()
        self.set_value(self._start() if value is None else self._step(value, steps))
        self.edited.emit()


class YesNoEditor(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.clicked.connect(self.edited.emit)

    def value(self) -> Any:
        """Return whether the box is ticked."""
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        """Tick the box or not."""
        self.setChecked(bool(value))

    def problem(self) -> str:
        """Return an empty text: a tick is always understood."""
        return ""


class Editors:
    """Makes the editor of a field, given the day and where to find records to refer to."""

    def __init__(
        self, today: Callable[[], date], choices: Callable[[str], Sequence[tuple[int, str]]]
    ) -> None:
        self._today = today
        self._choices = choices
        self._by_type: Mapping[type, Callable[[Field], QWidget]] = {
            str: lambda field: TextEditor(field.most),
            int: lambda _: ParsedEditor(_read_number, str),
            bool: lambda field: YesNoEditor(field.label),
            date: lambda _: self._day(),
            Month: lambda _: self._month(),
            Period: lambda _: self._period(),
            Hours: lambda _: ParsedEditor(_read_hours, str),
            Codes: lambda field: CodesEditor(_terms(field), field.most),
        }

    def editor(self, field: Field) -> QWidget:
        """Return a new editor for a field; it keeps the ``Editor`` protocol."""
        if field.refers_to:
            return ChoiceEditor(self._choices(field.refers_to))
        if field.vocabulary and field.type is str:
            return ChoiceEditor(_terms(field))
        return self._by_type[field.type](field)

    def choices(self, kind: str) -> Choices:
        """Return the records of a kind that a field can refer to."""
        return self._choices(kind)

    def _day(self) -> QWidget:
        editor = SteppedEditor(
            lambda text: read_day(text, self._today()),
            lambda day: f"{day:%m/%d/%Y}",
            lambda day, steps: day + timedelta(steps),
            self._today,
        )
        editor.setPlaceholderText("mm/dd/yyyy")
        editor.setToolTip(_DAY_TIP)
        return editor

    def _month(self) -> QWidget:
        return SteppedEditor(
            lambda text: read_month(text, self._today()),
            lambda month: month.label,
            lambda month, steps: month.plus(steps),
            lambda: Month.of(self._today()),
        )

    def _period(self) -> QWidget:
        return SteppedEditor(
            _read_period,
            str,
            lambda period, steps: Period(period.start.plus(steps * period.length), period.length),
            lambda: Month.of(self._today()).quarter,
        )


def _terms(field: Field) -> Choices:
    terms = vocabulary(field.vocabulary or "").terms
    return [(term.code, term.label) for term in terms]


def _read_number(text: str) -> int | None:
    said = text.strip().replace(",", "")
    if not said:
        return None
    if not said.isascii() or not said.isdigit():
        raise ValueError("Enter a whole number.")
    return int(said)


def _read_hours(text: str) -> Hours | None:
    return Hours.parse(text) if text.strip() else None


def _read_period(text: str) -> Period | None:
    if not text.strip():
        return None
    try:
        return Period.parse(text.upper())
    except UsageError:
        raise ValueError("Write 2026, 2026-H1 or 2026-Q3.") from None
