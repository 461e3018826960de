"""Every button of Today does the thing, or leads to exactly the place where it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from peerdesk.periods import Month, Period
from peerdesk.services.records.records import ListQuery
from peerdesk.services.today.registry import PROVIDERS
from peerdesk.services.workspace import Workspace
from peerdesk.ui.forms.form import Form
from peerdesk.ui.guides.dialog import GuideDialog
from peerdesk.ui.guides.recovery_steps import PrintStep
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.registry import PAGES
from peerdesk.ui.pages.today.page import TodayPage
from peerdesk.ui.pages.today.panels import Line
from peerdesk.ui.records.page import RecordPage
from peerdesk.ui.shell.desk import Desk
from peerdesk.vault.vault import Vault
from tests.conftest import TODAY
from tests.ui.due_today import SOON, fill


@pytest.fixture
def full(workspace: Workspace) -> Workspace:
    fill(workspace)
    return workspace


@pytest.fixture
def desk(qtbot: QtBot, full: Workspace, context_on: Callable[[Workspace], PageContext]) -> Desk:
    desk: Desk
    context = replace(
        context_on(full),
        open_record=lambda kind, number: desk.open_record(kind, number),  # noqa: PLW0108
        open_at=lambda kind, number, at: desk.open_at(kind, number, at),  # noqa: PLW0108
    )
    desk = Desk(context, PAGES)
    qtbot.addWidget(desk)
    desk.resize(1300, 900)
    with qtbot.waitActive(desk):
        desk.show()
    desk.go("today")
    return desk


def _press(desk: Desk, words: str) -> Any:
    """Press the button of a line, as it is on the screen, and return the page it leads to."""
    for _ in range(2):  # once to ask the vault again, once to lay the lines out
        QApplication.processEvents()
    assert isinstance(desk.page, TodayPage)
    line = next(each for each in desk.page.body.findChildren(Line) if words in each.words)
    (button,) = line.findChildren(QPushButton)
    assert button.isVisible()
    button.click()
    QApplication.processEvents()
    return desk.page


def _field(inside: QWidget) -> str:
    """Return the field of a form that has the keyboard."""
    here = QApplication.focusWidget()
    forms = [each for each in inside.findChildren(Form) if each.isVisible()]
    found = [name for form in forms for name, row in form.rows.items() if row.target is here]
    assert len(found) == 1, here
    return found[0]


def _one(desk: Desk, kind: str) -> int:
    return int(desk._context.workspace.records.ids(ListQuery(kind))[0])


def test_everything_that_can_be_due_is_due_here(full: Workspace, vault: Vault) -> None:
    """The control of what follows: a new thing that falls due belongs into ``full``."""
    with vault.sessions.read() as session:
        silent = [each for each in PROVIDERS if not each(session, TODAY)]
    assert silent == []


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("Ada Lovell's term", "supporter", "term_ends"),
        ("Ada Lovell's leave", "supporter", "status"),
        ("No signed agreement on file for Berta", "supporter", "agreement_signed"),
        ("Verify again", "provider", "verified_on"),
        ("End of the license", "provider", "license_expires"),
        ("Decide on an offer", "incident", "decision"),
    ],
)
def test_a_line_about_a_field_leads_into_it(desk: Desk, words: str, kind: str, name: str) -> None:
    page = _press(desk, words)
    assert isinstance(page, RecordPage)
    assert (desk.key, page.detail.record_id is not None) == (kind, True)
    assert _field(page) == name


def test_a_field_is_reached_from_another_part_of_its_record_too(desk: Desk) -> None:
    page = _press(desk, "Decide on an offer")
    page.detail.parts.setCurrentIndex(2)
    desk.go("today")
    assert _field(_press(desk, "Decide on an offer")) == "decision"


def test_a_certificate_is_renewed_on_its_tab(desk: Desk) -> None:
    page = _press(desk, "'s QPR")
    assert page.tabs.currentWidget() is page.certifications
    assert page.certifications.detail.record_id == _one(desk, "certification")
    assert _field(page) == "expires_on"


def test_who_comes_to_a_class_is_ticked_on_its_sheet(desk: Desk) -> None:
    page = _press(desk, "Class: ")
    (sessions,) = page.courses.detail.parts.views
    assert sessions.detail.form.values()["held_on"] == SOON
    (sheet,) = sessions.detail.parts.views
    assert sheet.isVisible()
    assert sheet.grid.lines[0].tick.hasFocus()


def test_who_does_not_meet_a_rule_is_shown(desk: Desk) -> None:
    page = _press(desk, "Refresher is not met")
    assert page.matrix.isVisible()
    assert page.matrix.gaps_only.isChecked()


def test_the_numbers_of_a_month_are_entered_for_that_month(desk: Desk, qtbot: QtBot) -> None:
    coded = _press(desk, "Numbers for August 2026").page
    form = coded.records.form
    qtbot.waitUntil(lambda: form.values()["month"] == Month(2026, 8))
    assert coded.records.detail.record_id is None
    assert not form.dirty
    assert _field(coded) != "month"


def test_the_numbers_of_a_month_are_entered_in_its_grid(desk: Desk) -> None:
    context = desk._context
    context.workspace.agency.change(logging_mode="tally")
    context.changes.changed.emit("agency")
    grid = _press(desk, "Numbers for August 2026").page
    assert grid.month.currentData() == Month(2026, 8)
    assert grid.grid.first_cell.hasFocus()


def test_head_counts_are_added_at_once(desk: Desk) -> None:
    page = _press(desk, "Head counts for 2026")
    assert page.head_counts.isVisible()
    assert page.head_counts.detail.record_id is None
    assert _field(page) == "period"


def test_a_quarter_is_closed_where_its_report_is_shown(desk: Desk) -> None:
    page = _press(desk, "then its report")
    assert (page.choice.name, page.choice.period) == ("quarterly", Period.parse("2026-Q3"))


def test_what_was_begun_is_in_its_form_again(desk: Desk) -> None:
    page = _press(desk, "An unsaved entry: supporters")
    assert page.form.values()["full_name"] == "Lily Ch"
    assert page.form.dirty
    assert not page.drafts.isVisible()


def test_referrals_without_an_outcome_stand_alone(desk: Desk) -> None:
    page = _press(desk, "Referrals without an outcome")
    assert list(page.list.model.ids) == [_one(desk, "referral")]
    assert page.list.model.query.where


def test_looking_in_again_is_done_in_place(desk: Desk) -> None:
    page = _press(desk, "Look in again")
    assert isinstance(page, TodayPage)
    assert desk.undoing.toast.isVisible()


def test_a_backup_on_another_disk_begins_with_its_folder(desk: Desk) -> None:
    page = _press(desk, "First backup on another disk")
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_a_recovery_sheet_is_made_in_its_guide(desk: Desk) -> None:
    page = _press(desk, "A recovery sheet, in case")
    (dialog,) = page.findChildren(GuideDialog)
    assert dialog.isVisible()
    assert any(isinstance(each, PrintStep) for each in dialog.guide._steps)
    dialog.reject()


def test_a_rule_that_runs_out_leads_to_where_classes_are_planned(desk: Desk) -> None:
    page = _press(desk, "Last day of Berta Quist's Yearly")
    assert page.courses.isVisible()
