"""Whatever goes wrong in making a summary, nothing is shown, and nothing is said of it."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event

from peerdesk.disclosure.bounds import OutOfTime
from peerdesk.disclosure.sums import whole
from peerdesk.errors import NotShown, UsageError
from peerdesk.models.training_session import TrainingSession
from peerdesk.periods import Month, Period
from peerdesk.services.issuing import reporting as module
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.summaries import catalogue
from peerdesk.services.summaries.command_report import CommandReport
from peerdesk.services.workspace import Workspace
from peerdesk.vocabulary import vocabulary
from tests.conftest import TODAY
from tests.services.records.test_records import contact, entry

QUARTER = Period.parse("2026-Q4")


@pytest.fixture
def counted(workspace: Workspace) -> Workspace:
    for number in range(24):
        month = Month(2026, 10 + number % 2)
        workspace.records.save("contact", contact(month=month))
    return workspace


@pytest.mark.parametrize("error", [ZeroDivisionError("24"), KeyError("grief"), MemoryError()])
def test_an_error_shows_nothing_and_logs_its_kind(
    counted: Workspace,
    error: Exception,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_facts: object) -> CommandReport:
        raise error

    entry = replace(catalogue.report("quarterly"), compose=broken)
    monkeypatch.setattr(catalogue, "REPORTS", (entry,))
    with caplog.at_level(logging.INFO, logger="peerdesk"), pytest.raises(NotShown) as caught:
        counted.reporting.summary("quarterly", QUARTER)
    assert caught.value.title == "Not shown to protect confidentiality."
    said = " ".join(record.getMessage() for record in caplog.records)
    assert type(error).__name__ in said
    assert "24" not in said
    assert "grief" not in said


def test_a_protection_that_takes_too_long_shows_nothing_that_needed_it(
    counted: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*_: object) -> None:
        raise OutOfTime

    monkeypatch.setattr("peerdesk.disclosure.levels.protect", slow)
    summary = counted.reporting.summary("quarterly", QUARTER)
    assert summary.nothing_shown
    assert not any(table.shown for table in summary.tables)


def test_a_ledger_that_contradicts_the_counts_shows_no_table(
    counted: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = whole("contacts", str(QUARTER))
    monkeypatch.setattr(module, "published", lambda _session: {key: 999})
    summary = counted.reporting.summary("quarterly", QUARTER)
    assert summary.nothing_shown
    assert not any(table.shown for table in summary.tables)


def test_an_unknown_report_or_a_period_to_come_is_a_slip(counted: Workspace) -> None:
    with pytest.raises(UsageError):
        counted.reporting.summary("weekly", QUARTER)
    with pytest.raises(UsageError):
        counted.reporting.summary("quarterly", Period.parse("2031-Q1"))


JULY = Month(2026, 7)
HELPED = {
    TOTAL: TallyCell(60, 30),
    ("mode", "phone"): TallyCell(40),
    ("mode", "text"): TallyCell(20),
}


def _words(summary: CommandReport) -> str:
    questions = [each.question for each in summary.blocks]
    answers = [each.answer for each in summary.blocks]
    return " ".join([*summary.sentences, *questions, *answers, summary.completeness])


def test_first_contacts_that_were_counted_in_all_only_leave_the_report_readable(
    tally_workspace: Workspace,
) -> None:
    """Blank beside a line is not recorded, which is not zero; the rule for contacts takes over."""
    tally_workspace.tallies.save_month(JULY, HELPED)
    summary = tally_workspace.reporting.summary("quarterly", JULY.quarter)
    assert summary.headlines[0].figure.value == 60
    (mode,) = [each for each in summary.tables if each.code == "mode"]
    assert mode.total == 60


def test_one_line_with_its_first_contacts_and_one_without_are_told_by_contacts(
    tally_workspace: Workspace,
) -> None:
    some = {**HELPED, ("mode", "phone"): TallyCell(40, 0)}
    tally_workspace.tallies.save_month(JULY, some)
    summary = tally_workspace.reporting.summary("quarterly", JULY.quarter)
    assert summary.headlines[0].figure.value == 60


def test_what_nobody_recorded_is_called_that(tally_workspace: Workspace) -> None:
    tally_workspace.tallies.save_month(JULY, HELPED)
    summary = tally_workspace.reporting.summary("quarterly", JULY.quarter)
    hours = next(each for each in summary.headlines if each.code == "hours_estimated")
    assert (hours.figure.value, hours.missing) == (None, "Not recorded")
    words = _words(summary)
    assert "Named most often" not in words
    assert "What is on people's minds?" not in words
    assert "not recorded" in summary.completeness


def test_what_few_recorded_is_not_shown_rather_than_not_recorded(
    tally_workspace: Workspace,
) -> None:
    short, *_, blank = vocabulary("duration_band").codes
    one = {("duration", short): TallyCell(1, 0), ("duration", blank): TallyCell(59, 30)}
    tally_workspace.tallies.save_month(JULY, {**HELPED, **one})
    summary = tally_workspace.reporting.summary("quarterly", JULY.quarter)
    hours = next(each for each in summary.headlines if each.code == "hours_estimated")
    assert (hours.figure.value, hours.missing) == (None, "Not shown")


def _hold_a_class(workspace: Workspace, day: date) -> None:
    course = entry(TrainingSession, workspace)
    workspace.records.save("training_session", {**course, "held_on": day})


def test_periods_before_the_first_class_have_not_begun(workspace: Workspace) -> None:
    _hold_a_class(workspace, date(2026, 5, 4))
    trend = workspace.reporting.summary("training", JULY.quarter).trend
    assert trend.labels == ("Q3 2025", "Q4 2025", "Q1 2026", "Q2 2026", "Q3 2026")
    assert trend.values[:3] == (None, None, None)
    assert trend.values[3] is not None
    assert trend.values[4] == 0
    assert trend.missing[:4] == ("not begun", "not begun", "not begun", "")
    assert "Q1 2026: not begun; Q2 2026: " in trend.alt


@pytest.mark.parametrize(
    ("day", "there"), [(date(2026, 9, 30), True), (TODAY, True), (TODAY + timedelta(days=1), False)]
)
def test_an_agency_with_a_class_and_no_contact_has_a_period(
    workspace: Workspace, day: date, *, there: bool
) -> None:
    _hold_a_class(workspace, day)
    assert workspace.closing.reportable() == ()
    periods = workspace.closing.reportable(contacts=False)
    assert periods == ((Month.of(day).quarter,) if there else ())


@pytest.mark.parametrize(
    ("report", "asks_contacts"), [("quarterly", True), ("incidents", True), ("training", False)]
)
def test_a_report_gathers_what_it_needs_and_no_more(
    workspace: Workspace, report: str, *, asks_contacts: bool
) -> None:
    asked: list[str] = []

    def note(*words: object) -> None:
        asked.append(str(words[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        workspace.reporting.summary(report, JULY.quarter)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(asked) > 5
    assert any("FROM contact" in each for each in asked) is asks_contacts
