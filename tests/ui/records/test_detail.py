"""A record is edited beside its list: saved, duplicated, left only when settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from peerdesk.models.provider import Provider
from peerdesk.services.kinds.kind import Look
from peerdesk.services.records.second_look import Cautions
from peerdesk.services.workspace import Workspace
from peerdesk.ui.kinds import contact, headcount, referral, supporter
from peerdesk.ui.page import PageContext
from peerdesk.ui.records.page import RecordPage
from tests.services.records.test_records import entry
from tests.ui.keyboard import here, type_keys

SPECS = {
    "supporter": supporter.SPEC,
    "contact": contact.SPEC,
    "headcount": headcount.SPEC,
    "referral": referral.SPEC,
}
MakePage = Callable[..., RecordPage]
CTRL = Qt.KeyboardModifier.ControlModifier


def _supporter(workspace: Workspace, name: str, **more: object) -> int:
    values = {"full_name": name, "role": "peer", "personnel_class": "sworn", "status": "active"}
    return workspace.records.save("supporter", {**values, **more})


@pytest.fixture
def make(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> MakePage:
    def made(kind: str) -> RecordPage:
        page = RecordPage(SPECS[kind], context_on(workspace))
        qtbot.addWidget(page)
        page.resize(1100, 760)
        with qtbot.waitActive(page):
            page.show()
        return page

    return made


def test_saves_a_new_record_and_changes_it(make: MakePage, workspace: Workspace) -> None:
    page = make("supporter")
    page.add()
    page.form.fill({"full_name": "Lily Chen", "personnel_class": "dispatch"})
    QTest.keyClick(page, Qt.Key.Key_S, CTRL)
    page.form.fill({"full_name": "Lily Chan"})
    QTest.keyClick(page, Qt.Key.Key_S, CTRL)
    assert [title for _, title in workspace.records.choices("supporter")] == ["Lily Chan"]
    assert page.detail.head.title == "Lily Chan"
    assert page.detail.head.badge.text() == "Active"


def test_a_field_is_checked_when_it_is_left_not_while_typing(make: MakePage) -> None:
    page = make("supporter")
    row = page.form.rows["joined"]
    row.target.setFocus()
    type_keys("soon")
    assert row.message == ""
    type_keys(">")
    assert row.message.startswith("Write a date")
    QTest.keyClick(row.widget, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(row.widget, "11/5")
    assert row.message == ""


def test_another_row_is_shown_once_changes_are_settled(
    make: MakePage, workspace: Workspace
) -> None:
    first, second = _supporter(workspace, "Ann"), _supporter(workspace, "Bea")
    page = make("supporter")
    assert page.detail.record_id == first
    page.form.fill({"display_name": "Annie"})
    page.list.table.selectRow(1)
    box = page.findChild(QMessageBox)
    assert box is not None
    assert page.detail.record_id == first
    assert page.list.table.currentIndex().row() == 0
    next(each for each in box.buttons() if each.text() == "Discard").click()
    assert page.detail.record_id == second
    assert workspace.records.get("supporter", first)["display_name"] is None


def test_starts_like_the_one_saved_last(make: MakePage, workspace: Workspace) -> None:
    page = make("headcount")
    page.add()
    page.form.fill({"personnel_class": "sworn", "people": 120})
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(page, Qt.Key.Key_D, CTRL)
    assert page.detail.record_id is None
    assert page.form.values()["people"] == 120
    assert page.form.dirty


def test_an_empty_list_offers_what_to_do(make: MakePage, workspace: Workspace) -> None:
    page = make("supporter")
    assert page.list.empty.isVisible()
    page.list.empty.button.click()
    assert page.form.isAncestorOf(here())
    _supporter(workspace, "Ann")
    page.detail.context.changes.changed.emit("supporter")
    assert not page.list.empty.isVisible()
    page.filters.choices["status"].setCurrentIndex(2)
    assert page.list.empty.isVisible()
    page.list.empty.button.click()
    assert not page.list.empty.isVisible()


def test_a_header_sorts_and_the_record_shown_stays_marked(
    make: MakePage, workspace: Workspace
) -> None:
    first, _ = _supporter(workspace, "Ann"), _supporter(workspace, "Bea")
    page = make("supporter")
    page.list.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert page.list.model.row_of(first) == 1
    assert page.list.table.currentIndex().row() == 1


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds that the vault was asked about, each time that it was."""
    kinds: list[str] = []
    really = Cautions.of

    def of(self: Cautions, kind: str, *more: Any) -> tuple[Look, ...]:
        kinds.append(kind)
        return really(self, kind, *more)

    monkeypatch.setattr(Cautions, "of", of)
    return kinds


def test_the_vault_is_asked_for_second_looks_once_typing_rests(
    make: MakePage, workspace: Workspace, asked: list[str], qtbot: QtBot
) -> None:
    workspace.records.save("provider", {**entry(Provider, workspace), "evaluates": True})
    page = make("referral")
    page.add()
    asked.clear()
    page.detail._rest.setInterval(60_000)  # longer than any machine is busy
    page.form.rows["month"].target.setFocus()
    type_keys("oct")
    assert page.detail._rest.isActive()
    assert asked == []
    page.detail._rest.setInterval(0)
    qtbot.waitUntil(lambda: not page.detail._rest.isActive())
    assert asked == ["referral"]


def test_kinds_without_second_looks_never_ask(make: MakePage, asked: list[str]) -> None:
    page = make("supporter")
    page.add()
    asked.clear()
    page.form.rows["full_name"].target.setFocus()
    type_keys("Ann")
    assert not page.detail._rest.isActive()
    assert asked == []
