"""Whatever goes wrong in making a summary, nothing is shown, and nothing is said of it."""

from __future__ import annotations

import logging

import pytest

from peerdesk.disclosure.bounds import OutOfTime
from peerdesk.disclosure.sums import whole
from peerdesk.errors import NotShown, UsageError
from peerdesk.periods import Month, Period
from peerdesk.services.issuing import reporting as module
from peerdesk.services.workspace import Workspace
from tests.services.records.test_records import contact

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
    def broken(_facts: object) -> None:
        raise error

    monkeypatch.setattr(module, "_SUMMARIES", {"quarterly": broken})
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
