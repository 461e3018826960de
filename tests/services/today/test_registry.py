"""What is due, provider by provider: on its day, and no longer once it is done."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date, timedelta

import pytest

import peerdesk.services.today
from peerdesk.clock import FixedClock
from peerdesk.exchange.reader import read_plan
from peerdesk.models.backup import KnownBackup
from peerdesk.models.contact import Contact
from peerdesk.models.draft import Draft
from peerdesk.models.headcount import Headcount
from peerdesk.models.incident import Incident
from peerdesk.models.opener import KnownOpener
from peerdesk.models.provider import Provider
from peerdesk.models.referral import Referral
from peerdesk.models.requirement import Requirement
from peerdesk.models.supporter import Supporter
from peerdesk.models.training_session import TrainingSession
from peerdesk.periods import Month, Period
from peerdesk.services.kinds.kind import Due
from peerdesk.services.kinds.registry import KINDS, kind
from peerdesk.services.today.registry import PROVIDERS
from peerdesk.services.workspace import Workspace, open_workspace
from peerdesk.vault.vault import Vault
from tests.services.records.test_records import contact, entry, supporter

TODAY = date(2026, 11, 24)
SIGNED = {"agreement_signed": date(2025, 1, 1)}


OF_KINDS = {
    "followup": Incident,
    "referral": Referral,
    "supporter": Supporter,
    "contact": Contact,
    "headcount": Headcount,
    "provider": Provider,
    "training": Requirement,
    "class": TrainingSession,
}


def _due(vault: Vault, name: str, today: date = TODAY) -> list[Due]:
    if name in OF_KINDS:
        provider = kind(OF_KINDS[name]).due
    else:
        provider = importlib.import_module(f"peerdesk.services.today.{name}").due
    assert provider in PROVIDERS
    with vault.sessions.read() as session:
        return list(provider(session, today))


def _days(vault: Vault, name: str, today: date = TODAY) -> list[date]:
    return [line.on for line in _due(vault, name, today)]


def test_every_provider_is_registered() -> None:
    room = peerdesk.services.today
    modules = [
        importlib.import_module(f"{room.__name__}.{each.name}")
        for each in pkgutil.iter_modules(room.__path__)
    ]
    own = {module.due for module in modules if hasattr(module, "due")}
    assert len(own) == 4
    assert own | {each.due for each in KINDS if each.due} == set(PROVIDERS)


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({"term_ends": date(2027, 2, 22)}, [date(2027, 2, 22)]),
        ({"term_ends": date(2027, 2, 23)}, []),
        ({"term_ends": date(2026, 1, 1)}, [date(2026, 1, 1)]),
        ({"term_ends": date(2026, 1, 1), "status": "resigned"}, []),
        ({"status": "leave", "leave_to": date(2026, 12, 1)}, [date(2026, 12, 1)]),
        ({"leave_to": date(2026, 12, 1)}, []),
    ],
)
def test_terms_and_leaves_end(
    workspace: Workspace, vault: Vault, changes: dict[str, object], days: list[date]
) -> None:
    number = workspace.records.save("supporter", {**supporter(), **SIGNED, **changes})
    lines = _due(vault, "supporter")
    assert [line.on for line in lines] == days
    assert all((line.kind, line.record) == ("supporter", number) for line in lines)


def test_missing_agreements_are_one_line(workspace: Workspace, vault: Vault) -> None:
    first = workspace.records.save("supporter", supporter("Ada Lovell"))
    assert [line.words for line in _due(vault, "supporter")] == [
        "No signed agreement on file for Ada Lovell"
    ]
    workspace.records.save("supporter", supporter("Berta Quist"))
    workspace.records.save("supporter", supporter("Carl Moe", status="applicant"))
    (line,) = _due(vault, "supporter")
    assert line.words.endswith("Ada Lovell and 1 more")
    workspace.records.save("supporter", SIGNED, first)
    (line,) = _due(vault, "supporter")
    assert line.words.endswith("for Berta Quist")


def test_months_without_numbers(workspace: Workspace, vault: Vault) -> None:
    assert _due(vault, "contact") == []
    workspace.records.save("contact", contact(month=Month(2026, 7)))
    workspace.records.save("contact", contact(month=Month(2026, 9)))
    months = ["Numbers for August 2026", "Numbers for October 2026"]
    assert [line.words for line in _due(vault, "contact")] == months
    assert _days(vault, "contact") == [date(2026, 9, 1), date(2026, 11, 1)]
    workspace.closing.close(Period.parse("2026-Q3"))
    assert [line.words for line in _due(vault, "contact")] == months[1:]


def test_a_quarter_is_to_be_closed_once_it_changes_no_more(
    workspace: Workspace, vault: Vault
) -> None:
    workspace.records.save("contact", contact(month=Month(2026, 9)))
    workspace.records.save("contact", contact(month=Month(2026, 11)))
    assert _days(vault, "closing") == [date(2026, 11, 29)]
    workspace.closing.close(Period.parse("2026-Q3"))
    assert _days(vault, "closing") == []


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (None, [TODAY]),
        ("2026", []),
        ("2027", []),
        ("2026-Q3", [date(2026, 10, 1)]),
        ("2025", [date(2026, 1, 1)]),
    ],
)
def test_head_counts_run_out(
    workspace: Workspace, vault: Vault, period: str | None, days: list[date]
) -> None:
    if period:
        values = {"period": Period.parse(period), "personnel_class": "sworn", "people": 40}
        workspace.records.save("headcount", values)
    assert _days(vault, "headcount") == days


def _backup(off_machine: bool, verified_at: str | None) -> KnownBackup:
    return KnownBackup(
        name=f"b{verified_at}{off_machine}",
        made_at="2026-11-01T10:00:00Z",
        reason="asked",
        off_machine=off_machine,
        verified_at=verified_at,
    )


def test_a_backup_on_another_disk_grows_old(workspace: Workspace, vault: Vault) -> None:
    assert _days(vault, "backup") == [TODAY]
    with vault.sessions.write() as session:
        session.add(_backup(off_machine=False, verified_at="2026-11-20T12:00:00Z"))
        session.add(_backup(off_machine=True, verified_at=None))
    assert _days(vault, "backup") == [TODAY]
    with vault.sessions.write() as session:
        session.add(_backup(off_machine=True, verified_at="2026-11-03T12:00:00Z"))
        session.add(_backup(off_machine=True, verified_at="2026-11-04T12:00:00Z"))
    assert _days(vault, "backup") == [date(2026, 11, 18)]
    assert workspace.today.day().backed_up == date(2026, 11, 4)
    # One that a wrong clock dated ahead says nothing until its day.
    with vault.sessions.write() as session:
        session.add(_backup(off_machine=True, verified_at="2027-11-04T12:00:00Z"))
    assert _days(vault, "backup") == [date(2026, 11, 18)]
    assert workspace.today.day().backed_up == date(2026, 11, 4)


def _sheet(**changes: object) -> KnownOpener:
    values = {"slot": "s", "kind": "recovery", "name": "Sheet", "role": "coordinator"}
    return KnownOpener(**{**values, "since": date(2025, 1, 1), **changes})


def test_a_recovery_sheet_is_made_and_proven(workspace: Workspace, vault: Vault) -> None:
    (line,) = _due(vault, "opener")
    assert (line.on, line.step) == (TODAY, "Make one")
    with vault.sessions.write() as session:
        session.add(_sheet(removed_on=date(2026, 1, 1)))
        session.add(_sheet())
    (line,) = _due(vault, "opener")
    assert (line.on, line.step) == (TODAY, "Type it back")
    with vault.sessions.write() as session:
        session.add(_sheet(kind="cards", proven_on=date(2025, 12, 1)))
    assert _days(vault, "opener") == [TODAY, date(2026, 12, 1)]


def test_the_sample_and_an_empty_vault_need_neither(vault: Vault, clock: FixedClock) -> None:
    open_workspace(vault.sessions, clock, read_plan)
    assert _due(vault, "backup") == _due(vault, "opener") == []
    open_workspace(vault.sessions, clock, read_plan).agency.change(name="Sample", sample=True)
    assert _due(vault, "backup") == _due(vault, "opener") == []


def test_drafts_wait(workspace: Workspace, vault: Vault) -> None:
    with vault.sessions.write() as session:
        session.add(Draft(page="supporter", record_id=None, entered={}))
        session.add(Draft(page="elsewhere", record_id=None, entered={}))
    assert [(line.kind, line.words) for line in _due(vault, "draft")] == [
        ("elsewhere", "An unsaved entry: elsewhere"),
        ("supporter", "An unsaved entry: supporters"),
    ]


@pytest.mark.parametrize(("days", "there"), [(-1, False), (0, True), (30, True), (31, False)])
def test_a_class_stands_on_today_from_a_month_ahead_until_its_day(
    workspace: Workspace, vault: Vault, *, days: int, there: bool
) -> None:
    day = TODAY + timedelta(days=days)
    held = {**entry(TrainingSession, workspace), "held_on": day}
    number = workspace.records.save("training_session", held)
    lines = _due(vault, "class")
    assert [(line.on, line.kind, line.record) for line in lines] == [
        (day, "training_session", number)
    ] * there
