"""A closed quarter is counted once: what is frozen is all that was counted, and stays so."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.safe import Note
from peerdesk.services.counts.counting import count_quarter
from peerdesk.services.counts.frozen import freeze_missing, quarter_counts
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.sessions import note
from peerdesk.services.workspace import Workspace
from peerdesk.vault.vault import Vault
from tests.services.records.test_records import contact

QUARTER = Period.parse("2026-Q3")


def _both(vault: Vault) -> tuple[Any, Any]:
    with vault.sessions.read() as session:
        return count_quarter(session, QUARTER), quarter_counts(session, QUARTER)


@pytest.fixture
def people(workspace: Workspace) -> list[int]:
    ann = {"role": "peer", "personnel_class": "sworn", "status": "active"}
    return [
        workspace.records.save("supporter", {**ann, "full_name": name})
        for name in ("Ann Lee", "Bo Diaz", "Cy Roe")
    ]


def test_what_is_frozen_is_what_was_counted(
    workspace: Workspace, vault: Vault, people: list[int]
) -> None:
    for number in range(12):
        topics = Codes(["grief", "mood"][: 1 + number % 2])
        values = {"month": Month(2026, 7 + number % 3), "supporter_id": people[number % 3]}
        workspace.records.save("contact", contact(topic=topics, **values))
    workspace.records.save("contact", contact(month=Month(2026, 8), kind="attempt"))
    workspace.closing.close(QUARTER)
    counted, frozen = _both(vault)
    assert (frozen.total, frozen.flagged, frozen.attempts) == (counted.total, counted.flagged, 1)
    assert frozen.months == counted.months
    assert frozen.helpers == counted.helpers
    assert frozen.helpers["total", "all"].people == 3
    assert frozen.helpers["mode/mode", "phone"].most == 4
    assert {name: codes for name, codes in frozen.by.items() if codes} == {
        name: codes for name, codes in counted.by.items() if codes
    }


def test_what_changes_later_changes_nothing_frozen(workspace: Workspace, vault: Vault) -> None:
    for _ in range(12):
        workspace.records.save("contact", contact(month=Month(2026, 8)))
    workspace.closing.close(QUARTER)
    with vault.sessions.write() as session:
        session.execute(text("DELETE FROM contact"))
        note(session, Note("aged"))
    counted, frozen = _both(vault)
    assert (counted.total.contacts, frozen.total.contacts) == (0, 12)


def test_monthly_totals_freeze_without_supporters(tally_workspace: Workspace, vault: Vault) -> None:
    tally_workspace.tallies.save_month(Month(2026, 8), {TOTAL: TallyCell(20, 8)})
    tally_workspace.closing.close(QUARTER)
    _, frozen = _both(vault)
    assert frozen.total.contacts == 20
    assert frozen.helpers == {}


def test_an_empty_quarter_is_frozen_as_empty(workspace: Workspace, vault: Vault) -> None:
    workspace.closing.close(QUARTER)
    workspace.records.save("contact", contact(month=Month(2026, 10)))
    _, frozen = _both(vault)
    assert frozen.total.contacts == 0


def test_quarters_closed_before_there_was_a_ledger_are_frozen_once(
    workspace: Workspace, vault: Vault
) -> None:
    for _ in range(12):
        workspace.records.save("contact", contact(month=Month(2026, 8)))
    with vault.sessions.write() as session:
        session.execute(
            text("INSERT INTO closed_period (version, period, closed_on) VALUES (1, :p, :d)"),
            {"p": str(QUARTER), "d": "2026-10-09"},
        )
        note(session, Note("close_period"))
    for _ in range(2):
        with vault.sessions.write() as session:
            freeze_missing(session)
    _, frozen = _both(vault)
    assert frozen.total.contacts == 12


def test_few_named_supporters_tell_nothing(
    workspace: Workspace, vault: Vault, people: list[int]
) -> None:
    """Below nine in ten, contacts without a supporter could be anybody's."""
    for number in range(10):
        named = {"supporter_id": people[0]} if number < 8 else {}
        workspace.records.save("contact", contact(month=Month(2026, 8), **named))
    workspace.closing.close(QUARTER)
    _, frozen = _both(vault)
    assert frozen.helpers == {}
