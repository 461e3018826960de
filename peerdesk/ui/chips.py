"""Several codes of a list, as chips beside one line to type in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QPushButton, QWidget

from peerdesk.models.types import Codes


class CodesEditor(QWidget):
    """Typing finds a term and Enter, comma or Tab takes it; Backspace drops the last one.

    One tab stop. A chip can be clicked away.
    """

    edited = Signal()

    def __init__(self, terms: Sequence[tuple[str, str]], most: int | None = None) -> None:
        super().__init__()
        self._labels = dict(terms)
        self._most = most
        self._codes: tuple[str, ...] = ()
        self._chips: list[QPushButton] = []
        self.line = QLineEdit()
        self.line.setPlaceholderText("Type to add")
        self.line.setMinimumWidth(self.fontMetrics().averageCharWidth() * 10)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._take)
        self._completer = QCompleter(list(self._labels.values()), self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(12)
        self.line.setCompleter(self._completer)
        self.setFocusProxy(self.line)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self.line, 1)

    def value(self) -> Any:
        """Return the codes chosen."""
        return Codes(self._codes)

    def set_value(self, value: Any) -> None:
        """Show a set of codes."""
        self._codes = tuple(value or ())
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(code) for code in self._codes]
        for position, chip in enumerate(self._chips):
            self._row.insertWidget(position, chip)
        self.line.setPlaceholderText("Type to add" if self._room_left() else "")

    def problem(self) -> str:
        """Return why the words typed last name no term."""
        said = self.line.text().strip()
        return "Please choose from the list." if said and not self._meant(said) else ""

    def setAccessibleName(self, name: str) -> None:
        """Name the line that is typed in."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        """Describe the line that is typed in."""
        super().setAccessibleDescription(description)
        self.line.setAccessibleDescription(description)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a term with Enter or comma, drop the last with Backspace."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma):
                self._take()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._codes:
                self._change(self._codes[:-1])
                return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        # Keys typed while the list of suggestions is open never reach the event filter.
        if "," in text:
            self.line.setText(text.replace(",", ""))
            self._take()
        else:
            self.edited.emit()

    def _take(self) -> None:
        code = self._meant(self.line.text().strip())
        if code:
            self.line.clear()
            if code not in self._codes and self._room_left():
                self._change((*self._codes, code))

    def _meant(self, said: str) -> str:
        """Return the code of the first term that is, begins with, or contains what was typed."""
        said = said.lower()
        tests = (str.__eq__, str.startswith, str.__contains__)
        for test in tests if said else ():
            for code, label in self._labels.items():
                if test(label.lower(), said):
                    return code
        return ""

    def _room_left(self) -> bool:
        return self._most is None or len(self._codes) < self._most

    def _change(self, codes: tuple[str, ...]) -> None:
        self.set_value(codes)
        self.edited.emit()

    def _chip(self, code: str) -> QPushButton:
        label = self._labels.get(code, code)
        chip = QPushButton(f"{label}  ×")
        chip.setObjectName("Chip")
        chip.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        chip.setAccessibleName(f"Remove {label}")
        kept = tuple(each for each in self._codes if each != code)
        chip.clicked.connect(lambda: self._change(kept))
        return chip
