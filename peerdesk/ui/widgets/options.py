"""A choice between a few ways, each in a panel with its explanation, or side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from peerdesk.ui.widgets import labels

_RADIO = """
QRadioButton::indicator { width: 12px; height: 12px; border-radius: 8px; background: palette(base);
  border: 2px solid palette(placeholder-text); }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid palette(highlight); }
"""
"""Fusion draws the ring of an empty choice so dark that it is lost on a dark surface."""


class Options(QWidget):
    """One of several; the first is chosen at the start. Each is a code, a label and words."""

    changed = Signal()

    def __init__(self, options: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setStyleSheet(_RADIO)
        self._group = QButtonGroup(self)
        explained = any(explanation for _, _, explanation in options)
        page = QVBoxLayout(self) if explained else QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(10 if explained else 24)
        for position, (code, label, explanation) in enumerate(options):
            button = QRadioButton(label)
            button.setAccessibleDescription(explanation)
            button.setProperty("code", code)
            button.setChecked(position == 0)
            self._group.addButton(button, position)
            page.addWidget(_panel(button, explanation) if explained else button)
        if not explained:
            page.addStretch(1)
        self._group.idToggled.connect(lambda _id, on: self.changed.emit() if on else None)

    @property
    def code(self) -> str:
        """What is chosen."""
        return str(self.chosen.property("code"))

    @property
    def chosen(self) -> QRadioButton:
        """The button of what is chosen."""
        return next(each for each in self.buttons if each.isChecked())

    @property
    def buttons(self) -> list[QRadioButton]:
        """All buttons, in their order."""
        return [each for each in self._group.buttons() if isinstance(each, QRadioButton)]


def _panel(button: QRadioButton, explanation: str) -> QFrame:
    frame = QFrame()
    frame.setObjectName("Panel")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(16, 12, 16, 12)
    words = labels.muted(explanation)
    inside.addWidget(button)
    inside.addWidget(words)
    return frame
