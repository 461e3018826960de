"""A guide through one change: stages in order, slow work on a worker, errors where they arise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from peerdesk.errors import UserFacing
from peerdesk.ui.buttons import primary
from peerdesk.ui.stage import Stage
from peerdesk.ui.tasks import Tasks

_WIDTH_IN_LETTERS = 74
_HEIGHT_IN_LINES = 30


class Guide(QWidget):
    """Shows one stage at a time. ``finished`` after the last, ``stopped`` when it is given up."""

    finished = Signal()
    stopped = Signal()

    def __init__(self, stages: Sequence[Stage], pool: QThreadPool) -> None:
        super().__init__()
        self._stages = tuple(stages)
        self._tasks = Tasks(pool, self)
        self.message = QLabel()
        self.message.setObjectName("FieldError")
        self.message.setWordWrap(True)
        self.cancel = QPushButton("Cancel")
        self.forward = primary("")
        self._where = QLabel()
        self._where.setObjectName("Muted")
        self._progress = working_bar()
        self._stack = QStackedWidget()
        self._lay_out()
        for stage in self._stages:
            stage.completed.connect(self.go_on)
            self._stack.addWidget(_scrolling(stage))
        self.forward.clicked.connect(self.go_on)
        self.cancel.clicked.connect(self.stop)
        self._tasks.busy.connect(self._show_busy)
        self._show(0)

    @property
    def stage(self) -> Stage:
        """The stage that is shown."""
        return self._stages[self._stack.currentIndex()]

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return self._tasks.running

    def go_on(self) -> None:
        """Do what the stage is for, and show the next one."""
        if self.busy:
            return
        problem = self.stage.problem()
        self.complain(problem)
        if problem:
            self.start_typing()
            return
        work = self.stage.work()
        if work is None:
            self._next(None)
        else:
            self._tasks.run(work, self._next, self._refused)

    def stop(self) -> None:
        """Give up."""
        self._forget()
        self.stopped.emit()

    def complain(self, problem: str) -> None:
        """Say what is wrong, at the foot of the stage; nothing for an empty text."""
        self.message.setText(problem)
        self.message.setVisible(bool(problem))

    def _next(self, result: Any) -> None:
        self.stage.done(result)
        if self.stage.last:
            self._forget()
            self.finished.emit()
        else:
            self._show(self._stack.currentIndex() + 1)

    def _refused(self, error: UserFacing) -> None:
        self.complain(str(error))
        self.start_typing()

    def _forget(self) -> None:
        for stage in self._stages:
            stage.forget()

    def _show(self, index: int) -> None:
        self.complain("")
        self._stages[index].entered()
        self._stack.setCurrentIndex(index)
        self.forward.setText(self.stage.forward)
        self.cancel.setVisible(self.stage.stoppable)
        several = len(self._stages) > 2
        self._where.setText(f"Step {index + 1} of {len(self._stages)}" if several else "")
        self.start_typing()

    def start_typing(self) -> None:
        """Give the keyboard to the first field of the stage."""
        field = self.stage.first_field or self.forward
        field.setFocus()

    def _show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        self._progress.setVisible(busy)
        for widget in (self._stack, self.cancel, self.forward):
            widget.setEnabled(not busy)
        self.forward.setText("Working…" if busy else self.stage.forward)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._stack, 1)
        column.addWidget(self._progress)
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._where)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.forward)
        column.addLayout(buttons)


class GuideDialog(QDialog):
    """A guide in a window of its own, over the page that it changes."""

    def __init__(self, guide: Guide, parent: QWidget) -> None:
        super().__init__(parent)
        self.guide = guide
        self.setWindowTitle("PeerDesk")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.addWidget(guide)
        letters = self.fontMetrics()
        room = parent.window().size()
        width = letters.averageCharWidth() * _WIDTH_IN_LETTERS
        height = letters.height() * _HEIGHT_IN_LINES
        self.resize(min(width, room.width()), min(height, room.height()))
        guide.finished.connect(self.accept)
        guide.stopped.connect(self.reject)

    def showEvent(self, event: QShowEvent) -> None:
        """Start in the first field."""
        super().showEvent(event)
        self.guide.start_typing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the guide, and let Escape give up unless something is being done."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.guide.busy:
                self.guide.stop()
            return
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def open_guide(
    stages: Sequence[Stage], pool: QThreadPool, parent: QWidget, ended: Callable[[], None]
) -> GuideDialog:
    """Open a guide over its page; ``ended`` is called however it ends."""
    dialog = GuideDialog(Guide(stages, pool), parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.finished.connect(partial(_call, ended))
    dialog.open()
    return dialog


def _call(ended: Callable[[], None], _code: int) -> None:
    ended()


def working_bar() -> QProgressBar:
    """Return the bar that shows that something is being done; hidden at first."""
    bar = QProgressBar()
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.setFixedHeight(4)
    bar.setAccessibleName("Working")
    bar.hide()
    return bar


def _scrolling(stage: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(stage)
    return area
