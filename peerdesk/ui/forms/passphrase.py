"""A line for a passphrase: shown on request, with a word of warning while Caps Lock is on."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

SHORTEST = 12
_GOOD = 15
_WEAK = ("password", "passphrase", "qwertyuiop", "123456789", "abcdefgh", "peersupport")
_FEWEST_DIFFERENT = 6
_BESIDE_WEAK = 8
"""How many more characters a passphrase needs when a word that everyone tries is in it."""


def same(first: str, second: str) -> bool:
    """Say whether two entries are one passphrase, however the keyboard composed its accents."""
    return _normal(first) == _normal(second)


def advice(entered: str) -> tuple[bool, str]:
    """Return whether a new passphrase is enough, and one sentence about it."""
    text = _normal(entered)
    missing = SHORTEST - len(text)
    if missing > 0:
        sign = "character" if missing == 1 else "characters"
        return False, f"Add at least {missing} more {sign}."
    plain = "".join(text.casefold().split())
    if len(set(plain)) < _FEWEST_DIFFERENT:
        return False, "Use more than a few different characters."
    if any(word in plain and len(plain) - len(word) < _BESIDE_WEAK for word in _WEAK):
        return False, "That is easy to guess. Several words that do not belong together are better."
    if len(text) < _GOOD and len(text.split()) < 3:
        return True, "Long enough. 15 characters, or a few words, are better."
    return True, "Good."


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


class PassphraseLine(QWidget):
    """A labeled line that hides what is typed until "Show" is ticked."""

    edited = Signal()
    entered = Signal()

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(label.replace("&", ""))
        self.line.textEdited.connect(self.edited)
        self.line.returnPressed.connect(self.entered)
        self.line.installEventFilter(self)
        self._show = QCheckBox("Show")
        self._show.setAccessibleName(f"Show {label.replace('&', '').lower()}")
        self._show.toggled.connect(self._reveal)
        self._caps = QLabel("Caps Lock is on.")
        self._caps.setObjectName("Muted")
        self._caps.hide()
        self._lay_out(label)
        self.setFocusProxy(self.line)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed, and what undoing could bring back."""
        self.line.setText("")
        self._show.setChecked(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice Caps Lock by a letter whose case does not fit the Shift key."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            letter = event.text()
            if len(letter) == 1 and letter.upper() != letter.lower():
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._caps.setVisible(letter.isupper() != shift)
        return super().eventFilter(watched, event)

    def _reveal(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)

    def _lay_out(self, label: str) -> None:
        name = QLabel(label)
        name.setBuddy(self.line)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.line, 1)
        row.addWidget(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(name)
        column.addLayout(row)
        column.addWidget(self._caps)
