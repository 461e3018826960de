"""Whatever keeps the vault shut, the page names it and offers the next step."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from peerdesk.errors import (
    CannotWrite,
    HeaderDamaged,
    NewerVersion,
    UserFacing,
    VaultAltered,
    VaultDamaged,
    VaultInUse,
    VaultMissing,
)
from peerdesk.ui.door.trouble import TroublePage
from peerdesk.ui.widgets.theme import Theme
from tests.ui.rules import squeezed, unnamed, unreachable


@pytest.mark.parametrize(
    ("kind", "steps"),
    [
        (HeaderDamaged, ["restore", "again"]),
        (VaultMissing, ["restore", "again"]),
        (VaultDamaged, ["restore", "again"]),
        (VaultAltered, ["restore", "altered", "again"]),
        (NewerVersion, ["again"]),
        (VaultInUse, ["again"]),
        (CannotWrite, ["again"]),
    ],
)
def test_every_kind_has_its_next_steps(
    qtbot: QtBot, theme: Theme, kind: type[UserFacing], steps: list[str]
) -> None:
    page = TroublePage(kind("The title.", "The advice."))
    qtbot.addWidget(page)
    page.resize(1024, 600)
    page.show()
    texts = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "The title." in texts
    assert "The advice." in texts
    offered = [name for name in ("restore", "altered", "again") if _button(page, name).isVisible()]
    assert offered == steps
    assert page.focusProxy() is _button(page, steps[0])
    assert unnamed(page) == unreachable(page) == squeezed(page) == []


@pytest.mark.parametrize(
    ("name", "signal"),
    [("restore", "restore_wanted"), ("altered", "altered_accepted"), ("again", "again")],
)
def test_a_step_is_passed_on(qtbot: QtBot, theme: Theme, name: str, signal: str) -> None:
    page = TroublePage(VaultAltered("The title."))
    qtbot.addWidget(page)
    with qtbot.waitSignal(getattr(page, signal)):
        _button(page, name).click()


def _button(page: TroublePage, name: str):  # type: ignore[no-untyped-def]
    return getattr(page, f"{name}_button")
