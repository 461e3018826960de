"""Two lines for a new passphrase, with a sentence on how good it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from peerdesk.ui.forms.passphrase import PassphraseLine, advice, same

_WANTED = "12 characters at least. A few words that you can remember are best."


class NewPassphrase(QWidget):
    """Asks for a new passphrase twice. ``whose`` begins the label, such as ``Their &new``."""

    entered = Signal()

    def __init__(self, whose: str = "&New passphrase") -> None:
        super().__init__()
        self.first = PassphraseLine(whose)
        self.again = PassphraseLine("The same &again")
        self._advice = QLabel(_WANTED)
        self._advice.setObjectName("Muted")
        self._advice.setWordWrap(True)
        self.first.edited.connect(lambda: self._advice.setText(advice(self.first.text)[1]))
        self.first.entered.connect(self.again.line.setFocus)
        self.again.entered.connect(self.entered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.first)
        column.addWidget(self._advice)
        column.addWidget(self.again)

    @property
    def text(self) -> str:
        """The new passphrase."""
        return self.first.text

    def problem(self) -> str:
        """Say what it lacks; empty where it is enough and typed twice."""
        enough, sentence = advice(self.first.text)
        if not enough:
            return sentence
        if not same(self.first.text, self.again.text):
            return "The two are not the same. Tick Show to see what you typed."
        return ""

    def clear(self) -> None:
        """Forget both."""
        self.first.clear()
        self.again.clear()
        self._advice.setText(_WANTED)
