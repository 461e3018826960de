"""Quarters are closed once, in order, and only when they are over."""

from __future__ import annotations

from datetime import date

import pytest

from peerdesk.clock import FixedClock
from peerdesk.errors import UsageError
from peerdesk.exchange.reader import read_plan
from peerdesk.periods import Month, Period
from peerdesk.services.workspace import Workspace, open_workspace
from peerdesk.vault.vault import Vault
from tests.services.records.test_records import contact


def test_quarters_with_numbers_can_be_reported(workspace: Workspace) -> None:
    workspace.records.save("contact", contact(month=Month(2026, 2)))
    workspace.records.save("contact", contact(month=Month(2026, 11)))
    assert [str(each) for each in workspace.closing.reportable()] == ["2026-Q4", "2026-Q1"]


def test_a_closed_quarter_is_listed_once(workspace: Workspace) -> None:
    quarter = Period.parse("2026-Q2")
    workspace.closing.close(quarter)
    assert workspace.closing.closed() == (quarter,)
    with pytest.raises(UsageError, match="already"):
        workspace.closing.close(quarter)


def test_a_year_closes_its_quarters(workspace: Workspace) -> None:
    workspace.closing.close(Period.parse("2025"))
    assert [str(each) for each in workspace.closing.closed()] == [
        "2025-Q4",
        "2025-Q3",
        "2025-Q2",
        "2025-Q1",
    ]


def test_a_running_quarter_cannot_be_closed(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="not over"):
        workspace.closing.close(Period.parse("2026-Q4"))


@pytest.mark.parametrize(("day", "over"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True)])
def test_a_quarter_can_be_closed_from_the_day_after_its_last(
    vault: Vault, workspace: Workspace, day: date, *, over: bool
) -> None:
    then = open_workspace(vault.sessions, FixedClock(day), read_plan)
    quarter = Period.parse("2026-Q3")
    if over:
        then.closing.close(quarter)
    else:
        with pytest.raises(UsageError, match="not over"):
            then.closing.close(quarter)
    assert then.closing.is_closed(quarter) is over


def test_quarters_close_in_their_order(workspace: Workspace) -> None:
    workspace.records.save("contact", contact(month=Month(2026, 2)))
    with pytest.raises(UsageError, match="earlier"):
        workspace.closing.close(Period.parse("2026-Q2"))
    workspace.closing.close(Period.parse("2026-Q1"))
    workspace.closing.close(Period.parse("2026-Q2"))
