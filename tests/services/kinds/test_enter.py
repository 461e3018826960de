"""What records ask of each other: the follow-up clock, times after an incident, outcomes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from peerdesk.errors import UserFacing
from peerdesk.models.types import Codes
from peerdesk.periods import Month
from peerdesk.services.records.records import ListQuery
from peerdesk.services.store.checks import Invalid
from peerdesk.services.workspace import Workspace
from tests.services.records.test_records import supporter


def incident(workspace: Workspace, **more: Any) -> int:
    values = {
        "occurred_on": date(2026, 11, 1),
        "occurred_hour": 22,
        "incident_type": "ois",
        "decision": "offered",
        "classes": Codes(),
    }
    return workspace.records.save("incident", values | more)


def intervention(workspace: Workspace, of: int, **more: Any) -> int:
    values = {
        "incident_id": of,
        "held_on": date(2026, 11, 3),
        "held_hour": 10,
        "intervention_type": "cisd",
        "attended": 6,
        "voluntary": "yes",
    }
    return workspace.records.save("intervention", values | more)


def referral(workspace: Workspace, **more: Any) -> int:
    values = {
        "month": Month(2026, 11),
        "provider_type": "eap",
        "origin": "contact",
        "handoff": "warm_call",
        "status": "offered",
        "first_visit": "not_recorded",
        "barrier": "none",
        "after_30": "not_recorded",
        "after_90": "not_recorded",
        "rating": "not_recorded",
    }
    return workspace.records.save("referral", values | more)


def _said(workspace: Workspace, kind: str, values: dict[str, Any]) -> str:
    return " ".join(each.words for each in workspace.cautions.of(kind, values, None))


def _due(workspace: Workspace) -> list[date]:
    numbers = workspace.records.ids(ListQuery("followup", order="due_on"))
    return [workspace.records.get("followup", number)["due_on"] for number in numbers]


def test_a_new_incident_starts_its_clock(workspace: Workspace) -> None:
    incident(workspace)
    assert [(day - date(2026, 11, 1)).days for day in _due(workspace)] == [7, 30, 120, 365]


def test_the_clock_follows_the_day_but_not_what_is_done(workspace: Workspace) -> None:
    number = incident(workspace)
    first = workspace.records.ids(ListQuery("followup", order="due_on"))[0]
    workspace.records.save("followup", {"done_on": date(2026, 11, 8)}, first)
    workspace.records.save("incident", {"occurred_on": date(2026, 11, 3)}, number)
    assert [(day - date(2026, 11, 1)).days for day in _due(workspace)] == [7, 32, 122, 367]


def test_saving_an_incident_again_starts_no_second_clock(workspace: Workspace) -> None:
    number = incident(workspace)
    workspace.records.save("incident", {"decision": "not_needed"}, number)
    assert len(_due(workspace)) == 4


def test_an_incident_and_its_clock_come_back_from_the_bin(workspace: Workspace) -> None:
    item = workspace.records.delete("incident", incident(workspace))
    assert _due(workspace) == []
    workspace.bin.bring_back(item)
    assert len(_due(workspace)) == 4


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": date(2026, 10, 31)}, "held_on"),
        ({"held_on": date(2026, 11, 1), "held_hour": 21}, "held_hour"),
        ({"held_on": date(2026, 11, 25)}, "held_on"),
        ({"attended": None}, "attended"),
        ({"attended": 6, "eligible": 5}, "attended"),
        ({"voluntary": None}, "voluntary"),
        ({"intervention_type": "declined"}, "attended"),
        ({"intervention_type": "not_needed"}, "attended"),
    ],
)
def test_an_intervention_that_cannot_be_is_refused(
    workspace: Workspace, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        intervention(workspace, incident(workspace), **changes)
    assert set(caught.value.problems) == {field}


@pytest.mark.parametrize("kind", ["declined", "not_needed"])
def test_what_nobody_came_to_needs_no_head_count(workspace: Workspace, kind: str) -> None:
    number = incident(workspace)
    assert intervention(workspace, number, intervention_type=kind, attended=None, voluntary=None)


def test_the_hours_after_the_incident_are_worked_out(workspace: Workspace) -> None:
    number = incident(workspace)
    values = {"incident_id": number, "held_on": date(2026, 11, 3), "held_hour": 10}
    assert _said(workspace, "intervention", values) == "Hours after the incident: 36."
    values["held_hour"] = None
    assert _said(workspace, "intervention", values) == "Days after the incident: 2."


@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({}, True),
        ({"clinician_present": True}, False),
        ({"intervention_type": "one_on_one_outreach"}, False),
        ({"intervention_type": "defusing"}, True),
    ],
)
def test_a_group_after_a_shooting_without_a_clinician_is_warned_about(
    workspace: Workspace, changes: dict[str, Any], warned: bool
) -> None:
    number = incident(workspace)
    values = {"incident_id": number, "intervention_type": "cisd", **changes}
    assert ("led by a clinician" in _said(workspace, "intervention", values)) is warned


def test_after_other_incidents_there_is_no_such_warning(workspace: Workspace) -> None:
    values = {
        "incident_id": incident(workspace, incident_type="crash"),
        "intervention_type": "cisd",
    }
    assert workspace.cautions.of("intervention", values, None) == ()


def test_a_referral_without_an_outcome_cannot_vanish(workspace: Workspace) -> None:
    number = referral(workspace)
    with pytest.raises(UserFacing, match="no outcome"):
        workspace.records.delete("referral", number)
    workspace.records.save("referral", {"status": "unknown"}, number)
    workspace.records.delete("referral", number)


def test_a_referral_stays_counted_where_it_was_when_its_quarter_closes(
    workspace: Workspace,
) -> None:
    number = referral(workspace, month=Month(2026, 8))
    workspace.closing.close(Month(2026, 8).quarter)
    workspace.records.save("referral", {"status": "completed"}, number)
    kept = workspace.records.get("referral", number)
    assert (str(kept["counted_in"]), kept["status"]) == ("2026-Q3", "completed")
    with pytest.raises(UserFacing, match="closed quarter"):
        workspace.records.delete("referral", number)


def test_a_late_referral_counts_in_the_next_open_quarter(workspace: Workspace) -> None:
    workspace.closing.close(Month(2026, 8).quarter)
    number = referral(workspace, month=Month(2026, 8))
    assert str(workspace.records.get("referral", number)["counted_in"]) == "2026-Q4"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"month": Month(2026, 12)}, "month"),
        ({"followup_due": Month(2026, 10)}, "followup_due"),
        ({"status": None}, "status"),
    ],
)
def test_a_wrong_referral_is_refused(
    workspace: Workspace, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        referral(workspace, **changes)
    assert set(caught.value.problems) == {field}


def test_a_provider_that_does_our_evaluations_is_warned_about(workspace: Workspace) -> None:
    values = {"name": "Dr. Marsh", "provider_type": "agency_mhp", "status": "accepting"}
    both = [
        workspace.records.save("provider", values | {"evaluates": yes}) for yes in (True, False)
    ]
    said = [_said(workspace, "referral", {"provider_id": number}) for number in both]
    assert ["does evaluations" in words for words in said] == [True, False]


def test_a_team_without_attestation_or_designation_is_pointed_out(workspace: Workspace) -> None:
    number = intervention(workspace, incident(workspace))
    late = supporter("Ada Lovell", designated_on=date(2026, 11, 2))
    whole = supporter("Berta Quist", designated_on=date(2026, 11, 1))
    people = [workspace.records.save("supporter", each) for each in (late, whole)]
    ticked = {each: {"role": "peer", "attested": each == people[0]} for each in people}
    workspace.sheets.save("responder", "intervention_id", number, ticked)
    values = workspace.records.get("intervention", number)
    said = " ".join(each.words for each in workspace.cautions.of("intervention", values, number))
    assert "without a conflict attestation: 1." in said
    assert "designated before the incident: 1." in said
