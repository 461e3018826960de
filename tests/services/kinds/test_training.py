"""What falls due in the logs: lapses, gaps, follow-ups, referrals and providers."""

from __future__ import annotations

from datetime import date, timedelta

from peerdesk.periods import Month
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from tests.conftest import TODAY
from tests.services.counts.test_training import rule
from tests.services.kinds.test_enter import incident, referral
from tests.services.records.test_records import supporter


def lines(workspace: Workspace, *kinds: str) -> list[tuple[date, str]]:
    return [(each.on, each.words) for each in workspace.today.day({}).due if each.kind in kinds]


def test_a_certificate_that_runs_out_is_due_on_its_last_day(workspace: Workspace) -> None:
    person = workspace.records.save("supporter", supporter("Ada Lovell"))
    values = {"credential": "QPR", "supporter_id": person, "issued_on": date(2024, 1, 1)}
    for days in (89, 91):
        values |= {"credential": f"QPR {days}", "expires_on": TODAY + timedelta(days)}
        workspace.records.save("certification", values)
    last = TODAY + timedelta(89)
    assert lines(workspace, "certification") == [(last, "Last day of Ada Lovell's QPR 89")]


def test_a_rule_with_gaps_is_one_line(workspace: Workspace) -> None:
    for name in ("Ada Lovell", "Berta Quist"):
        workspace.records.save("supporter", supporter(name))
    rule(workspace)
    words = "Yearly hours is not met by Ada Lovell and 1 more"
    assert lines(workspace, "requirement") == [(TODAY, words)]


def test_the_clock_of_an_incident_is_due_until_it_is_done(workspace: Workspace) -> None:
    number = incident(workspace, incident_type="crash")
    named = "Look in again: Serious crash, 11/01/2026"
    due = [(date(2026, 11, 8), named), (date(2026, 12, 1), named)]
    assert lines(workspace, "incident") == due
    first = workspace.records.ids(ListQuery("followup", order="due_on"))[0]
    workspace.records.save("followup", {"done_on": TODAY}, first)
    assert lines(workspace, "incident") == due[1:]
    workspace.records.save("incident", {"decision": "pending"}, number)
    assert (date(2026, 11, 2), "Decide on an offer: Serious crash, 11/01/2026") in lines(
        workspace, "incident"
    )


def test_referrals_without_an_outcome_are_due_together_and_never_one_by_one(
    workspace: Workspace,
) -> None:
    for _ in range(2):
        referral(workspace, month=Month(2026, 10), followup_due=Month(2026, 11))
    referral(workspace, month=Month(2026, 10), followup_due=Month(2026, 11), status="unknown")
    referral(workspace, followup_due=Month(2026, 12))
    referral(workspace, month=Month(2026, 8), followup_due=Month(2026, 9))
    words = "Referrals without an outcome: 3, the oldest since September 2026"
    assert lines(workspace, "referral") == [(date(2026, 9, 1), words)]


def test_a_provider_is_due_a_year_after_it_was_verified(workspace: Workspace) -> None:
    for name, verified, status in (
        ("Fresh", TODAY - timedelta(300), "accepting"),
        ("Old", TODAY - timedelta(400), "accepting"),
        ("Former", None, "former"),
        ("Never", None, "accepting"),
    ):
        values = {"name": name, "provider_type": "eap", "verified_on": verified, "status": status}
        workspace.records.save("provider", values)
    assert sorted(words for _, words in lines(workspace, "provider")) == [
        "Verify again: Never",
        "Verify again: Old",
    ]
