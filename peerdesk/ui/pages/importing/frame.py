"""The frame around the steps of an import: title, step, message, and the buttons at the foot."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from peerdesk.errors import UserFacing
from peerdesk.ui.widgets import labels
from peerdesk.ui.widgets.buttons import primary
from peerdesk.ui.widgets.card import working_bar
from peerdesk.ui.widgets.page_frame import PageFrame, scrolling

START, COLUMNS, CHECK, DONE = range(4)
_TITLES = ("Bring in a file", "Where each column goes", "Check before it comes in", "Done")


class ImportFrame(QWidget):
    """Shows one step at a time, and the buttons that belong to it."""

    def __init__(self) -> None:
        super().__init__()
        self.message = labels.words("", "FieldError")
        self.back = QPushButton("&Back")
        self.forward = primary("")
        self.undo_button = QPushButton("&Undo this import…")
        self._progress = working_bar("Working")
        self._frame = PageFrame(_TITLES[START])
        self._stack = QStackedWidget()
        self._lay_out()

    @property
    def step(self) -> int:
        """The step that is shown, counted from zero."""
        return self._stack.currentIndex()

    def add_step(self, step: QWidget) -> None:
        """Add the next step; it scrolls where there is little room."""
        self._stack.addWidget(scrolling(step))

    def show_step(self, step: int) -> None:
        """Show a step with its title and its buttons."""
        self._stack.setCurrentIndex(step)
        self._frame.lead.setText(_TITLES[step])
        self.message.hide()
        self.back.setVisible(step in (COLUMNS, CHECK))
        self.undo_button.setVisible(step == DONE)
        self.forward.setVisible(step != START)
        self.forward.setEnabled(True)
        self.forward.setText("Continue" if step == COLUMNS else "Bring in another file")

    def show_busy(self, busy: bool) -> None:  # noqa: FBT001 - a slot
        """Take no input while something runs."""
        self._progress.setVisible(busy)
        for widget in (self._stack, self.back, self.forward, self.undo_button):
            widget.setEnabled(not busy)

    def complain(self, problem: UserFacing) -> None:
        """Say what went wrong and what to do; the step stays."""
        self.message.setText(str(problem))
        self.message.show()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("Card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(12)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self._progress)
        inside.addWidget(self.message)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.undo_button)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.forward)
        inside.addLayout(foot)
        self._frame.addWidget(card, 1)
        self.setLayout(self._frame)
