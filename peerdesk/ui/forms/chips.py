"""The editor for several codes of a list: chips, and a box that adds to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from peerdesk.models.types import Codes
from peerdesk.ui.forms.choice import ChoiceEditor
from peerdesk.ui.widgets.flow import FlowLayout
from peerdesk.ui.widgets.icons import icon

_LONGEST = 36
"""Letters of a label that a chip shows; its tool tip has them all."""
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma)
_DROPPING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class CodesEditor(QWidget):
    """A few letters find a term; Enter, comma or Tab takes it; Backspace drops the last one.

    One tab stop. A chip can be clicked away.
    """

    edited = Signal()

    def __init__(self, terms: Sequence[tuple[str, str]], most: int | None = None) -> None:
        super().__init__()
        self._labels = dict(terms)
        self._most = most
        self._codes: tuple[str, ...] = ()
        self._chips: list[QPushButton] = []
        self.box = _Adder()
        self.box.edited.connect(self.edited)
        self.box.taken.connect(self._take)
        self.box.dropped.connect(lambda: self._change(self._codes[:-1]))
        self._flow = FlowLayout(self, 6)
        self._flow.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.set_value(())

    def value(self) -> Any:
        """Return the codes chosen, with the one that is about to be taken."""
        ready = self.box.value()
        return Codes(self._codes if ready is None else (*self._codes, ready))

    def set_value(self, value: Any) -> None:
        """Show a set of codes."""
        self._codes = tuple(value or ())
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(code) for code in self._codes]
        for chip in self._chips:
            self._flow.addWidget(chip)
            chip.show()
        self._flow.move_to_end(self.box)
        full = self._most is not None and len(self._codes) >= self._most
        left = [] if full else [each for each in self._labels.items() if each[0] not in self._codes]
        self.box.offer(left, "Add…" if left else "")

    def problem(self) -> str:
        """Return an empty text: a choice is always one of the list."""
        return ""

    def setAccessibleName(self, name: str) -> None:
        """Name the box that adds."""
        super().setAccessibleName(name)
        self.box.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        """Describe the box that adds, and say what is chosen."""
        super().setAccessibleDescription(description)
        chosen = ", ".join(self._labels[code] for code in self._codes)
        said = f"{description} Chosen: {chosen}." if chosen else description
        self.box.setAccessibleDescription(said.strip())

    def _take(self) -> None:
        if self.box.value() is not None:
            self._change((*self._codes, self.box.value()))

    def _change(self, codes: tuple[str, ...]) -> None:
        self.set_value(codes)
        self.setAccessibleDescription(self.accessibleDescription())
        self.edited.emit()

    def _chip(self, code: str) -> QPushButton:
        label = self._labels[code]
        short = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip(' ,/')}…"
        chip = QPushButton(short)
        chip.setObjectName("Chip")
        chip.setIcon(icon("x", QPalette.ColorRole.Text))
        side = round(self.fontMetrics().height() * 0.8)
        chip.setIconSize(QSize(side, side))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        chip.setToolTip(f"Remove {label}")
        chip.setAccessibleName(f"Remove {label}")
        kept = tuple(each for each in self._codes if each != code)
        chip.clicked.connect(lambda: self._change(kept))
        return chip


class _Adder(ChoiceEditor):
    """Chooses one more; ``taken`` when the choice is meant, ``dropped`` to give one back."""

    taken = Signal()
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__([])
        self._by_key = False
        self.activated.connect(self._on_activated)

    def offer(self, choices: Sequence[tuple[str, str]], blank: str) -> None:
        """Offer these, with none chosen."""
        self.set_blank(blank)
        self.set_value(None)
        self.set_choices(choices)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take with Enter or comma, but leave Ctrl+Enter to the form; drop with Backspace."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() in _TAKING and plain:
            self.taken.emit()
        elif event.key() in _DROPPING and self.value() is None:
            self.dropped.emit()
        else:
            self._by_key = True
            super().keyPressEvent(event)
            self._by_key = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what is chosen when the field is left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.taken.emit()

    def _on_activated(self) -> None:
        # While letters are typed into the closed box, the choice may still change.
        if not self._by_key:
            self.taken.emit()
