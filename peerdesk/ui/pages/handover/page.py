"""The page that leads two coordinators through a hand-over, from passphrase to receipt."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from peerdesk.ui.guides.dialog import ChangeGuide
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.handover.steps import Handing, steps
from peerdesk.ui.widgets.dialogs import Choice

_UNFINISHED = (
    "Leave the hand-over unfinished?",
    (
        "The new passphrase is in force. What is missing, such as the recovery sheet and the first "
        "backup, can be made on the Security and Backup pages; the receipt cannot be printed later."
    ),
)


class HandOverPage(QWidget):
    """A guide that starts anew each time it was finished or given up."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._handing = Handing()
        self.guide: ChangeGuide | None = None
        self._inside = QVBoxLayout(self)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._start()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where no guide is running."""
        super().showEvent(event)
        if self.guide is None:
            self._start()

    def leave(self, proceed: Callable[[], None]) -> None:
        """Ask first where the keys have changed and the receipt is not reached yet.

        While something is being done nobody leaves: its result must be heard.
        """
        if self.guide is not None and self.guide.busy:
            return
        if not self._handing.unfinished:
            self._end()
            proceed()
            return

        def answered(answer: str) -> None:
            if answer == "leave":
                self._end()
                proceed()

        self._context.dialogs.ask(
            self,
            _UNFINISHED,
            [Choice("stay", "Go on with it", primary=True, safe=True), Choice("leave", "Leave")],
            answered,
        )

    def _start(self) -> None:
        self._handing = Handing()
        self.guide = ChangeGuide(steps(self._context, self._handing), self._context.pool)
        self.guide.finished.connect(self._finish)
        self.guide.stopped.connect(lambda: self._context.go("security"))
        self._inside.addWidget(self.guide)

    def _finish(self) -> None:
        self._handing.unfinished = False
        self._context.go("security")

    def _end(self) -> None:
        # Not hidden here: that moves the keyboard, which may ask this page to be left once more.
        guide, self.guide = self.guide, None
        self._handing = Handing()
        if guide is not None:
            self._inside.removeWidget(guide)
            guide.deleteLater()
