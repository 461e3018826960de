"""A file comes in step by step, what could identify someone never does, and all can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.periods import Month
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.importing.page import ImportPage

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def page(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> ImportPage:
    page = ImportPage(context_on(workspace))
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page


def _at(qtbot: QtBot, page: ImportPage, step: int) -> None:
    qtbot.waitUntil(lambda: (page.step == step and page.forward.isEnabled()) or bool(_said(page)))
    assert page.step == step, page.message.text()


def _said(page: ImportPage) -> str:
    return page.message.text() if page.message.isVisible() else ""


def _bring_in(qtbot: QtBot, page: ImportPage, name: str) -> None:
    page.open_file(DATA / name)
    for step in (1, 2):
        _at(qtbot, page, step)
        QTest.mouseClick(page.forward, Qt.MouseButton.LeftButton)
    _at(qtbot, page, 3)


def _words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def _answer(page: ImportPage, text: str) -> None:
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(each for each in box.findChildren(QPushButton) if each.text() == text).click()


def test_roster_then_contacts_then_undo(
    qtbot: QtBot, page: ImportPage, workspace: Workspace
) -> None:
    _bring_in(qtbot, page, "roster.xlsx")
    assert len(workspace.records.ids(ListQuery("supporter"))) == 19
    page.go_on()
    _bring_in(qtbot, page, "contacts.csv")
    assert len(workspace.records.ids(ListQuery("contact"))) == 214
    assert "214 contacts added" in page.result.text()
    assert "1 could not come in" in page.result.text()
    QTest.mouseClick(page.undo_button, Qt.MouseButton.LeftButton)
    _answer(page, "Undo the import")
    qtbot.waitUntil(lambda: page.step == 0)
    assert len(workspace.records.ids(ListQuery("contact"))) == 0
    assert len(workspace.records.ids(ListQuery("supporter"))) == 19


def test_earlier_imports_are_listed_and_undone(
    qtbot: QtBot, page: ImportPage, workspace: Workspace
) -> None:
    _bring_in(qtbot, page, "roster.xlsx")
    page.go_on()
    assert page.start.table.rowCount() == 1
    assert not page.start.undo.isEnabled()
    page.start.table.selectRow(0)
    QTest.mouseClick(page.start.undo, Qt.MouseButton.LeftButton)
    _answer(page, "Undo the import")
    qtbot.waitUntil(lambda: page.start.table.rowCount() == 0)
    assert len(workspace.records.ids(ListQuery("supporter"))) == 0


def test_columns_that_identify_cannot_be_changed(qtbot: QtBot, page: ImportPage) -> None:
    page.open_file(DATA / "contacts.csv")
    _at(qtbot, page, 1)
    names = {each.name: each.position for each in page.columns.mapping.columns}
    assert not {names["Who"], names["Notes"]} & page.columns.choices.keys()
    assert {names["Date"], names["Peer"], names["Topic"]} <= page.columns.choices.keys()


def test_a_column_can_be_left_out_by_hand(qtbot: QtBot, page: ImportPage) -> None:
    page.open_file(DATA / "contacts.csv")
    _at(qtbot, page, 1)
    column = next(each for each in page.columns.mapping.columns if each.name == "Min")
    choice = page.columns.choices[column.position]
    choice.setCurrentIndex(choice.findText("Leave out"))
    page.go_on()
    _at(qtbot, page, 2)
    assert page.check.plan.totals["minutes"] == 0


def test_says_what_a_coordinator_can_compare(qtbot: QtBot, page: ImportPage) -> None:
    page.open_file(DATA / "contacts.csv")
    _at(qtbot, page, 1)
    page.go_on()
    _at(qtbot, page, 2)
    words = _words(page.check)
    assert "214 contacts can come in" in words
    assert "10,425 minutes in all" in words
    assert "Row 216" in words
    assert page.forward.text() == "Bring in 214 contacts"


def test_never_shows_what_a_cell_of_a_person_helped_holds(qtbot: QtBot, page: ImportPage) -> None:
    page.open_file(DATA / "contacts.csv")
    _at(qtbot, page, 1)
    columns = _words(page.columns)
    page.go_on()
    _at(qtbot, page, 2)
    for marker in ("McKay", "Vega", "25-1028"):
        assert marker not in columns + _words(page)


def test_answers_are_stored(qtbot: QtBot, page: ImportPage, workspace: Workspace) -> None:
    workspace.agency.change(supporter_days=365)  # keeps the helpers of December 2025
    _bring_in(qtbot, page, "roster.xlsx")
    page.go_on()
    page.open_file(DATA / "contacts.csv")
    _at(qtbot, page, 1)
    page.go_on()
    _at(qtbot, page, 2)
    (row, field), combo = list(page.check.answers_by_question.items())[-1]
    assert field == "supporter_id"
    combo.setCurrentIndex(1)
    assert page.check.answers == {(row, field): combo.currentData()}
    helper = combo.currentData()
    recent = [each for each in page.check.plan.rows if each.values["month"] == Month(2025, 12)]
    known = sum(each.values[field] == helper for each in recent)
    page.go_on()
    _at(qtbot, page, 3)
    found = workspace.records.ids(ListQuery("contact", where={field: helper}))
    assert len(found) == known + 1


def test_someone_on_the_roster_can_be_kept_apart(
    qtbot: QtBot, page: ImportPage, workspace: Workspace
) -> None:
    _bring_in(qtbot, page, "roster.xlsx")
    page.go_on()
    page.open_file(DATA / "roster.xlsx")
    _at(qtbot, page, 1)
    page.go_on()
    _at(qtbot, page, 2)
    assert len(page.check.merge_ticks) == 19
    next(iter(page.check.merge_ticks.values())).setChecked(False)
    page.go_on()
    _at(qtbot, page, 3)
    assert len(workspace.records.ids(ListQuery("supporter"))) == 20


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02" * 50, b"just one line of words"])
def test_a_file_that_is_no_table_is_refused_in_words(
    qtbot: QtBot, page: ImportPage, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    page.open_file(file)
    qtbot.waitUntil(page.message.isVisible)
    assert page.step == 0
    assert page.message.text()
