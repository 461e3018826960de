"""Who meets what today and what runs out, from the records themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from peerdesk.hours import Hours
from peerdesk.models.types import Codes
from peerdesk.services.workspace import Workspace
from tests.conftest import TODAY
from tests.services.records.test_records import supporter


def course(workspace: Workspace, hours: float = 8, **more: Any) -> int:
    values = {"title": "Grief", "kind": "continuing", "hours": Hours.of(hours), "topic": Codes()}
    return workspace.records.save("course", values | more)


def session(workspace: Workspace, of: int, day: date, hours: float = 8, **more: Any) -> int:
    values = {"course_id": of, "held_on": day, "hours": Hours.of(hours), "format": "in_person"}
    return workspace.records.save("training_session", values | more)


def attend(workspace: Workspace, held: int, *people: int, hours: float = 8) -> None:
    values = {"hours": Hours.of(hours), "test": "not_recorded"}
    workspace.sheets.save("attendance", "session_id", held, dict.fromkeys(people, values))


def rule(workspace: Workspace, **more: Any) -> int:
    values = {"name": "Yearly hours", "hours": Hours.of(8), "renewal_months": 12}
    return workspace.records.save("requirement", values | more)


@pytest.fixture
def two(workspace: Workspace) -> tuple[int, int]:
    ada = workspace.records.save("supporter", supporter("Ada Lovell"))
    return ada, workspace.records.save("supporter", supporter("Berta Quist", role="chaplain"))


def test_the_matrix_says_who_meets_what(workspace: Workspace, two: tuple[int, int]) -> None:
    rule(workspace)
    attend(workspace, session(workspace, course(workspace), date(2026, 3, 1)), two[0])
    ada, berta = workspace.training.matrix().people
    assert [s and s.met for s in ada.standings] == [True]
    assert [s and s.missing for s in berta.standings] == [("8 more hours",)]


def test_a_rule_for_other_roles_asks_nothing(workspace: Workspace, two: tuple[int, int]) -> None:
    rule(workspace, roles=Codes(["peer"]))
    ada, berta = workspace.training.matrix().people
    assert ada.standings[0] is not None
    assert berta.standings == (None,)


@pytest.mark.parametrize("status", ["leave", "resigned", "applicant"])
def test_only_the_team_is_asked(workspace: Workspace, status: str) -> None:
    rule(workspace)
    workspace.records.save("supporter", supporter("Cy Young", status=status))
    assert workspace.training.matrix().people == ()


def test_hours_of_a_hybrid_class_count_in_person_as_entered(
    workspace: Workspace, two: tuple[int, int]
) -> None:
    rule(workspace, in_person=Hours.of(8))
    held = session(
        workspace, course(workspace), date(2026, 3, 1), format="hybrid", in_person=Hours.of(5)
    )
    attend(workspace, held, two[0])
    (standing,) = workspace.training.matrix().people[0].standings
    assert standing is not None
    assert standing.missing == ("3 more in person",)


@pytest.mark.parametrize(
    ("days", "shown"), [(29, (30, 60, 90)), (30, (30, 60, 90)), (31, (60, 90))]
)
def test_what_runs_out_is_listed_in_time(
    workspace: Workspace, two: tuple[int, int], days: int, shown: tuple[int, ...]
) -> None:
    values = {"credential": "QPR", "supporter_id": two[0], "issued_on": date(2024, 1, 1)}
    values["expires_on"] = TODAY + timedelta(days)
    number = workspace.records.save("certification", values)
    found = {span for span in (30, 60, 90) if workspace.training.lapsing(span)}
    assert found == set(shown)
    (lapse,) = workspace.training.lapsing(90)
    assert (lapse.kind, lapse.id, lapse.name) == ("certification", number, "Ada Lovell")


def test_a_certificate_that_was_renewed_is_no_longer_listed(
    workspace: Workspace, two: tuple[int, int]
) -> None:
    old = {"credential": "QPR", "supporter_id": two[0], "issued_on": date(2024, 1, 1)}
    workspace.records.save("certification", old | {"expires_on": TODAY - timedelta(5)})
    assert len(workspace.training.lapsing()) == 1
    workspace.records.save("certification", old | {"expires_on": TODAY + timedelta(700)})
    assert workspace.training.lapsing() == ()


def test_a_rule_that_runs_out_is_listed_with_its_last_day(
    workspace: Workspace, two: tuple[int, int]
) -> None:
    rule(workspace)
    attend(workspace, session(workspace, course(workspace), date(2025, 12, 20)), two[0])
    (lapse,) = workspace.training.lapsing(30)
    assert (lapse.what, lapse.on) == ("Yearly hours", date(2026, 12, 20))


def test_a_certificate_for_a_rule_stands_in(workspace: Workspace, two: tuple[int, int]) -> None:
    number = rule(workspace)
    values = {"credential": "Elsewhere", "supporter_id": two[0], "issued_on": date(2020, 1, 1)}
    workspace.records.save("certification", values | {"requirement_id": number})
    (standing,) = workspace.training.matrix().people[0].standings
    assert standing is not None
    assert standing.met
