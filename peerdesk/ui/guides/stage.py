"""A step of a guide over a page: it knows what it is shown for, and forgets what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from peerdesk.ui.guides.guide import Step, Work


class Stage(Step):
    """A step that can be made ready, and that drops its secrets when the guide ends."""

    busy = "Working…"

    def prepare(self) -> Work | None:
        """Make ready; nothing about it is slow."""
        self.entered()
        return None

    def entered(self) -> None:
        """Make ready; called each time before the stage is shown."""

    def took(self, result: Any) -> None:
        """Forget what was typed, now that it has done its work."""
        self.forget()

    def forget(self) -> None:
        """Drop every secret that was typed."""


class Told(Stage):
    """The last stage: what was done, in sentences that are known only then."""

    forward = "Close"
    has_fields = False
    can_go_back = False

    def __init__(self, title: str, sentences: Callable[[], Sequence[str]]) -> None:
        super().__init__(title, "")
        self._sentences = sentences
        self.words = paragraph("")
        self.body.addWidget(self.words)
        self.body.addStretch(1)

    def entered(self) -> None:
        """Say what was done."""
        self.words.setText("\n\n".join(self._sentences()))


def paragraph(text: str, name: str = "") -> QLabel:
    """Return words that wrap; ``name`` is what the style sheet calls them, such as ``Muted``."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
