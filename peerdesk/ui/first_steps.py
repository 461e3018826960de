"""The steps of the first start, each a page that knows what it still needs."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from peerdesk.ui.passphrase import PassphraseLine, advice, same
from peerdesk.ui.states import STATES
from peerdesk.vocabulary import vocabulary

_NEVER = (
    "the name, badge number or unit of anyone who was helped",
    "notes or the story of a conversation",
    "the day or hour of a contact: a month is enough",
)
_KEEP = "Write it down and keep it in a safe place, such as a locked drawer."
_MODES = (
    (
        "tally",
        "&Monthly totals (start here)",
        "Once a month you enter how many contacts there were. No row is kept for any contact.",
    ),
    (
        "coded",
        "&Coded rows",
        "A row for each contact: a month and choices. Only when your attorney allows it.",
    ),
)


_RADIO = """
QRadioButton::indicator { width: 12px; height: 12px; border-radius: 8px; background: palette(base);
  border: 2px solid palette(placeholder-text); }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid palette(highlight); }
"""
"""Fusion draws the ring of an empty choice so dark that it is lost on a dark surface."""


class Step(QWidget):
    """One page of the guide: a title, a few words, and the fields it asks for."""

    completed = Signal()
    forward = "Continue"
    has_fields = True

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(10)
        heading = QLabel(title)
        heading.setObjectName("PageTitle")
        heading.setWordWrap(True)
        self.body.addWidget(heading)
        self.body.addWidget(_words(words))
        self.body.addSpacing(8)

    @property
    def first_field(self) -> QWidget:
        """Where the keyboard starts."""
        return self

    def problem(self) -> str:
        """Return what is still missing, in a sentence, or an empty text."""
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter continue from any field that does not use it itself."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.completed.emit()
        else:
            super().keyPressEvent(event)


class WelcomeStep(Step):
    """What PeerDesk is, and what it never stores."""

    sample_requested = Signal()
    forward = "Set up my agency"
    has_fields = False

    def __init__(self) -> None:
        super().__init__(
            "Welcome to PeerDesk",
            "PeerDesk keeps your peer support program's records on this computer, encrypted, and "
            "prints reports for command staff that point at nobody.",
        )
        never = _words("What PeerDesk never stores")
        never.setObjectName("SectionTitle")
        self.body.addWidget(never)
        for each in _NEVER:
            self.body.addWidget(_words(f"•  {each}"))
        self.body.addSpacing(6)
        self.body.addWidget(_words("It never connects to the internet. There is no account."))
        self.body.addStretch(1)
        sample = QPushButton("&Look at a sample agency")
        sample.clicked.connect(self.sample_requested)
        self.body.addWidget(_words("Not ready yet? Look around first. It changes nothing here."))
        self.body.addWidget(sample, 0, Qt.AlignmentFlag.AlignLeft)


class AgencyStep(Step):
    """The agency's name, kind and state."""

    def __init__(self) -> None:
        super().__init__(
            "Your agency",
            "The name is printed at the head of every report. You can change all this later.",
        )
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.agency_type = QComboBox()
        for term in vocabulary("agency_type").terms:
            self.agency_type.addItem(term.label, term.code)
        self.state = QLineEdit()
        self.state.setMaxLength(30)
        self.state.setPlaceholderText("Type the first letters")
        completer = QCompleter(STATES, self.state)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        self.state.setCompleter(completer)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        _add_row(grid, "Agency &name *", self.name)
        _add_row(grid, "&Kind of agency", self.agency_type)
        _add_row(grid, "&State", self.state)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with the name."""
        return self.name

    def problem(self) -> str:
        """Ask for the name."""
        return "" if self.name.text().strip() else "Please fill in your agency's name."

    def values(self) -> dict[str, Any]:
        """Return what was entered, by the names of the agency's fields."""
        return {
            "name": self.name.text().strip(),
            "agency_type": self.agency_type.currentData(),
            "state": self.state.text().strip() or None,
        }


