"""The facts of the program itself, and the reports that are made from them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from peerdesk.app import print_report
from peerdesk.errors import UsageError
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.counts.logbook import log_facts, roster_facts
from peerdesk.services.summaries.command_report import CommandReport
from peerdesk.services.workspace import Workspace
from peerdesk.vault.vault import Vault
from tests.conftest import TODAY
from tests.reports.samples import text_of
from tests.services.counts.test_training import attend, course, rule, session
from tests.services.kinds.test_enter import incident, intervention, referral
from tests.services.records.test_records import supporter

NOW = Period.parse("2026-Q4")


def _staff(workspace: Workspace) -> None:
    """Say that the agency is large enough for a quarter's report."""
    values = {"period": Period.parse("2026"), "personnel_class": "sworn", "people": 120}
    workspace.records.save("headcount", values)


def _summary(workspace: Workspace, report: str) -> CommandReport:
    _staff(workspace)
    return workspace.reporting.summary(report, NOW)


def _numbers(summary: CommandReport) -> dict[str, int | None]:
    return {each.code: each.value for each in summary.figures}


def test_responses_are_counted_by_what_was_offered_and_when(
    workspace: Workspace, vault: Vault
) -> None:
    soon = incident(workspace, meets_trigger=True, incident_type="crash")
    intervention(workspace, soon, held_on=date(2026, 11, 2), held_hour=22)
    late = incident(workspace, meets_trigger=True, incident_type="ois")
    intervention(workspace, late, held_on=date(2026, 11, 2), held_hour=23, clinician_present=True)
    incident(workspace, meets_trigger=True, incident_type="crash")
    incident(workspace, meets_trigger=False, incident_type="other", decision="not_needed")
    with vault.sessions.read() as session_:
        facts = log_facts(session_, NOW, TODAY)
    every = facts.all_responses
    assert (every.incidents, every.met_trigger, every.offered, every.within_a_day) == (4, 3, 2, 1)
    assert (every.not_needed, every.clinician) == (1, 1)
    assert set(facts.responses) == {"scene", "own", "other"}
    assert facts.offers["cisd"].hours_after == (24, 25)
    assert (facts.follow_ups_due, facts.follow_ups_done) == (4, 0)


def test_what_is_outside_the_period_is_not_counted(workspace: Workspace, vault: Vault) -> None:
    attend(workspace, session(workspace, course(workspace), date(2026, 9, 30)))
    attend(workspace, session(workspace, course(workspace), date(2026, 10, 1)))
    with vault.sessions.read() as session_:
        assert log_facts(session_, NOW, TODAY).all_classes.sessions == 1
        assert log_facts(session_, NOW, date(2026, 9, 1)).all_classes.sessions == 0


def test_the_roster_says_what_is_missing(workspace: Workspace, vault: Vault) -> None:
    whole = {"designated_on": date(2025, 1, 1), "agreement_signed": date(2025, 1, 1)}
    workspace.records.save("supporter", supporter("Ada Lovell", **whole))
    ended = whole | {"term_ends": date(2026, 1, 1)}
    workspace.records.save("supporter", supporter("Berta Quist", **ended))
    workspace.records.save("supporter", supporter("Cy Young"))
    workspace.records.save("supporter", supporter("Left Long", status="resigned"))
    with vault.sessions.read() as session_:
        facts = roster_facts(session_, TODAY)
    assert facts.missing == {
        "The term has ended": 1,
        "No written designation": 1,
        "No signed agreement": 1,
    }
    assert (facts.ready, facts.on_the_team) == (1, 3)


def test_the_training_report_counts_hours_and_who_meets_the_rules(workspace: Workspace) -> None:
    people = [workspace.records.save("supporter", supporter(f"Ada L{n}")) for n in "abc"]
    rule(workspace)
    attend(workspace, session(workspace, course(workspace), date(2026, 10, 5)), *people[:2])
    numbers = _numbers(_summary(workspace, "training"))
    assert (numbers["training_hours"], numbers["sessions"]) == (16, 1)
    assert (numbers["met_1"], numbers["for_1"], numbers["met_all"]) == (2, 3, 2)
    assert (numbers["training_all_1"], numbers["training_all_3"]) == (2, 16)


