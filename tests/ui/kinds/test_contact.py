"""One contact is logged by keyboard alone, in under 50 keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from peerdesk.models.types import Codes
from peerdesk.periods import Month
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.kinds import contact
from peerdesk.ui.page import PageContext
from peerdesk.ui.records.page import RecordPage
from tests.ui.keyboard import here, type_keys

MakePage = Callable[..., RecordPage]
CTRL = Qt.KeyboardModifier.ControlModifier


def _supporter(workspace: Workspace, name: str, **more: object) -> int:
    values = {"full_name": name, "role": "peer", "personnel_class": "sworn", "status": "active"}
    return workspace.records.save("supporter", {**values, **more})


@pytest.fixture
def make(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> MakePage:
    def made() -> RecordPage:
        page = RecordPage(contact.SPEC, context_on(workspace))
        qtbot.addWidget(page)
        page.resize(1100, 760)
        with qtbot.waitActive(page):
            page.show()
        return page

    return made


def test_a_whole_contact_takes_under_fifty_keys(make: MakePage, workspace: Workspace) -> None:
    dana = _supporter(workspace, "Dana Alvarez")
    page = make()
    page.add()
    keys = type_keys(">da>y>u>person>ph>gri,sle>15>on>fol>list>lim")
    QTest.keyClick(here(), Qt.Key.Key_Return, CTRL)
    assert keys + 1 < 50
    (number,) = workspace.records.ids(ListQuery("contact"))
    saved = workspace.records.get("contact", number)
    expected = {
        "month": Month(2026, 11),
        "supporter_id": dana,
        "first_this_quarter": "yes",
        "recipient_class": "responder",
        "origin": "self",
        "mode": "phone",
        "topic": Codes(["grief", "cumulative"]),
        "duration": "15_30",
        "duty": "on",
        "kind": "followup",
        "outcome": Codes(["information"]),
        "limits_advised": "yes",
    }
    assert {name: saved[name] for name in expected} == expected
    assert page.form.values()["supporter_id"] == dana
    assert page.form.values()["mode"] is None
    assert QApplication.focusWidget() is page.form.rows["first_this_quarter"].widget
    assert page.detail.foot.words == "✓ Saved"


def test_offers_a_supporter_who_was_added_elsewhere(make: MakePage, workspace: Workspace) -> None:
    page = make()
    number = _supporter(workspace, "New Member")
    page.detail.context.changes.changed.emit("supporter")
    page.form.fill({"supporter_id": number})
    assert page.form.values()["supporter_id"] == number
