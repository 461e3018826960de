"""A guide that fills the window: steps one after the other, each knowing what it still needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
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
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.card import complaint, working_bar
from peerdesk.ui.widgets.tasks import Tasks

_WIDTH_IN_LETTERS = 84
_HEIGHT_IN_LINES = 36

Work = Callable[[], Any]
"""Something slow, for a worker; raises UserFacing."""


class Step(QWidget):
    """One page of a guide: a title, a few words, and the fields it asks for."""

    completed = Signal()
    forward = "Continue"
    busy = "Working…"
    """What the button says while ``prepare`` or ``work`` runs."""
    has_fields = True
    can_go_back = True

    def __init__(self, title: str, words: str) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(10)
        heading = labels.title(title)
        self.body.addWidget(heading)
        if words:
            self.body.addWidget(labels.words(words))
            self.body.addSpacing(8)

    @property
    def first_field(self) -> QWidget:
        """Where the keyboard starts."""
        return self

    def problem(self) -> str:
        """Return what is still missing, in a sentence, or an empty text."""
        return ""

    def entered(self) -> None:
        """Make ready; called each time before the step is shown."""

    def prepare(self) -> Work | None:
        """Return what is slow about showing the step, or None."""
        return None

    def prepared(self, result: Any) -> None:
        """Take what ``prepare`` returned."""

    def work(self) -> Work | None:
        """Return what is slow about leaving the step, or None."""
        return None

    def took(self, result: Any) -> None:
        """Take what ``work`` returned, and forget what was typed: it has done its work."""
        self.forget()

    def forget(self) -> None:
        """Drop every secret that was typed."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter continue from any field that does not use it itself."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.completed.emit()
        else:
            super().keyPressEvent(event)


class Closing(Step):
    """The last step: what was done, in sentences that are known only then."""

    forward = "Close"
    has_fields = False
    can_go_back = False

    def __init__(self, title: str, sentences: Callable[[], Sequence[str]]) -> None:
        super().__init__(title, "")
        self._sentences = sentences
        self.words = labels.words()
        self.body.addWidget(self.words)
        self.body.addStretch(1)

    def entered(self) -> None:
        """Say what was done."""
        self.words.setText("\n\n".join(self._sentences()))


class Guide(QWidget):
    """Steps, with Back and Continue; Enter continues."""

    finished = Signal()

    leads_out = False
    """Whether Back from the first step leaves the guide."""

    def __init__(self, steps: Sequence[Step], pool: QThreadPool) -> None:
        super().__init__()
        self._steps = tuple(steps)
        self._tasks = Tasks(pool, self)
        self._ready = True
        """Whether the step that is shown needs nothing slow any more."""
        self.problem = complaint()
        self.back = QPushButton("&Back")
        self.forward = primary("")
        self.forward.setDefault(True)
        self._where = QLabel()
        self._where.setObjectName("Muted")
        self._progress = working_bar("Working")
        self._stack = QStackedWidget()
        self.forward.clicked.connect(self.go_on)
        self.back.clicked.connect(self.go_back)
        self._tasks.busy.connect(self._show_busy)
        for step in self._steps:
            step.completed.connect(self.go_on)
            self._stack.addWidget(_Scrolling(step))
        self.finished.connect(self.forget)
        self._lay_out()
        self.go_to(self._steps[0])

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._steps[self._stack.currentIndex()]

    def go_on(self) -> None:
        """Leave the step if it is complete."""
        if self._tasks.running:
            return
        if not self._ready:
            self.go_to(self.step)
            return
        problem = self.step.problem()
        self._complain(problem)
        if problem:
            self.start_typing()
        else:
            self._run(self.step.work(), self._left)

    def go_back(self) -> None:
        """Return to the step before."""
        self.go_to(self._steps[self._stack.currentIndex() - 1])

    def go_to(self, step: Step) -> None:
        """Show a step, and do what is slow about it."""
        self._complain("")
        index = self._steps.index(step)
        self._stack.setCurrentIndex(index)
        self.back.setVisible(step.can_go_back and (index > 0 or self.leads_out))
        self.forward.setText(step.forward)
        self._where.setText(f"Step {index + 1} of {len(self._steps)}")
        step.entered()
        work = step.prepare()
        self._ready = work is None
        self.start_typing()
        self._run(work, self._prepared)

    def forget(self) -> None:
        """Drop every secret that was typed."""
        for step in self._steps:
            step.forget()

    def _prepared(self, result: Any) -> None:
        if not self._ready:
            self.step.prepared(result)
        self._ready = True
        self.start_typing()

    def _left(self, result: Any) -> None:
        self.step.took(result)
        index = self._stack.currentIndex()
        if index + 1 < len(self._steps):
            self.go_to(self._steps[index + 1])
        else:
            self.finished.emit()

    def _run(self, work: Work | None, done: Callable[[Any], None]) -> None:
        if work is None:
            done(None)
        else:
            self._tasks.run(work, done, self._refused)

    def _refused(self, problem: UserFacing) -> None:
        self._complain(str(problem))
        self.start_typing()

    def _complain(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def start_typing(self) -> None:
        """Give the keyboard to where the step begins.

        The guide has no focus proxy: Tab would jump there over whatever stands before it.
        """
        where = self.step.first_field if self.step.has_fields else self.forward
        where.setFocus()

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        for widget in (self._stack, self.back, self.forward):
            widget.setEnabled(not busy)
        self.forward.setText(self.step.busy if busy else self.step.forward)
        self._progress.setVisible(busy)

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
        inside.addWidget(self._progress)
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


class _Scrolling(QScrollArea):
    """Keeps whatever has the keyboard in sight, however it came there."""

    def __init__(self, step: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(step)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now)
