"""The page for any kind of record: list and form agree, and nothing unsaved is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.kinds import supporter
from peerdesk.ui.page import PageContext
from peerdesk.ui.records.page import RecordPage
from tests.services.records.test_records import supporter as person

NAMES = ["Berta Quist", "Ada Lovell", "Carl Moe"]


@pytest.fixture
def page(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> RecordPage:
    for name in NAMES:
        workspace.records.save("supporter", person(name))
    page = RecordPage(supporter.SPEC, context_on(workspace))
    qtbot.addWidget(page)
    page.resize(1100, 760)
    with qtbot.waitActive(page):
        page.show()
    return page


def _shown(page: RecordPage) -> list[str]:
    model = page.list.model
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def _name(page: RecordPage) -> QLineEdit:
    line = page.form.rows["full_name"].widget
    assert isinstance(line, QLineEdit)
    return line


def _answer(qtbot: QtBot, page: RecordPage, text: str) -> None:
    qtbot.waitUntil(lambda: bool(page.findChildren(QMessageBox)))
    (box,) = page.findChildren(QMessageBox)
    next(each for each in box.findChildren(QPushButton) if each.text() == text).click()
    qtbot.waitUntil(lambda: not page.findChildren(QMessageBox))


def test_opens_at_the_first_of_a_sorted_list(page: RecordPage) -> None:
    assert _shown(page) == sorted(NAMES)
    assert _name(page).text() == "Ada Lovell"


def test_a_header_sorts_in_the_vault(page: RecordPage) -> None:
    page.list.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert _shown(page) == sorted(NAMES, reverse=True)


def test_words_and_values_narrow_the_list(qtbot: QtBot, page: RecordPage) -> None:
    QTest.keyClicks(page.filters.words, "quist")
    qtbot.waitUntil(lambda: _shown(page) == ["Berta Quist"])
    page.filters.words.clear()
    page.filters.choices["status"].setCurrentIndex(page.filters.choices["status"].findData("leave"))
    assert _shown(page) == []
    assert page.list.empty.isVisible()


def test_a_saved_change_is_in_list_and_vault(page: RecordPage, workspace: Workspace) -> None:
    QTest.keyClicks(_name(page), " Jr")
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "Ada Lovell Jr" in _shown(page)
    assert not page.form.dirty


def test_a_wrong_entry_is_not_saved(page: RecordPage) -> None:
    _name(page).clear()
    assert not page.save()
    assert page.form.rows["full_name"].message
    assert _shown(page) == sorted(NAMES)


def test_adding_saves_a_new_record(page: RecordPage, workspace: Workspace) -> None:
    page.add_button.click()
    QTest.keyClicks(_name(page), "Dora Lind")
    page.form.rows["personnel_class"].editor.set_value("dispatch")
    page.save_and_new()
    assert "Dora Lind" in _shown(page)
    assert _name(page).text() == ""
    assert len(workspace.records.ids(ListQuery("supporter"))) == 4


@pytest.mark.parametrize(
    ("answer", "kept", "shown"),
    [("Save", "Ada X", "Berta Quist"), ("Discard", "Ada Lovell", "Berta Quist")],
)
def test_unsaved_changes_are_asked_about(
    qtbot: QtBot, page: RecordPage, answer: str, kept: str, shown: str
) -> None:
    _name(page).setText("Ada X")
    page.list.table.selectRow(1)
    _answer(qtbot, page, answer)
    qtbot.waitUntil(lambda: _name(page).text() == shown)
    assert kept in _shown(page)


def test_keep_editing_keeps_everything(qtbot: QtBot, page: RecordPage) -> None:
    _name(page).setText("Ada X")
    left: list[None] = []
    page.leave(lambda: left.append(None))
    _answer(qtbot, page, "Keep editing")
    assert _name(page).text() == "Ada X"
    assert left == []


def test_removing_needs_no_question(page: RecordPage, workspace: Workspace) -> None:
    page.detail.remove_button.click()
    assert "Ada Lovell" not in _shown(page)
    assert [each.title for each in workspace.bin.items()] == ["Ada Lovell"]
    assert page.list.table.hasFocus()


def test_removing_asks_about_unsaved_changes(
    qtbot: QtBot, page: RecordPage, workspace: Workspace
) -> None:
    _name(page).setText("Ada X")
    page.detail.remove_button.click()
    _answer(qtbot, page, "Keep editing")
    assert workspace.bin.items() == ()
    page.detail.remove_button.click()
    _answer(qtbot, page, "Discard")
    assert [each.title for each in workspace.bin.items()] == ["Ada Lovell"]


def test_a_record_that_is_filtered_out_is_shown_all_the_same(page: RecordPage) -> None:
    page.filters.words.setText("quist")
    page.filters.changed.emit()
    number = page.detail._records.choices("supporter")[2][0]
    page.open_record("supporter", number)
    assert _name(page).text() == "Carl Moe"
    assert len(_shown(page)) == 3


def test_a_record_changed_elsewhere_is_not_overwritten(
    qtbot: QtBot, page: RecordPage, workspace: Workspace
) -> None:
    number = page.list.model.ids[0]
    workspace.records.save("supporter", {"status": "leave"}, number)
    _name(page).setText("Ada X")
    assert not page.save()
    (box,) = page.findChildren(QMessageBox)
    assert "changed elsewhere" in box.text()
    box.close()


def test_the_form_goes_under_the_list_where_there_is_little_room(page: RecordPage) -> None:
    assert page.halves.orientation() == Qt.Orientation.Horizontal
    page.resize(700, 600)
    assert page.halves.orientation() == Qt.Orientation.Vertical


def test_long_lists_ask_for_few_rows(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> None:
    for number in range(450):
        workspace.records.save("supporter", person(f"Person {number:03d}"))
    page = RecordPage(supporter.SPEC, context_on(workspace))
    qtbot.addWidget(page)
    model = page.list.model
    assert model.rowCount() == 450
    assert model.data(model.index(449, 0)) == "Person 449"
    assert sum(len(rows) for rows in model._pages.values()) <= 400
