"""A guide through one change, over the page that it changes, with Cancel in place of Back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from peerdesk.ui.guides.guide import Guide, Step
from peerdesk.ui.guides.recovery_steps import TypeStep
from peerdesk.ui.widgets.dialogs import show

_WIDTH_IN_LETTERS = 92
_HEIGHT_IN_LINES = 38


class ChangeGuide(Guide):
    """``finished`` after the last step, ``stopped`` when it is given up."""

    stopped = Signal()
    leads_out = True

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return self._tasks.running

    def go_to(self, step: Step) -> None:
        """Show a step; only from typing does a button lead back, to print once more."""
        super().go_to(step)
        self.back.setText("&Back" if isinstance(step, TypeStep) else "Cancel")

    def go_back(self) -> None:
        """Give up, or print once more."""
        if isinstance(self.step, TypeStep):
            super().go_back()
        else:
            self.forget()
            self.stopped.emit()


class GuideDialog(QDialog):
    """A guide in a window of its own."""

    def __init__(self, guide: ChangeGuide, parent: QWidget) -> None:
        super().__init__(parent)
        self.guide = guide
        self.setWindowTitle("PeerDesk")
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
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

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay while something is being done, so that its result is heard; a lock closes it."""
        if event.spontaneous() and self.guide.busy:
            event.ignore()
        else:
            super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the guide, and let Escape give up where that is possible."""
        if event.key() == Qt.Key.Key_Escape:
            if self.guide.back.isVisible() and not self.guide.busy:
                self.guide.go_back()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def open_guide(
    steps: Sequence[Step], pool: QThreadPool, parent: QWidget, ended: Callable[[], None]
) -> GuideDialog:
    """Open a guide over its page; ``ended`` is called however it ends."""
    dialog = GuideDialog(ChangeGuide(steps, pool), parent)
    dialog.finished.connect(partial(_call, ended))
    show(dialog)
    return dialog


def _call(ended: Callable[[], None], _code: int) -> None:
    ended()