def test_a_rule_that_nobody_verified_says_so_in_the_report(workspace: Workspace) -> None:
    workspace.records.save("supporter", supporter())
    rule(workspace)
    _staff(workspace)
    paper = print_report(workspace, "training", NOW, "letter")
    assert "Yearly hours (not verified)" in text_of(paper)


def test_small_head_counts_are_not_told(workspace: Workspace) -> None:
    """Nine people who came are hidden; the offer itself, which counts nobody, is told."""
    workspace.agency.use("incident", True)
    number = incident(workspace)
    intervention(workspace, number, attended=9)
    summary = _summary(workspace, "incidents")
    (table,) = summary.tables
    assert table.total is None
    assert _numbers(summary)["offers_all"] == 1


def test_ten_people_who_came_are_told(workspace: Workspace) -> None:
    intervention(workspace, incident(workspace), attended=10)
    (table,) = _summary(workspace, "incidents").tables
    assert table.total == 10


@pytest.mark.parametrize(("count", "shown"), [(9, None), (10, 10)])
def test_few_referrals_are_not_told(workspace: Workspace, count: int, shown: int | None) -> None:
    workspace.agency.use("referral", True)
    for _ in range(count):
        referral(workspace)
    tables = {each.code: each for each in _summary(workspace, "quarterly").tables}
    assert tables["referral_status"].total == shown


@pytest.mark.parametrize("used", [True, False])
def test_no_referrals_look_like_few(workspace: Workspace, used: bool) -> None:
    workspace.agency.use("referral", used)
    before = _summary(workspace, "quarterly")
    referral(workspace)
    after = workspace.reporting.summary("quarterly", NOW)
    assert [each.as_json() for each in after.tables] == [each.as_json() for each in before.tables]
    assert after.issued() == before.issued()
    assert any(each.code == "referral_status" for each in after.tables) is used


def test_what_is_offered_to_one_person_never_stands_alone(workspace: Workspace) -> None:
    number = incident(workspace)
    for kind in ("mhp_session_arranged", "family", "one_on_one_outreach"):
        intervention(workspace, number, intervention_type=kind, attended=1)
    numbers = _numbers(_summary(workspace, "incidents"))
    assert numbers["offers_single"] == 3
    assert not {"offers_family", "offers_mhp_session_arranged"} & set(numbers)


def test_a_closed_quarter_keeps_its_referrals(workspace: Workspace) -> None:
    past = Month(2026, 8)
    for _ in range(12):
        referral(workspace, month=past)
    workspace.closing.close(past.quarter)
    referral(workspace, month=past)
    _staff(workspace)
    summary = workspace.reporting.summary("quarterly", past.quarter)
    tables = {each.code: each for each in summary.tables}
    assert tables["referral_status"].total == 12


def _named(**more: Any) -> dict[str, Any]:
    return {
        "work_phone": "555-0100",
        "emergency_phone": "555-0199",
        "standing_conflicts": Codes(["internal_affairs"]),
        "support_areas": Codes(["grief"]),
    } | more


def test_the_roster_names_people_and_leaves_private_fields_off(workspace: Workspace) -> None:
    workspace.records.save("supporter", supporter("Ada Lovell", **_named()))
    away = _named(status="leave", areas_printable=True, work_phone="555-0142")
    workspace.records.save("supporter", supporter("Berta Quist", **away))
    workspace.records.save("supporter", supporter("Left Long", status="resigned"))
    paper = text_of(print_report(workspace, "roster", NOW, "letter"))
    assert "Ada Lovell" in paper
    assert "Berta Quist (on leave)" in paper
    assert "Left Long" not in paper
    assert "555-0199" not in paper
    assert "NAMED: coordinator's working paper" in paper
    cards = paper[paper.index("Call list") :]
    assert "555-0100" in cards
    assert "555-0142" not in cards
    assert paper.count("Grief") == 1


def test_the_roster_is_no_report_to_command(workspace: Workspace) -> None:
    with pytest.raises(UsageError):
        workspace.reporting.summary("roster", NOW)
    with pytest.raises(UsageError):
        workspace.reporting.working_paper("quarterly")
