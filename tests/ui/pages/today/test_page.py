"""The first page says what is due and opens the record of each next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from peerdesk.models.incident import Incident
from peerdesk.models.referral import Referral
from peerdesk.periods import Month, Period
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.registry import PAGES
from peerdesk.ui.pages.today.page import TodayPage
from peerdesk.ui.pages.today.panels import Cards, Line
from peerdesk.vocabulary import vocabulary
from tests.conftest import TODAY
from tests.services.records.test_records import contact, entry, supporter
from tests.ui.freed import freed

Opened = list[tuple[object, ...]]
HEADCOUNT = {"period": Period.parse("2026"), "personnel_class": "sworn", "people": 40}


@pytest.fixture
def opened() -> Opened:
    return []


@pytest.fixture
def make(
    qtbot: QtBot, context_on: Callable[[Workspace], PageContext], opened: Opened
) -> Callable[..., TodayPage]:
    def made(workspace: Workspace, area: str = "") -> TodayPage:
        context = context_on(workspace)
        pages = (*PAGES[:-1], replace(PAGES[-1], area=area))
        page = TodayPage(
            replace(
                context,
                open_record=lambda *which: opened.append(which),
                open_at=lambda *which: opened.append(which),
                pages=pages,
            )
        )
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        return page

    return made


def _lines(page: TodayPage) -> list[str]:
    return [line.words for line in page.body.findChildren(Line)]


def _said(page: TodayPage) -> list[str]:
    return [label.text() for label in page.body.findChildren(QLabel)]


def _press(page: TodayPage, name: str) -> None:
    QApplication.processEvents()
    buttons = page.body.findChildren(QPushButton)
    button = next(each for each in buttons if each.accessibleName().startswith(name))
    assert button.isVisible()
    button.click()


def test_a_new_agency_begins_with_three_steps(
    make: Callable[..., TodayPage], workspace: Workspace, opened: Opened
) -> None:
    page = make(workspace)
    assert _said(page)[0] == "Three steps to begin"
    for name in ("Add supporters", "Add head counts", "Enter contacts"):
        _press(page, name)
    assert opened == [("supporter", 0), ("headcount", 0), ("contact", 0)]


def test_a_step_that_is_done_says_so_at_once(
    qtbot: QtBot, make: Callable[..., TodayPage], workspace: Workspace
) -> None:
    page = make(workspace)
    workspace.records.save("supporter", supporter(agreement_signed=date(2026, 1, 1)))
    page._context.changes.changed.emit("supporter")
    qtbot.waitUntil(lambda: "Done" in _said(page))


def test_each_line_opens_its_record(
    make: Callable[..., TodayPage], workspace: Workspace, opened: Opened
) -> None:
    signed = {"agreement_signed": date(2026, 1, 1)}
    late, soon = supporter("Ada", **signed), supporter("Berta", **signed)
    number = workspace.records.save("supporter", {**late, "term_ends": date(2026, 11, 20)})
    workspace.records.save("supporter", {**soon, "term_ends": date(2026, 11, 25)})
    workspace.records.save("headcount", HEADCOUNT)
    workspace.records.save("contact", contact())
    page = make(workspace)
    assert "End of Ada's term" in _lines(page)
    said = _said(page)
    assert [each for each in said if each in ("OVERDUE", "THIS WEEK", "LATER")] == [
        "OVERDUE",
        "THIS WEEK",
    ]
    assert "4 days ago" in said
    assert "Tomorrow" in said
    _press(page, "Renew or end: End of Ada")
    assert opened == [("supporter", number, "term_ends")]


def test_what_has_no_page_is_not_asked_for(
    make: Callable[..., TodayPage], workspace: Workspace
) -> None:
    page = make(workspace)
    kinds = {line.kind for line in workspace.today.day().due}
    assert {"backup", "opener"} <= kinds
    for kind, words in (("backup", "another disk"), ("opener", "recovery sheet")):
        shown = any(words in line for line in _lines(page))
        assert shown is page._context.shows(kind)


def test_figures_that_are_too_small_are_not_shown(
    qtbot: QtBot, make: Callable[..., TodayPage], workspace: Workspace
) -> None:
    workspace.records.save("contact", contact())
    page = make(workspace)
    qtbot.waitUntil(lambda: page.cards.shown[0].words[0] == "Contacts", timeout=10_000)
    assert page.cards.shown[0].words[1:] == ("—", "Too few to show safely")
    assert page.cards.shown[-1].words[:2] == ("Last backup", "None")


def test_an_area_can_be_switched_on_or_declined(
    qtbot: QtBot, make: Callable[..., TodayPage], workspace: Workspace
) -> None:
    workspace.records.save("supporter", supporter(status="provisional"))
    page = make(workspace, area="training")
    assert any(line.startswith("Training: ") for line in _lines(page))
    _press(page, "Not now")
    assert workspace.agency.areas() == {"training": False}
    qtbot.waitUntil(lambda: not any(line.startswith("Training") for line in _lines(page)))


def test_cards_stand_in_rows_that_fit(qtbot: QtBot) -> None:
    cards = Cards()
    qtbot.addWidget(cards)
    cards.show_backup(date(2026, 11, 20), date(2026, 11, 24))
    assert cards.shown[0].words == ("Last backup", "4 days ago", "on another disk")


def test_is_freed(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> None:
    page = TodayPage(context_on(workspace))
    page.show()
    with freed(qtbot, page.body):
        page.deleteLater()


def _due_follow_up(workspace: Workspace) -> int:
    """Log an incident of a week ago and return the number of its first day to look in again."""
    long_ago = {**entry(Incident, workspace), "occurred_on": TODAY - timedelta(days=7)}
    workspace.records.save(
        "incident", {**long_ago, "decision": vocabulary("response_decision").codes[-1]}
    )
    return min(workspace.records.ids(ListQuery("followup")))


def test_what_is_marked_as_done_is_done_in_place_and_can_be_taken_back(
    make: Callable[..., TodayPage], workspace: Workspace, opened: Opened, qtbot: QtBot
) -> None:
    number = _due_follow_up(workspace)
    page = make(workspace)
    done: list[tuple[str, Callable[[], None]]] = []
    page._context.changes.done.connect(lambda words, back: done.append((words, back)))
    lines = len([each for each in _lines(page) if each.startswith("Look in again")])
    _press(page, "Mark as done")
    assert workspace.records.get("followup", number)["done_on"] == TODAY
    assert opened == []
    qtbot.waitUntil(
        lambda: len([x for x in _lines(page) if x.startswith("Look in again")]) == lines - 1
    )
    ((words, back),) = done
    assert "marked as done" in words
    back()
    assert workspace.records.get("followup", number)["done_on"] is None


def test_outcomes_are_entered_where_they_are_missing(
    make: Callable[..., TodayPage], workspace: Workspace, opened: Opened
) -> None:
    month = Month.of(TODAY).plus(-2)
    referral = {**entry(Referral, workspace), "month": month, "followup_due": month.plus(1)}
    workspace.records.save("referral", {**referral, "status": "offered"})
    page = make(workspace)
    _press(page, "Enter outcomes")
    assert opened == [("referral", 0, "open")]