class LoggingStep(Step):
    """How contacts are logged; monthly totals unless counsel allows more."""

    def __init__(self) -> None:
        super().__init__(
            "How do you log contacts?",
            "Some states forbid any written record of a support session. Ask your agency's "
            "attorney before you choose coded rows. Both ways feed the same reports.",
        )
        self.setStyleSheet(_RADIO)
        self._group = QButtonGroup(self)
        for position, (code, label, explanation) in enumerate(_MODES):
            button = QRadioButton(label)
            button.setAccessibleDescription(explanation)
            button.setProperty("code", code)
            button.setChecked(position == 0)
            self._group.addButton(button, position)
            self.body.addWidget(_option(button, explanation))
        self.body.addWidget(_words("You can change from one to the other later."))
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with the chosen way."""
        return self._chosen

    def values(self) -> dict[str, Any]:
        """Return the chosen way."""
        return {"logging_mode": self._chosen.property("code")}

    @property
    def _chosen(self) -> QWidget:
        return next(button for button in self._group.buttons() if button.isChecked())


class SecretStep(Step):
    """The passphrase, twice."""

    forward = "Make my vault"

    def __init__(self) -> None:
        super().__init__(
            "Choose a passphrase",
            "It opens your records. Nobody can open them without it, and there is no way to reset "
            "it: not for you, not for your agency, not for the makers of PeerDesk.",
        )
        self._first = PassphraseLine("&Passphrase")
        self._again = PassphraseLine("The same &again")
        self._advice = _words("12 characters at least. A few words that you can remember are best.")
        self._advice.setObjectName("Muted")
        self._first.edited.connect(self._advise)
        self._first.entered.connect(self._again.setFocus)
        self._again.entered.connect(self.completed)
        self.body.addWidget(self._first)
        self.body.addWidget(self._advice)
        self.body.addWidget(self._again)
        self.body.addSpacing(6)
        self.body.addWidget(_words(_KEEP))
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with the first entry, or with the second when the first is good."""
        return self._again.line if advice(self._first.text)[0] else self._first.line

    @property
    def secret(self) -> str:
        """The passphrase."""
        return self._first.text

    def problem(self) -> str:
        """Say what the passphrase lacks."""
        enough, sentence = advice(self._first.text)
        if not enough:
            return sentence
        if same(self._first.text, self._again.text):
            return ""
        return "The two are not the same. Tick Show to see what you typed."

    def clear(self) -> None:
        """Forget both entries."""
        self._first.clear()
        self._again.clear()

    def _advise(self) -> None:
        self._advice.setText(advice(self._first.text)[1])


class DoneStep(Step):
    """What to do next."""

    forward = "Open PeerDesk"
    has_fields = False

    def __init__(self) -> None:
        super().__init__("Your vault is ready", "Next, in this order:")
        for each in (
            "1.  Add your supporters, or bring in a roster from a spreadsheet (File, Import).",
            "2.  Enter last month's contacts.",
            "3.  Print the quarter's report.",
        ):
            self.body.addWidget(_words(each))
        self.body.addSpacing(8)
        self.body.addWidget(_words("Ctrl+L locks PeerDesk whenever you leave your desk."))
        self.body.addStretch(1)


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def _add_row(grid: QGridLayout, text: str, field: QWidget) -> None:
    label = QLabel(text)
    label.setBuddy(field)
    field.setAccessibleName(text.replace("&", "").rstrip(" *"))
    row = grid.rowCount()
    grid.addWidget(label, row, 0)
    grid.addWidget(field, row, 1)


def _option(button: QRadioButton, explanation: str) -> QFrame:
    frame = QFrame()
    frame.setObjectName("Panel")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(16, 12, 16, 12)
    words = _words(explanation)
    words.setObjectName("Muted")
    inside.addWidget(button)
    inside.addWidget(words)
    return frame
