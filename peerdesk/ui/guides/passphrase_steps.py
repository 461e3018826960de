"""The steps of a guide that choose a passphrase, and prove that it can be typed again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from peerdesk.ui.forms.passphrase import PassphraseLine, advice, same
from peerdesk.ui.guides.guide import Step, Work
from peerdesk.ui.widgets import labels

_KEEP = (
    "Do not keep it beside the computer. If you must write it down, lock the paper away from this "
    "room."
)
_WANTED = "12 characters at least. A few words that you can remember are best."


class NewPassphrase(QWidget):
    """Asks for a new passphrase twice. ``whose`` begins the label, such as ``Their &new``."""

    entered = Signal()

    def __init__(self, whose: str = "&New passphrase") -> None:
        super().__init__()
        self.first = PassphraseLine(whose)
        self.again = PassphraseLine("The same &again")
        self._advice = labels.muted(_WANTED)
        self.first.edited.connect(lambda: self._advice.setText(advice(self.first.text)[1]))
        self.first.entered.connect(self.again.line.setFocus)
        self.again.entered.connect(self.entered)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.first)
        column.addWidget(self._advice)
        column.addWidget(self.again)

    @property
    def text(self) -> str:
        """The new passphrase."""
        return self.first.text

    def offer(self, row: QLayout) -> None:
        """Put what helps to find one between the two lines."""
        self._column.insertLayout(2, row)

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


class SecretStep(Step):
    """A new passphrase, twice. ``use`` returns what is done with it when the step is left."""

    forward = "Make my vault"
    busy = "Making your vault…"

    def __init__(
        self,
        words: str,
        phrase: Callable[[], str],
        use: Callable[[str], Work],
        then: Callable[[Any], None] = lambda _: None,
    ) -> None:
        super().__init__("Choose a passphrase", words)
        self._phrase, self._use, self._then = phrase, use, then
        self.secret = NewPassphrase("&Passphrase")
        self.secret.entered.connect(self.completed)
        self.suggestion = QLabel()
        self.suggestion.setObjectName("SectionTitle")
        self.suggestion.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.suggest_button = QPushButton("&Suggest one")
        self.suggest_button.clicked.connect(self._suggest)
        offer = QHBoxLayout()
        offer.setSpacing(12)
        offer.addWidget(self.suggest_button)
        offer.addWidget(self.suggestion, 1)
        self.secret.offer(offer)
        self.body.addWidget(self.secret)
        self.body.addSpacing(6)
        self.body.addWidget(labels.words(_KEEP))
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with the first entry, or with the second when the first is good."""
        enough, _ = advice(self.secret.text)
        return self.secret.again.line if enough else self.secret.first.line

    def problem(self) -> str:
        """Say what the passphrase lacks."""
        return self.secret.problem()

    def work(self) -> Work:
        """Use the passphrase."""
        return self._use(self.secret.text)

    def took(self, result: Any) -> None:
        """Forget both entries, and go on."""
        super().took(result)
        self._then(result)

    def forget(self) -> None:
        """Drop both entries."""
        self.secret.clear()
        self.suggestion.clear()

    def _suggest(self) -> None:
        """Show five random words, to be typed twice like any other."""
        self.suggestion.setText(self._phrase())
        self.secret.first.line.setFocus()


class OpenStep(Step):
    """The passphrase once more: it has to open the vault before anything depends on it."""

    forward = "Open my vault"
    busy = "Opening…"
    can_go_back = False

    def __init__(self, unlock: Callable[[str], Any], then: Callable[[Any], None]) -> None:
        super().__init__(
            "Open your vault once",
            "Your vault is made and locked. Type your passphrase once more to open it, as you will "
            "every day from now on.",
        )
        self._unlock, self._then = unlock, then
        self.line = PassphraseLine("&Passphrase")
        self.line.entered.connect(self.completed)
        self.body.addWidget(self.line)
        self.body.addWidget(
            labels.muted("There is no record in it yet. Caps Lock is the usual reason.")
        )
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with the line."""
        return self.line.line

    def problem(self) -> str:
        """Ask for the passphrase."""
        return "" if self.line.text else "Type your passphrase."

    def work(self) -> Work:
        """Open the vault."""
        unlock, secret = self._unlock, self.line.text
        return lambda: unlock(secret)

    def took(self, result: Any) -> None:
        """Forget the entry, and go on."""
        super().took(result)
        self._then(result)

    def forget(self) -> None:
        """Drop the entry."""
        self.line.clear()
