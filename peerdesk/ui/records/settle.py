"""How a form is settled: the one question about unsaved changes, and storing what it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from peerdesk.errors import UserFacing
from peerdesk.services.store.checks import Invalid
from peerdesk.ui.forms.form import Form
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


def stored(
    form: Form, store: Callable[[Mapping[str, Any]], object], dialogs: Dialogs, page: QWidget
) -> bool:
    """Hand a form's values to ``store``; return whether it took them.

    What is wrong with a field is shown at the field, everything else in a dialog.
    """
    if not form.check():
        return False
    try:
        store(form.values())
    except Invalid as refusal:
        form.show_problems(refusal.problems)
        return False
    except UserFacing as refusal:
        dialogs.error(page, refusal)
        return False
    return True
