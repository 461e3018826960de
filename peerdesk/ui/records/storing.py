"""Storing what a form holds, with every refusal shown where it belongs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from peerdesk.errors import UserFacing
from peerdesk.services.store.checks import Invalid
from peerdesk.ui.forms.form import Form
from peerdesk.ui.widgets.dialogs import Dialogs


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
