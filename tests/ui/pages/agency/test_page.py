"""The agency's page changes the profile by its rules, and lists what is closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from peerdesk.periods import Period
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.agency.page import AgencyPage
from peerdesk.ui.records.history_dialog import HistoryDialog


@pytest.fixture
def page(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> AgencyPage:
    page = AgencyPage(context_on(workspace))
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page


def test_changes_the_profile_and_tells_the_others(
    qtbot: QtBot, page: AgencyPage, workspace: Workspace
) -> None:
    form = page.profile.form
    assert form.values()["name"] == "Pine County Sheriff's Office"
    form.rows["logging_mode"].editor.set_value("tally")
    form.rows["contacts_threshold"].editor.set_value(12)
    changes = page.profile._context.changes
    with qtbot.waitSignal(changes.changed, check_params_cb=lambda kind: kind == "agency"):
        assert page.profile.save()
    profile = workspace.agency.profile()
    assert (profile.logging_mode, profile.contacts_threshold) == ("tally", 12)
    assert not form.dirty


def test_explains_coded_rows(page: AgencyPage) -> None:
    assert "attorney" in page.profile.form.rows["logging_mode"].below.text()


def test_a_threshold_below_its_floor_is_refused_at_the_field(
    page: AgencyPage, workspace: Workspace
) -> None:
    row = page.profile.form.rows["persons_threshold"]
    row.editor.set_value(2)
    assert not page.profile.save()
    assert "3 at least" in row.message
    assert workspace.agency.profile().persons_threshold == 5


def test_asks_before_unsaved_changes_are_left(page: AgencyPage) -> None:
    left: list[bool] = []
    page.leave(lambda: left.append(True))
    page.profile.form.rows["name"].editor.set_value("Pine County")
    page.leave(lambda: left.append(True))
    assert left == [True]
    assert page.profile.findChild(QMessageBox) is not None


def test_lists_closed_quarters(page: AgencyPage, workspace: Workspace) -> None:
    assert page.closed.list.count() == 0
    assert page.closed.list.isHidden()
    workspace.closing.close(Period.parse("2026-Q2"))
    workspace.closing.close(Period.parse("2026-Q3"))
    page.closed._context.changes.changed.emit("closed_period")
    texts = [page.closed.list.item(i).text() for i in range(page.closed.list.count())]
    assert texts == ["July to September 2026", "April to June 2026"]
    assert page.closed.empty.isHidden()


def test_the_profile_has_a_history(page: AgencyPage, workspace: Workspace) -> None:
    workspace.agency.change(program_name="Here For You")
    page.profile.history_button.click()
    dialog = page.profile.findChild(HistoryDialog)
    assert dialog is not None
    cells = [dialog.table.item(0, column) for column in range(2, 5)]
    assert [cell.text() for cell in cells if cell] == [
        "Program name",
        "Peer Support Program",
        "Here For You",
    ]
    dialog.close()
