"""The one question about unsaved changes, asked wherever they could be lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from peerdesk.ui.widgets.dialogs import Choice, Dialogs

_CHOICES = (
    Choice("save", "Save", primary=True),
    Choice("discard", "Discard"),
    Choice("keep", "Keep editing", safe=True),
)


@dataclass(frozen=True)
class Unsaved:
    """What a page can do with its unsaved changes."""

    dirty: Callable[[], bool]
    save: Callable[[], bool]
    """Saves and returns whether that worked."""
    discard: Callable[[], None]

    def settle(self, dialogs: Dialogs, page: QWidget, proceed: Callable[[], None]) -> None:
        """Call ``proceed`` once nothing unsaved would be lost."""
        if not self.dirty():
            proceed()
            return

        def answered(answer: str) -> None:
            if answer == "discard":
                self.discard()
            if answer == "discard" or (answer == "save" and self.save()):
                proceed()

        question = ("Save your changes?", "They are not saved yet.")
        dialogs.ask(page, question, _CHOICES, answered)
