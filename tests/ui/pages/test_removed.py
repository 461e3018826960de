"""The bin shows what was removed, brings it back, and erases only after asking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from peerdesk.services.access import Access
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.removed import RemovedPage
from tests.services.records.test_records import contact, supporter

MakePage = Callable[[Workspace], RemovedPage]


@pytest.fixture
def make(qtbot: QtBot, context_on: Callable[[Workspace], PageContext]) -> MakePage:
    def made(workspace: Workspace) -> RemovedPage:
        page = RemovedPage(context_on(workspace))
        qtbot.addWidget(page)
        page.show()
        return page

    return made


def _fill(workspace: Workspace) -> None:
    for kind, values in (("supporter", supporter("Ada Lovell")), ("contact", contact())):
        workspace.records.delete(kind, workspace.records.save(kind, values))


def _rows(page: RemovedPage) -> list[str]:
    items = [page.table.item(row, 0) for row in range(page.table.rowCount())]
    return [item.text() for item in items if item]


def _answer(page: RemovedPage, text: str) -> None:
    (box,) = (each for each in page.findChildren(QMessageBox) if each.isVisible())
    next(each for each in box.buttons() if each.text() == text).click()


def test_says_when_there_is_nothing(make: MakePage, workspace: Workspace) -> None:
    page = make(workspace)
    assert page.empty.isVisible()
    assert not page.back_button.isEnabled()
    assert not page.clear_button.isEnabled()


def test_brings_the_chosen_one_back(make: MakePage, workspace: Workspace) -> None:
    _fill(workspace)
    page = make(workspace)
    assert _rows(page) == ["November 2026", "Ada Lovell"]
    page.table.selectRow(1)
    page.back_button.click()
    assert _rows(page) == ["November 2026"]
    assert workspace.records.choices("supporter")[0][1] == "Ada Lovell"


def test_erases_after_asking(make: MakePage, workspace: Workspace) -> None:
    _fill(workspace)
    page = make(workspace)
    page.erase_button.click()
    _answer(page, "Keep")
    assert len(_rows(page)) == 2
    page.erase_button.click()
    _answer(page, "Erase for good")
    assert _rows(page) == ["Ada Lovell"]
    page.clear_button.click()
    _answer(page, "Erase for good")
    assert workspace.bin.items() == ()


def test_a_deputy_brings_back_and_erases_nothing(make: MakePage, workspace: Workspace) -> None:
    _fill(workspace)
    page = make(replace(workspace, access=Access("deputy")))
    assert page.back_button.isEnabled()
    assert not page.erase_button.isEnabled()
    assert not page.clear_button.isEnabled()


def test_what_cannot_come_back_is_said(make: MakePage, workspace: Workspace) -> None:
    _fill(workspace)
    page = make(workspace)
    workspace.bin.empty()
    page.back_button.click()
    box = page.findChild(QMessageBox)
    assert box is not None
    assert "no longer in the bin" in box.text()
    box.close()
