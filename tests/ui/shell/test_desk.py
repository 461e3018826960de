"""Pages are reached by record, areas come and go, and what was removed comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from peerdesk.app import issue_report
from peerdesk.models.referral import Referral
from peerdesk.models.types import Codes
from peerdesk.periods import Month
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.workspace import Workspace
from peerdesk.ui.kinds import supporter as supporters
from peerdesk.ui.page import PageContext, PageEntry
from peerdesk.ui.pages.registry import PAGES
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.shell.desk import Desk
from peerdesk.ui.shell.palette import Palette
from peerdesk.ui.shell.window import Window
from peerdesk.ui.surroundings import Surroundings
from tests.conftest import PASSPHRASE
from tests.services.records.test_records import contact, entry, supporter
from tests.ui.conftest import RealVaults

AGENCY = {"name": "Pine County Sheriff's Office", "logging_mode": "coded"}
CTRL = Qt.KeyboardModifier.ControlModifier
SHOWN = partial(RecordPage, supporters.SPEC)
TRAINING = PageEntry("course", "Training", "users", "Team", SHOWN, area="training")
ENTRIES = (*PAGES[:2], TRAINING, *PAGES[2:])


@pytest.fixture
def desk(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> Desk:
    context = replace(context_on(workspace), pages=ENTRIES)
    desk = Desk(context, ENTRIES)
    qtbot.addWidget(desk)
    desk.resize(1200, 800)
    with qtbot.waitActive(desk):
        desk.show()
    desk.go("today")
    return desk


def _titles(desk: Desk) -> list[str]:
    return [title for _key, title in desk.titles]


def test_a_new_agency_sees_a_small_program(desk: Desk, workspace: Workspace) -> None:
    assert _titles(desk) == ["Today", "Supporters", "Contacts", "Reports"]
    assert {"agency", "security", "backup", "activity", "issued"} == {k for k, _ in desk.program}


def test_what_was_issued_has_its_page(qtbot: QtBot, desk: Desk, workspace: Workspace) -> None:
    quarter = Month(2026, 8).quarter
    workspace.tallies.save_month(Month(2026, 8), {TOTAL: TallyCell(40, 20)})
    workspace.closing.close(quarter)
    issue_report(workspace, "quarterly", quarter, "letter")
    with qtbot.waitSignal(desk.listed):
        desk._context.changes.changed.emit("publication")
    assert _titles(desk)[-1] == "Issued"


def test_an_area_that_is_switched_on_has_its_page(
    qtbot: QtBot, desk: Desk, workspace: Workspace
) -> None:
    desk.go("contact")
    with qtbot.waitSignal(desk.listed):
        workspace.agency.use("training", True)
        desk._context.changes.changed.emit("program_area")
    assert _titles(desk)[:3] == ["Today", "Supporters", "Training"]
    assert desk.sidebar.list.currentItem().text() == "Contacts"
    workspace.agency.use("training", False)
    desk._context.changes.changed.emit("program_area")
    assert "Training" not in _titles(desk)


def test_a_record_opens_on_its_page(desk: Desk, workspace: Workspace) -> None:
    workspace.records.save("supporter", supporter("Ada Lovell"))
    number = workspace.records.save("supporter", supporter("Berta Quist"))
    desk.open_record("supporter", number)
    assert isinstance(desk.page, RecordPage)
    assert desk.page.detail.head.title == "Berta Quist"
    desk.open_record("nothing", 1)
    assert isinstance(desk.page, RecordPage)


def test_a_head_count_opens_on_its_tab(desk: Desk) -> None:
    desk.open_record("headcount", 0)
    assert desk.key == "agency"
    tabs = desk.page.tabs  # type: ignore[attr-defined]
    assert tabs.currentWidget() is desk.page.head_counts  # type: ignore[attr-defined]


def test_a_contact_opens_although_its_page_starts_a_new_one(
    qtbot: QtBot, desk: Desk, workspace: Workspace
) -> None:
    number = workspace.records.save("contact", contact(topic=Codes(["mood"])))
    desk.open_record("contact", number)
    records = desk.page.page.records  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: records.detail.record_id == number)


def test_ctrl_z_brings_back_record_and_links(
    qtbot: QtBot, surroundings: Surroundings, real_vaults: RealVaults
) -> None:
    workspace = real_vaults.create(PASSPHRASE, AGENCY)
    window = Window(surroundings)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.show_open(workspace)
    desk = window.desk
    assert desk is not None
    qtbot.waitUntil(desk.isVisible)
    mentor = workspace.records.save("supporter", supporter("Ada Lovell"))
    junior = workspace.records.save("supporter", supporter("Berta Quist", mentor_id=mentor))
    desk.open_record("supporter", mentor)
    page = desk.page
    assert isinstance(page, RecordPage)
    page.list.setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Backspace, CTRL)
    assert desk.undoing.toast.isVisible()
    assert workspace.records.get("supporter", junior)["mentor_id"] is None
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, CTRL)
    assert workspace.records.get("supporter", junior)["mentor_id"] == mentor
    assert page.detail.record_id == mentor
    assert not desk.undoing.toast.isVisible()
    window._put_away()


def test_the_toast_undoes_one_after_the_other(desk: Desk, workspace: Workspace) -> None:
    numbers = [workspace.records.save("supporter", supporter(name)) for name in ("Ann", "Bea")]
    desk.open_record("supporter", numbers[0])
    for number in numbers:
        desk.page.open_record("supporter", number)  # type: ignore[attr-defined]
        desk.page.detail.remove()  # type: ignore[attr-defined]
    for _ in range(3):
        desk.undoing.toast.undo_button.click()
    assert [name for _, name in workspace.records.choices("supporter")] == ["Ann", "Bea"]


def test_search_opens_from_the_sidebar_and_goes_with_the_vault(
    qtbot: QtBot, surroundings: Surroundings, real_vaults: RealVaults
) -> None:
    workspace = real_vaults.create(PASSPHRASE, AGENCY)
    window = Window(surroundings)
    qtbot.addWidget(window)
    window.show()
    window.show_open(workspace)
    number = workspace.records.save("supporter", supporter("Berta Quist"))
    assert window.desk is not None
    window.desk.sidebar.search_button.click()
    palette = window.findChild(Palette)
    assert isinstance(palette, QDialog)
    QTest.keyClicks(palette.line, "quis")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    page = window.desk.page
    assert isinstance(page, RecordPage)
    assert page.detail.record_id == number
    window.desk.sidebar.search_button.click()
    window._put_away()
    qtbot.waitUntil(lambda: window.findChild(Palette) is None)


def test_referrals_without_an_outcome_are_shown_together(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> None:
    made = entry(Referral, workspace)
    numbers = {
        status: workspace.records.save("referral", {**made, "status": status})
        for status in ("offered", "completed", "engaged", "declined")
    }
    desk = Desk(context_on(workspace), PAGES)
    qtbot.addWidget(desk)
    desk.show()
    desk.open_at("referral", 0, "open")
    page = desk.page
    assert isinstance(page, RecordPage)
    assert set(page.list.model.ids) == {numbers["offered"], numbers["engaged"]}
    assert page.detail.record_id in page.list.model.ids
    page.filters.clear()
    assert len(page.list.model.ids) == 4


def test_a_deed_is_taken_back_like_a_removal(desk: Desk, qtbot: QtBot) -> None:
    back: list[str] = []
    desk._context.changes.done.emit("Done.", lambda: back.append("back"))
    assert desk.undoing.toast.isVisibleTo(desk)
    desk.undoing.undo()
    assert back == ["back"]
    desk.undoing.undo()
    assert back == ["back"]
