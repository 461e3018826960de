"""The record of activity is read, narrowed, checked, compared with paper, and printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from peerdesk.safe import Activity, Chain, Note
from peerdesk.services.workspace import Workspace
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.activity.page import ActivityPage
from peerdesk.vault.vault import Vault

WAIT = 20_000


@pytest.fixture
def page(
    qtbot: QtBot, workspace: Workspace, context_on: Callable[[Workspace], PageContext]
) -> ActivityPage:
    values = {"full_name": "Ottoline Marsh", "role": "peer", "status": "active"}
    workspace.records.save("supporter", {**values, "personnel_class": "sworn"})
    page = ActivityPage(context_on(workspace))
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def _check(qtbot: QtBot, page: ActivityPage, mark: str = "") -> str:
    page.mark.clear()
    QTest.keyClicks(page.mark, mark)
    page.check_button.click()
    qtbot.waitUntil(lambda: not page._tasks.running, timeout=WAIT)
    return page.result.text()


def test_what_was_done_is_told_by_number_and_never_by_name(page: ActivityPage) -> None:
    assert page.sentences[0].endswith("Coordinator added a supporter (no. 1)")
    assert page.sentences[-1].endswith("made the vault")
    assert not any("Ottoline" in each for each in page.sentences)


def test_entries_are_narrowed_by_what_who_and_when(page: ActivityPage) -> None:
    everything = len(page.sentences)
    page.what.setCurrentIndex(page.what.findText("Added"))
    assert 0 < len(page.sentences) < everything
    page.what.setCurrentIndex(page.what.findText("Handed the program over"))
    assert page.sentences == []
    page.what.setCurrentIndex(0)
    page.who.setCurrentIndex(page.who.findText("Coordinator"))
    assert len(page.sentences) == everything


def test_a_period_leaves_older_entries_out(page: ActivityPage) -> None:
    now = page._context.workspace.clock.now()
    page._entries = tuple(
        Activity(number, now - timedelta(days=number), "Jo", "lock", "", None, "ok")
        for number in (0, 6, 7, 30, 40)
    )
    shown = {}
    for label in ("Today", "Last 7 days", "Last 31 days", "Last year", "All time"):
        page.period.setCurrentIndex(page.period.findText(label))
        shown[label] = len(page.sentences)
    assert list(shown.values()) == [1, 2, 4, 5, 5]


def test_a_whole_record_and_its_mark(qtbot: QtBot, page: ActivityPage) -> None:
    log = page._context.safe.log
    for mark in (log.check().head[:12], log.check().mark):
        assert f"The mark {mark} fits" in _check(qtbot, page, mark)
    assert page.result.property("state") == "good"
    assert page.sentences[0].endswith("checked the record of activity")


def test_a_mark_that_does_not_fit_is_a_warning(qtbot: QtBot, page: ActivityPage) -> None:
    number = page._context.safe.log.check().count
    said = _check(qtbot, page, f"{number + 5}:0a1b2c3d")
    assert "not as it was written" in said
    assert page.result.property("state") == "bad"


def test_a_forged_entry_is_named(qtbot: QtBot, page: ActivityPage, vault: Vault) -> None:
    with vault.sessions.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER audit_stays")
        connection.exec_driver_sql("UPDATE audit SET action = 'view' WHERE n = 2")
        from peerdesk.safe import NOTES

        session.info.setdefault(NOTES, []).append(Note("settings"))
    assert "Entry 2 is not as it was written" in _check(qtbot, page)


def test_what_is_no_mark_is_said_in_place(qtbot: QtBot, page: ActivityPage) -> None:
    assert "0a1b2c3d4e5f" in _check(qtbot, page, "hello")


def test_older_entries_are_shown_on_request(qtbot: QtBot, page: ActivityPage) -> None:
    assert page.older_button.isHidden()
    page._newest = 2
    page.reload()
    assert len(page.sentences) == 2
    assert not page.older_button.isHidden()
    page.older_button.click()
    assert len(page.sentences) > 2


def test_what_is_shown_is_printed_with_the_mark(qtbot: QtBot, page: ActivityPage) -> None:
    page.print_button.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(PaperDialog)), timeout=WAIT)
    (dialog,) = page.findChildren(PaperDialog)
    qtbot.waitUntil(dialog.print_button.isEnabled, timeout=WAIT)
    facts = dialog._facts
    assert getattr(facts, "sentences", None) == tuple(page.sentences)
    assert isinstance(page._context.safe.log.check(), Chain)
    dialog.close()
