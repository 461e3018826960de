"""Contacts are logged as the agency logs them, and what was saved is said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from peerdesk.periods import Month
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.contact.page import CodedPage, ContactPage
from peerdesk.ui.pages.contact.tally import TallyPage

MakeContext = Callable[[Workspace], PageContext]
ENTERED = {
    "month": Month(2026, 11),
    "first_this_quarter": "yes",
    "recipient_class": "responder",
    "origin": "self",
    "mode": "phone",
    "duration": "15_30",
}


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace, context_on: MakeContext) -> ContactPage:
    page = ContactPage(context_on(workspace))
    qtbot.addWidget(page)
    page.resize(1100, 760)
    with qtbot.waitActive(page):
        page.show()
    return page


def _coded(page: ContactPage) -> CodedPage:
    assert isinstance(page.page, CodedPage)
    return page.page


def test_says_what_was_saved_and_how_many_there_are(
    qtbot: QtBot, page: ContactPage, workspace: Workspace
) -> None:
    coded = _coded(page)
    assert coded.feedback.text() == "0 this month."
    for number in (1, 2):
        for name, value in ENTERED.items():
            coded.records.form.rows[name].editor.set_value(value)
        QTest.keyClick(coded.records, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert coded.feedback.text() == f"Saved. {number} this month."
    logged = workspace.records.ids(ListQuery("contact"))
    assert len(logged) == 2
    workspace.records.delete("contact", logged[0])
    page._context.changes.changed.emit("contact")
    assert coded.feedback.text() == "Removed. 1 this month."


def test_starts_with_a_new_contact(
    qtbot: QtBot, workspace: Workspace, context_on: MakeContext
) -> None:
    workspace.records.save(
        "contact", {**ENTERED, "duty": "na", "kind": "new", "limits_advised": "na"}
    )
    page = ContactPage(context_on(workspace))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    qtbot.wait(20)
    form = _coded(page).records.form
    assert form.values()["recipient_class"] is None
    assert form.isAncestorOf(page.focusWidget())


def test_says_that_there_is_no_place_for_a_story(page: ContactPage) -> None:
    assert any("on purpose" in each.text() for each in page.findChildren(QLabel))


def test_follows_the_agencys_logging_mode(page: ContactPage, workspace: Workspace) -> None:
    workspace.agency.change(logging_mode="tally")
    page._context.changes.changed.emit("agency")
    assert isinstance(page.page, TallyPage)
    shown = page.page
    page._context.changes.changed.emit("agency")
    assert page.page is shown


def test_asks_before_unsaved_changes_are_left(page: ContactPage) -> None:
    left: list[bool] = []
    page.leave(lambda: left.append(True))
    assert left == [True]
    row = _coded(page).records.form.rows["mode"]
    row.editor.set_value("phone")
    page.leave(lambda: left.append(True))
    assert left == [True]
