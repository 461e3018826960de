"""Every dialog that the program shows opens over its page, and is freed when it closes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from tests.ui.every_dialog import OWN, QTS, Opener, openings, own_dialogs, qts_dialogs
from tests.ui.freed import freed

EVERY = {
    **{kind.__name__: opener for kind, opener in OWN.items()},
    **{f"{name}-{n}": opener for name, each in QTS.items() for n, opener in enumerate(each)},
}


def test_every_dialog_is_listed() -> None:
    """A new dialog is opened by the test below, or this one fails."""
    assert own_dialogs() == set(OWN)
    assert qts_dialogs() == set(QTS)


def test_there_is_one_way_to_open_a_dialog() -> None:
    assert openings() == []


@pytest.mark.parametrize("opener", EVERY.values(), ids=EVERY)
def test_it_opens_and_closes(
    qtbot: QtBot,
    workspace: Workspace,
    context_on: Callable[[Workspace], PageContext],
    opener: Opener,
) -> None:
    page = QWidget()
    page.resize(1024, 640)
    qtbot.addWidget(page)
    page.show()
    opener(context_on(workspace), page)
    (dialog,) = [each for each in page.findChildren(QDialog) if each.isWindow()]
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.isModal()
    assert not dialog.grab().isNull()
    with freed(qtbot, dialog):
        dialog.close()
