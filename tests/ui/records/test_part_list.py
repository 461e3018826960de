"""Parts of a record: listed on a tab, opened in its place, saved with their owner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from peerdesk.models.incident import Incident
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.records.part_list import PartList
from peerdesk.ui.records.roster_part import PartSheet
from tests.services.kinds.test_enter import incident, intervention
from tests.services.records.test_records import supporter
from tests.ui.record_types import page_of
from tests.ui.rules import squeezed, unnamed, unreachable


@pytest.fixture
def page(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> Iterator[RecordPage]:
    for name in ("Ada Lovell", "Berta Quist", "Cy Young"):
        workspace.records.save("supporter", supporter(name))
    intervention(workspace, incident(workspace))
    whole, part = page_of(Incident, context_on(workspace))
    qtbot.addWidget(whole)
    whole.resize(1100, 760)
    with qtbot.waitActive(whole):
        whole.show()
    qtbot.wait(1)
    yield part  # noqa: PT022 - the whole page must outlive the test


def _parts(page: RecordPage) -> PartList:
    page.detail.parts.setCurrentIndex(1)
    view = page.detail.parts.views[0]
    assert isinstance(view, PartList)
    return view


def _team(page: RecordPage, workspace: Workspace) -> PartSheet:
    part = _parts(page)
    part.open(workspace.records.ids(ListQuery("intervention"))[0])
    part.detail.parts.setCurrentIndex(1)
    sheet = part.detail.parts.views[0]
    assert isinstance(sheet, PartSheet)
    return sheet


def test_only_the_parts_of_the_shown_record_are_listed(
    page: RecordPage, workspace: Workspace
) -> None:
    other = incident(workspace, occurred_on=date(2026, 11, 10))
    mine = intervention(workspace, other, held_on=date(2026, 11, 11))
    page.detail.context.changes.changed.emit("incident")
    page.open_record("incident", other)
    assert list(_parts(page).list.model.ids) == [mine]


def test_a_new_part_belongs_to_its_owner(page: RecordPage, workspace: Workspace) -> None:
    part = _parts(page)
    part.add()
    assert "incident_id" not in part.detail.form.rows
    assert part.detail.form.values()["held_on"] == date(2026, 11, 1)
    part.detail.form.fill({"intervention_type": "defusing", "attended": 4, "voluntary": "yes"})
    assert page.save()
    number = part.detail.record_id
    assert number is not None
    assert workspace.records.get("intervention", number)["incident_id"] == page.detail.record_id
    assert len(part.list.model.ids) == 2


def test_the_keys_of_the_page_reach_the_part_in_front(page: RecordPage) -> None:
    part = _parts(page)
    part.add()
    part.detail.form.fill({"intervention_type": "defusing"})
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert part.detail.form.rows["attended"].message


def test_an_open_part_takes_the_panel_and_escape_gives_it_back(page: RecordPage) -> None:
    part = _parts(page)
    part.open(part.list.model.ids[0])
    assert not page.detail.head.isVisible()
    assert part.detail.head.isVisible()
    QTest.keyClick(part.detail.form, Qt.Key.Key_Escape)
    assert page.detail.head.isVisible()
    assert part.list.isVisible()


def test_leaving_asks_about_a_part_that_is_not_saved(
    page: RecordPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    part = _parts(page)
    part.open(part.list.model.ids[0])
    part.detail.form.rows["attended"].editor.set_value(5)
    monkeypatch.setattr(
        type(page.detail.context.dialogs), "ask", lambda *given: asked.append(given)
    )
    page.leave(lambda: pytest.fail("left without asking"))
    assert asked


def test_a_new_record_has_no_parts_yet(page: RecordPage) -> None:
    page.add()
    assert not page.detail.parts.isTabEnabled(1)
    assert page.detail.parts.currentIndex() == 0


def test_a_part_is_opened_from_anywhere(page: RecordPage, workspace: Workspace) -> None:
    other = incident(workspace, occurred_on=date(2026, 11, 10))
    number = intervention(workspace, other, held_on=date(2026, 11, 11))
    page.detail.context.changes.changed.emit("incident")
    page.open_record("intervention", number)
    assert page.detail.record_id == other
    assert _parts(page).detail.record_id == number


def test_removing_a_part_goes_back_to_the_list(page: RecordPage) -> None:
    part = _parts(page)
    part.open(part.list.model.ids[0])
    part.detail.remove_button.click()
    assert part.list.isVisible()
    assert not len(part.list.model.ids)


def test_ticks_are_stored_as_records_and_removed_again(
    page: RecordPage, workspace: Workspace
) -> None:
    sheet = _team(page, workspace)
    first = sheet.grid.lines[0]
    QTest.keyClick(first.tick, Qt.Key.Key_Space)
    assert sheet.dirty
    assert first.values() == {"role": "peer", "attested": False}
    assert page.save()
    assert len(workspace.records.ids(ListQuery("responder"))) == 1
    QTest.keyClick(sheet.grid.lines[0].tick, Qt.Key.Key_Space)
    assert page.save()
    assert not len(workspace.records.ids(ListQuery("responder")))


@pytest.mark.parametrize(
    ("key", "place"), [(Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, 0), (Qt.Key.Key_C, 2)]
)
def test_arrows_and_letters_move_on_the_sheet(
    page: RecordPage, workspace: Workspace, key: Qt.Key, place: int
) -> None:
    sheet = _team(page, workspace)
    sheet.begin()
    QTest.keyClick(sheet.grid.lines[0].tick, key)
    assert sheet.grid.lines[place].tick.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_6, Qt.Key.Key_Down, Qt.Key.Key_X])
@pytest.mark.parametrize("held", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier(0)])
def test_no_key_breaks_the_sheet_wherever_the_keyboard_is(
    page: RecordPage, workspace: Workspace, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    sheet = _team(page, workspace)
    sheet.begin()
    line = sheet.grid.lines[0]
    for place in (line.tick, *line.widgets.values(), sheet.grid, sheet.grid.viewport()):
        QTest.keyClick(place, key, held)
    assert sheet.isVisible()


def test_a_sheet_that_is_not_saved_is_asked_about_and_discarded(
    page: RecordPage, workspace: Workspace
) -> None:
    sheet = _team(page, workspace)
    QTest.keyClick(sheet.grid.lines[0].tick, Qt.Key.Key_Space)
    assert "Not saved yet" in sheet.message.text()
    sheet.discard_button.click()
    assert not sheet.dirty
    assert not sheet.grid.lines[0].ticked


def test_a_wrong_line_is_named_and_nothing_is_stored(
    page: RecordPage, workspace: Workspace
) -> None:
    sheet = _team(page, workspace)
    QTest.keyClick(sheet.grid.lines[0].tick, Qt.Key.Key_Space)
    sheet.grid.lines[0].widgets["role"].set_value(None)  # type: ignore[attr-defined]
    assert not sheet.save()
    assert sheet.message.text().startswith("Ada Lovell, role:")
    assert not len(workspace.records.ids(ListQuery("responder")))


@pytest.mark.parametrize("size", [(1100, 760), (752, 568)])
def test_parts_keep_the_rules_of_access(
    page: RecordPage, workspace: Workspace, size: tuple[int, int]
) -> None:
    window: QWidget = page.window()
    window.resize(*size)
    sheet = _team(page, workspace)
    assert unnamed(sheet) == []
    assert squeezed(sheet) == []
    assert unreachable(sheet) == []


def test_in_a_small_window_an_open_part_has_all_the_room(page: RecordPage) -> None:
    page.window().resize(752, 568)
    part = _parts(page)
    assert page.list.isVisible()
    part.open(part.list.model.ids[0])
    assert not page.list.isVisible()
    page.window().resize(1400, 760)
    assert page.list.isVisible()
    page.window().resize(752, 568)
    QTest.keyClick(part.detail.form, Qt.Key.Key_Escape)
    assert page.list.isVisible()
