"""One field on a form: its label, its editor, and what is said below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from peerdesk.models.fields import Field
from peerdesk.models.types import Codes
from peerdesk.services.store.checks import check_field
from peerdesk.ui.forms.editors import Editor
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.sign import Sign
from peerdesk.ui.widgets.theme import mark

_MENUS = "FEVGH"
"""Letters that open the menus."""


class FormRow:
    """A field with its widgets. ``target`` is the widget that takes the keyboard."""

    def __init__(self, field: Field, widget: QWidget, mnemonic: str) -> None:
        self.field = field
        self.widget = widget
        self.editor = cast("Editor", widget)
        self.target = widget.focusProxy() or widget
        self.wide = field.type is Codes
        self.label = labels.words()
        self.below = _Note(field.hint)
        if isinstance(widget, QCheckBox):
            widget.setText(mnemonic)
        else:
            self.label.setText(f"{mnemonic} *" if field.required else mnemonic)
            self.label.setBuddy(self.target)
        upright = QSizePolicy.Policy.Preferred if self.wide else QSizePolicy.Policy.Fixed
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, upright)
        widget.setAccessibleName(field.label)
        widget.setObjectName(field.name)

    @property
    def message(self) -> str:
        """What is said to be wrong, or an empty text."""
        return self.below.message

    def show_message(self, message: str) -> None:
        """Show what is wrong, or the hint where nothing is."""
        self.below.show_message(message)
        need = "Required." if self.field.required else ""
        self.widget.setAccessibleDescription(message or f"{need} {self.field.hint}".strip())
        invalid = "true" if message else "false"
        if self.target.property("invalid") != invalid:
            mark(self.target, invalid, "invalid")

    def wrong(self) -> str:
        """Return what is wrong with the entry, or an empty text."""
        return self.editor.problem() or check_field(self.field, self.editor.value()) or ""

    def recheck(self) -> None:
        """Check again where a message is shown."""
        if self.message:
            self.show_message(self.wrong())

    def align_label(self) -> None:
        """Bring the label level with the line in which the keyboard is."""
        if self.wide:
            gap = self.target.sizeHint().height() - self.label.fontMetrics().height()
            self.label.setContentsMargins(0, gap // 2, 0, 0)
        side = Qt.AlignmentFlag.AlignTop if self.wide else Qt.AlignmentFlag.AlignVCenter
        self.label.setAlignment(Qt.AlignmentFlag.AlignLeft | side)


class _Note(QWidget):
    """The hint of a field, or in its place what is wrong with the entry."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.message = ""
        self._hint = labels.words(hint, "FieldHint")
        self._words = labels.words("", "FieldError")
        self._error = QWidget()
        row = QHBoxLayout(self._error)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        sign = Sign("triangle-alert", "", 1.0, QPalette.ColorRole.BrightText)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.addWidget(self._hint)
        column.addWidget(self._error)

    def text(self) -> str:
        return self.message or self._hint.text()

    def show_message(self, message: str) -> None:
        self.message = message
        self._words.setText(message)
        self._error.setVisible(bool(message))
        self._hint.setVisible(not message)
        self.setVisible(bool(self.text()))


def mnemonics(labels: Sequence[str], reserved: str = "") -> list[str]:
    """Return the labels with a letter of their own marked in each, as long as letters last.

    First letters of words come first. The menus' letters are never given away, nor are those of
    ``reserved``, which the rest of the page uses.
    """
    taken = {letter.lower() for letter in _MENUS + reserved}
    marked = []
    for label in labels:
        starts = [i for i in range(len(label)) if i == 0 or label[i - 1] == " "]
        letters = (i for i in (*starts, *range(len(label))) if label[i].isalpha())
        place = next((i for i in letters if label[i].lower() not in taken), None)
        if place is not None:
            taken.add(label[place].lower())
        marked.append(label if place is None else f"{label[:place]}&{label[place:]}")
    return marked
