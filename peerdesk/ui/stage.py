"""One step of a guide: what it explains, what it asks for, and what is done when it is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget


class Stage(QWidget):
    """One step: a title, a few words, what it asks for, and what is done when it is left."""

    completed = Signal()
    forward = "Continue"
    last = False
    """Whether the guide ends here."""
    stoppable = True
    """Whether it can still be given up."""

    def __init__(self, title: str, words: str = "") -> None:
        super().__init__()
        self.title = title
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(10)
        heading = QLabel(title)
        heading.setObjectName("PageTitle")
        heading.setWordWrap(True)
        self.body.addWidget(heading)
        if words:
            self.body.addWidget(paragraph(words))

    def entered(self) -> None:
        """Make ready; called each time before the stage is shown."""

    @property
    def first_field(self) -> QWidget | None:
        """Where the keyboard starts; None for the button that goes on."""
        return None

    def problem(self) -> str:
        """Return what is still missing, in a sentence, or an empty text."""
        return ""

    def work(self) -> Callable[[], Any] | None:
        """Return what to do on a worker when the stage is left; it raises UserFacing."""
        return None

    def done(self, result: Any) -> None:
        """Take what the work returned, before the next stage is shown."""

    def forget(self) -> None:
        """Drop every secret that was typed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter go on from any field that does not use it itself."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.completed.emit()
        else:
            super().keyPressEvent(event)


class Told(Stage):
    """The last stage: what was done, in sentences that are known only then."""

    forward = "Close"
    last = True
    stoppable = False

    def __init__(self, title: str, sentences: Callable[[], Sequence[str]]) -> None:
        super().__init__(title)
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
