"""The page for a vault that does not open: what happened, and every next step there is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from peerdesk.errors import (
    HeaderDamaged,
    UserFacing,
    VaultAltered,
    VaultDamaged,
    VaultMissing,
)
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.card import card_on, heading

_BROKEN = (HeaderDamaged, VaultMissing, VaultDamaged)
_SAFE = "Restoring sets the files that are here now aside; it removes none."


class TroublePage(QWidget):
    """Says what is wrong with the vault; never a dead end."""

    again = Signal()
    restore_wanted = Signal()
    altered_accepted = Signal()

    def __init__(self, problem: UserFacing) -> None:
        super().__init__()
        self.problem = problem
        self.restore_button = QPushButton("&Restore a backup…")
        self.altered_button = QPushButton("&Open it as it is…")
        self.again_button = QPushButton("&Try again")
        self.restore_button.clicked.connect(self.restore_wanted)
        self.altered_button.clicked.connect(self.altered_accepted)
        self.again_button.clicked.connect(self.again)
        inside = card_on(self)
        inside.addLayout(heading("triangle-alert", "Problem", problem.title))
        for words in _words(problem):
            label = labels.words(words)
            inside.addWidget(label)
        inside.addSpacing(8)
        for button in self._buttons():
            inside.addWidget(button)

    def _buttons(self) -> list[QPushButton]:
        """Return the next steps, the best one first."""
        steps = [self.again_button]
        if isinstance(self.problem, _BROKEN):
            steps = [self.restore_button, self.again_button]
        if isinstance(self.problem, VaultAltered):
            steps.insert(1, self.altered_button)
        for unused in {self.restore_button, self.altered_button} - set(steps):
            unused.setParent(None)
        first = steps[0]
        first.setProperty("primary", True)  # noqa: FBT003 - a Qt property
        self.setFocusProxy(first)
        return steps


def _words(problem: UserFacing) -> list[str]:
    words = [problem.advice, _SAFE if isinstance(problem, _BROKEN) else ""]
    return [each for each in words if each]
