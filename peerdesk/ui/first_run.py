"""The guide through the first start: what PeerDesk is, the agency, the logging, the passphrase."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from peerdesk.errors import UserFacing
from peerdesk.ui.buttons import primary
from peerdesk.ui.first_steps import AgencyStep, DoneStep, LoggingStep, SecretStep, Step, WelcomeStep
from peerdesk.ui.tasks import Tasks

_WIDTH_IN_LETTERS = 84
_HEIGHT_IN_LINES = 34


class FirstRun(QWidget):
    """Steps, with Back and Continue; Enter continues.

    ``opened`` carries what ``create_vault`` returned, given the passphrase and the agency's
    profile. ``sample_requested`` asks for the sample agency instead.
    """

    opened = Signal(object)
    sample_requested = Signal()

    def __init__(
        self,
        create_vault: Callable[[str, Mapping[str, Any]], object],
        pool: QThreadPool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._create_vault = create_vault
        self._tasks = Tasks(pool, self)
        self._workspace: object = None
        self._welcome = WelcomeStep()
        self._agency = AgencyStep()
        self._logging = LoggingStep()
        self._secret = SecretStep()
        self._steps: tuple[Step, ...] = (
            self._welcome,
            self._agency,
            self._logging,
            self._secret,
            DoneStep(),
        )
        self.problem = QLabel()
        self.problem.setObjectName("FieldError")
        self.problem.setWordWrap(True)
        self.back = QPushButton("&Back")
        self.forward = primary("")
        self.forward.setDefault(True)
        self._where = QLabel()
        self._where.setObjectName("Muted")
        self._stack = QStackedWidget()
        self._connect()
        self._lay_out()
        self._show(0)

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._steps[self._stack.currentIndex()]

    def go_on(self) -> None:
        """Leave the step if it is complete; the last but one makes the vault."""
        if self._tasks.running:
            return
        problem = self.step.problem()
        self._complain(problem)
        if problem:
            self.step.first_field.setFocus()
        elif self.step is self._secret:
            self._create()
        elif self._workspace is not None:
            self.opened.emit(self._workspace)
        else:
            self._show(self._stack.currentIndex() + 1)

    def go_back(self) -> None:
        """Return to the step before."""
        self._complain("")
        self._show(self._stack.currentIndex() - 1)

    def _create(self) -> None:
        create_vault, secret = self._create_vault, self._secret.secret
        profile = {**self._agency.values(), **self._logging.values()}
        self._tasks.run(lambda: create_vault(secret, profile), self._created, self._refused)

    def _created(self, workspace: object) -> None:
        self._secret.clear()
        self._workspace = workspace
        self._show(len(self._steps) - 1)

    def _refused(self, problem: UserFacing) -> None:
        self._complain(str(problem))

    def _complain(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _show(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        last = len(self._steps) - 1
        self.back.setVisible(0 < index < last)
        self.forward.setText(self.step.forward)
        self._where.setText(f"Step {index + 1} of {len(self._steps)}")
        self.step.first_field.setFocus()
        if not self.step.has_fields:
            self.forward.setFocus()

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        for widget in (self._stack, self.back, self.forward):
            widget.setEnabled(not busy)
        self.forward.setText("Making your vault…" if busy else self.step.forward)

    def _connect(self) -> None:
        self.forward.clicked.connect(self.go_on)
        self.back.clicked.connect(self.go_back)
        self._welcome.sample_requested.connect(self.sample_requested)
        self._tasks.busy.connect(self._show_busy)
        for step in self._steps:
            step.completed.connect(self.go_on)
            self._stack.addWidget(_scrolling(step))

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("Card")
        letters = self.fontMetrics()
        card.setMaximumWidth(letters.averageCharWidth() * _WIDTH_IN_LETTERS)
        card.setMaximumHeight(letters.height() * _HEIGHT_IN_LINES)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(36, 28, 36, 24)
        inside.setSpacing(12)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._where)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.forward)
        inside.addLayout(buttons)
        page = QHBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.addStretch(1)
        page.addWidget(card, 20)
        page.addStretch(1)


def _scrolling(step: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(step)
    return area
