"""A dirty form is kept as a draft, offered when its page is back, and forgotten when settled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from peerdesk.periods import Month
from peerdesk.services.records.drafts import Typed
from peerdesk.services.workspace import Workspace
from peerdesk.ui.kinds import contact, supporter
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.agency.page import ProfilePart
from peerdesk.ui.pages.contact.tally import TallyPage
from peerdesk.ui.records.page import RecordPage

MakeContext = Callable[[Workspace], PageContext]
PERSON = {"full_name": "Ann", "role": "peer", "personnel_class": "sworn", "status": "active"}


@pytest.fixture
def make(qtbot: QtBot, workspace: Workspace, context_on: MakeContext) -> Callable[[], RecordPage]:
    def made() -> RecordPage:
        page = RecordPage(supporter.SPEC, context_on(workspace))
        qtbot.addWidget(page)
        page.resize(1100, 760)
        page.show()
        return page

    return made


def _type(page: RecordPage, name: str, text: str) -> None:
    page.form.rows[name].target.setFocus()
    QTest.keyClicks(page.form.rows[name].widget, text)


def test_an_entry_is_kept_after_a_while_and_offered_to_the_next_page(
    qtbot: QtBot, make: Callable[[], RecordPage], workspace: Workspace
) -> None:
    page = make()
    assert not page.drafts.isVisible()
    page.drafts._timer.setInterval(20)
    _type(page, "full_name", "Lily Ch")
    assert workspace.drafts.of("supporter") == ()
    qtbot.waitUntil(lambda: bool(workspace.drafts.of("supporter")))
    _type(page, "joined", "soo")
    page.drafts.keep()
    (kept,) = workspace.drafts.of("supporter")
    assert kept.values["joined"] == Typed("soo")

    again = make()
    assert "was not saved" in again.drafts.words.text()
    again.drafts.continue_button.click()
    assert again.form.values()["full_name"] == "Lily Ch"
    assert again.form.rows["joined"].widget.text() == "soo"  # type: ignore[attr-defined]
    assert again.form.dirty
    assert not again.drafts.isVisible()
    again.form.fill({**PERSON, "full_name": "Lily Chen", "joined": None})
    assert again.save()
    assert workspace.drafts.of("supporter") == ()


def test_the_draft_of_a_stored_record_changes_only_what_was_entered(
    make: Callable[[], RecordPage], workspace: Workspace
) -> None:
    number = workspace.records.save("supporter", PERSON)
    page = make()
    _type(page, "display_name", "Annie")
    assert page.drafts.keep() == ""
    workspace.records.save("supporter", {**PERSON, "status": "leave"}, number)
    again = make()
    again.drafts.continue_button.click()
    assert again.detail.record_id == number
    assert again.form.values()["status"] == "leave"
    assert again.form.values()["display_name"] == "Annie"


def test_the_draft_of_a_removed_record_becomes_a_new_one(
    make: Callable[[], RecordPage], workspace: Workspace
) -> None:
    workspace.records.save("supporter", PERSON)
    page = make()
    _type(page, "display_name", "Annie")
    page.drafts.keep()
    workspace.records.delete("supporter", page.detail.record_id or 0)
    again = make()
    again.drafts.continue_button.click()
    assert again.detail.record_id is None
    assert again.form.values()["display_name"] == "Annie"


@pytest.mark.parametrize("way", ["discard", "take back", "drop"])
def test_a_draft_that_is_given_up_is_forgotten(
    make: Callable[[], RecordPage], workspace: Workspace, way: str
) -> None:
    page = make()
    _type(page, "full_name", "x")
    page.drafts.keep()
    assert workspace.drafts.of("supporter")
    if way == "discard":
        page.detail.foot.discard_button.click()
    elif way == "take back":
        page.form.rows["full_name"].widget.clear()  # type: ignore[attr-defined]
        QTest.keyClicks(page.form.rows["full_name"].widget, "y\b")
    else:
        page = make()
        page.drafts.drop_button.click()
        assert not page.drafts.isVisible()
    assert workspace.drafts.of("supporter") == ()


def test_an_offer_that_nobody_took_survives_other_work(
    make: Callable[[], RecordPage], workspace: Workspace
) -> None:
    page = make()
    _type(page, "full_name", "first")
    page.drafts.keep()
    page = make()
    _type(page, "full_name", "second")
    page.drafts.keep()
    names = [each.values["full_name"] for each in workspace.drafts.of("supporter")]
    assert sorted(names) == ["first", "second"]
    page.drafts.continue_button.click()
    (box,) = page.findChildren(QMessageBox)
    next(each for each in box.buttons() if each.text() == "Discard").click()
    assert page.form.values()["full_name"] == "first"
    assert [each.values["full_name"] for each in workspace.drafts.of("supporter")] == ["first"]


def test_months_and_codes_come_back(
    qtbot: QtBot, workspace: Workspace, context_on: MakeContext
) -> None:
    for first in (True, False):
        page = RecordPage(contact.SPEC, context_on(workspace))
        qtbot.addWidget(page)
        if first:
            page.form.fill({"month": Month(2026, 9), "topic": ("grief",)})
            page.drafts.keep()
        else:
            page.drafts.continue_button.click()
            assert page.form.values()["month"] == Month(2026, 9)
            assert page.form.values()["topic"] == ("grief",)


def test_monthly_totals_are_kept_with_their_month(
    qtbot: QtBot, tally_workspace: Workspace, context_on: MakeContext
) -> None:
    page = TallyPage(context_on(tally_workspace))
    qtbot.addWidget(page)
    page._turn(-1)
    QTest.keyClicks(page.grid.first_cell, "31")
    month = page._shown
    assert page.drafts.keep() == ""
    again = TallyPage(context_on(tally_workspace))
    qtbot.addWidget(again)
    assert again._shown != month
    again.drafts.continue_button.click()
    assert (again._shown, again.grid.first_cell.number) == (month, 31)
    assert again.save()
    assert tally_workspace.drafts.of("tally") == ()


def test_the_agencys_profile_is_kept(
    qtbot: QtBot, workspace: Workspace, context_on: MakeContext
) -> None:
    part = ProfilePart(context_on(workspace))
    qtbot.addWidget(part)
    QTest.keyClicks(part.form.rows["state"].widget, "Minnesota")
    part.drafts.keep()
    again = ProfilePart(context_on(workspace))
    qtbot.addWidget(again)
    again.drafts.continue_button.click()
    assert again.form.values()["state"] == "Minnesota"
    again.reload()
    assert workspace.drafts.of("agency") == ()


def test_says_when_nothing_could_be_kept(
    make: Callable[[], RecordPage], workspace: Workspace, vault_read_only: None
) -> None:
    page = make()
    _type(page, "full_name", "x")
    assert "disk is full" in page.drafts.keep()
    assert "could not be kept" in page.drafts.words.text()
    assert not page.drafts.continue_button.isVisible()


@pytest.fixture
def vault_read_only(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every write fail as on a full disk."""
    from peerdesk.errors import CannotWrite

    def full() -> None:
        raise CannotWrite("The disk is full.")

    monkeypatch.setattr(workspace.drafts._sessions, "write", full)
