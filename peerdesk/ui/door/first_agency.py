"""The first steps of the first start: what PeerDesk is, the agency, and how it logs contacts."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from peerdesk.ui.guides.guide import Step
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.options import Options
from peerdesk.vocabulary import vocabulary

_NEVER = (
    "the name, badge number or unit of anyone who was helped",
    "notes or the story of a conversation",
    "the day or hour of a contact: a month is enough",
)
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
STATES = (
    "Alabama", "Alaska", "American Samoa", "Arizona", "Arkansas", "California", "Colorado",
    "Connecticut", "Delaware", "District of Columbia", "Florida", "Georgia", "Guam", "Hawaii",
    "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine",
    "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana",
    "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York",
    "North Carolina", "North Dakota", "Northern Mariana Islands", "Ohio", "Oklahoma", "Oregon",
    "Pennsylvania", "Puerto Rico", "Rhode Island", "South Carolina", "South Dakota", "Tennessee",
    "Texas", "U.S. Virgin Islands", "Utah", "Vermont", "Virginia", "Washington", "West Virginia",
    "Wisconsin", "Wyoming",
)  # fmt: skip


class WelcomeStep(Step):
    """What PeerDesk is, and what it never stores."""

    sample_requested = Signal()
    restore_requested = Signal()
    forward = "Set up my agency"
    has_fields = False

    def __init__(self) -> None:
        super().__init__(
            "Welcome to PeerDesk",
            "PeerDesk keeps your peer support program's records on this computer, encrypted, and "
            "prints reports for command staff that point at nobody.",
        )
        never = labels.words("What PeerDesk never stores")
        never.setObjectName("SectionTitle")
        self.body.addWidget(never)
        for each in _NEVER:
            self.body.addWidget(labels.words(f"•  {each}"))
        self.body.addSpacing(6)
        self.body.addWidget(labels.words("It never connects to the internet. There is no account."))
        self.body.addStretch(1)
        sample = QPushButton("&Look at a sample agency")
        sample.clicked.connect(self.sample_requested)
        restore = QPushButton("&Restore a backup…")
        restore.clicked.connect(self.restore_requested)
        self.body.addWidget(
            labels.words("Not ready yet? Look around first. It changes nothing here.")
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(sample)
        buttons.addWidget(restore)
        buttons.addStretch(1)
        self.body.addLayout(buttons)


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
        self.options = Options(_MODES)
        self.body.addWidget(self.options)
        self.body.addWidget(labels.words("You can change from one to the other later."))
        self.body.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """Start with the chosen way."""
        return self.options.chosen

    def values(self) -> dict[str, Any]:
        """Return the chosen way."""
        return {"logging_mode": self.options.code}


def _add_row(grid: QGridLayout, text: str, field: QWidget) -> None:
    label = QLabel(text)
    label.setBuddy(field)
    field.setAccessibleName(text.replace("&", "").rstrip(" *"))
    row = grid.rowCount()
    grid.addWidget(label, row, 0)
    grid.addWidget(field, row, 1)
