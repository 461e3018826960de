"""Classes come in with their true totals, doubtful names are asked, and all of it is undone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from peerdesk.errors import UserFacing
from peerdesk.hours import Hours
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace
from tests.conftest import DATA
from tests.services.records.test_records import supporter

TRUE = json.loads((DATA / "totals.json").read_text())
KINDS = ("course", "training_session", "attendance")


def counts(workspace: Workspace) -> tuple[int, ...]:
    return tuple(len(workspace.records.ids(ListQuery(kind))) for kind in KINDS)


def _hours(workspace: Workspace) -> dict[tuple[str, int], float]:
    """Return the hours of each attendance, by the day of its class and its supporter."""
    found = {}
    for number in workspace.records.ids(ListQuery("attendance")):
        each = workspace.records.get("attendance", number)
        held = workspace.records.get("training_session", each["session_id"])
        found[str(held["held_on"]), each["supporter_id"]] = each["hours"].number
    return found


def _csv(folder: Path, *lines: str) -> Path:
    path = folder / "classes.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def team(workspace: Workspace) -> dict[str, int]:
    names = ("Ada Lovell", "Arno Lund", "Berta Quist", "Cy Young")
    return {name: workspace.records.save("supporter", supporter(name)) for name in names}


def test_the_classes_come_in_with_their_true_totals(workspace: Workspace) -> None:
    workspace.imports.apply(workspace.imports.read(DATA / "roster.xlsx"))
    plan = workspace.imports.read(DATA / "training.xlsx")
    assert (plan.kind, plan.questions) == ("training", ())
    assert plan.totals["person_hours"] == TRUE["training_person_hours"]
    result = workspace.imports.apply(plan)
    assert result.added == TRUE["classes"]
    assert counts(workspace)[:2] == (TRUE["classes"], TRUE["classes"])
    assert sum(_hours(workspace).values()) == TRUE["training_person_hours"]


def test_an_import_of_classes_is_taken_back_whole(workspace: Workspace) -> None:
    workspace.imports.apply(workspace.imports.read(DATA / "roster.xlsx"))
    result = workspace.imports.apply(workspace.imports.read(DATA / "training.xlsx"))
    assert counts(workspace) == (5, 5, 46)
    workspace.imports.undo(result.undo)
    assert counts(workspace) == (0, 0, 0)
    assert len(workspace.records.ids(ListQuery("supporter"))) == 19


def test_the_same_file_twice_adds_nothing(workspace: Workspace) -> None:
    workspace.imports.apply(workspace.imports.read(DATA / "roster.xlsx"))
    workspace.imports.apply(workspace.imports.read(DATA / "training.xlsx"))
    again = workspace.imports.apply(workspace.imports.read(DATA / "training.xlsx"))
    assert again.added == 0
    assert counts(workspace) == (5, 5, 46)


def test_initials_that_fit_two_are_asked_and_never_guessed(
    workspace: Workspace, team: dict[str, int], tmp_path: Path
) -> None:
    path = _csv(tmp_path, "Course,Date,Hours,Attendees", 'QPR,3/4/2026,2,"AL; BQ; ZZ"')
    plan = workspace.imports.read(path)
    two, nobody = plan.questions
    assert (two.about, nobody.about) == ("AL", "ZZ")
    assert [name for _, name in two.choices] == ["Ada Lovell", "Arno Lund"]
    assert len(nobody.choices) == len(team)
    workspace.imports.apply(plan)
    assert set(_hours(workspace)) == {("2026-03-04", team["Berta Quist"])}


def test_an_answer_enters_the_person_who_was_meant(
    workspace: Workspace, team: dict[str, int], tmp_path: Path
) -> None:
    path = _csv(tmp_path, "Course,Date,Hours,Attendees", 'QPR,3/4/2026,2,"AL; BQ"')
    plan = workspace.imports.read(path)
    (asked,) = plan.questions
    workspace.imports.apply(plan, {(asked.row, asked.field): team["Arno Lund"]})
    assert set(_hours(workspace)) == {
        ("2026-03-04", team["Berta Quist"]),
        ("2026-03-04", team["Arno Lund"]),
    }


def test_no_name_of_a_question_is_in_what_the_command_line_prints(
    workspace: Workspace, team: dict[str, int], tmp_path: Path
) -> None:
    path = _csv(tmp_path, "Course,Date,Hours,Attendees", "QPR,3/4/2026,2,Zebulon")
    plan = workspace.imports.read(path)
    assert plan.questions[0].about == "Zebulon"
    assert "Zebulon" not in json.dumps(plan.as_json()) + repr(plan)


@pytest.mark.parametrize(
    "cell",
    ["AL;BQ", "Ada Lovell; Quist, Berta", "A Lovell and B Quist", "Lovell/Quist", "Ada & BQ"],
)
def test_names_are_read_however_they_are_listed(
    workspace: Workspace, tmp_path: Path, cell: str
) -> None:
    people = [
        workspace.records.save("supporter", supporter(n)) for n in ("Ada Lovell", "Berta Quist")
    ]
    path = _csv(tmp_path, "Course,Date,Hours,Attendees", f'QPR,3/4/2026,2,"{cell}"')
    plan = workspace.imports.read(path)
    assert plan.questions == ()
    workspace.imports.apply(plan)
    assert {number for _, number in _hours(workspace)} == set(people)


def test_a_row_for_each_person_becomes_one_class(
    workspace: Workspace, team: dict[str, int], tmp_path: Path
) -> None:
    path = _csv(
        tmp_path,
        "Participant,Training name,Completed,Credit hours",
        "Ada Lovell,Grief & Loss,2026-02-03,4",
        '"Quist, Berta",grief and loss,2026-02-03,3.5',
        "Berta Quist,Grief & loss,2026-02-03,3.5",
        "Cy Young,Grief & Loss,2026-02-04,1:30",
    )
    plan = workspace.imports.read(path)
    workspace.imports.apply(plan)
    hours = _hours(workspace)
    assert hours["2026-02-03", team["Ada Lovell"]] == 4
    assert hours["2026-02-04", team["Cy Young"]] == 1.5
    assert len(plan.rows) < plan.read


def test_a_class_without_a_day_or_hours_is_left_out(
    workspace: Workspace, team: dict[str, int], tmp_path: Path
) -> None:
    path = _csv(
        tmp_path,
        "Course,Date,Hours,Attendees",
        "QPR,soon,2,BQ",
        "QPR,3/4/2026,many,BQ",
        "QPR,3/5/2026,2,BQ",
    )
    plan = workspace.imports.read(path)
    assert [each.row for each in plan.rejected] == [2, 3]
    workspace.imports.apply(plan)
    assert counts(workspace) == (1, 1, 1)


def test_nothing_counts_as_in_person_that_the_file_does_not_say(
    workspace: Workspace, team: dict[str, int], tmp_path: Path
) -> None:
    path = _csv(tmp_path, "Course,Date,Hours,Attendees", "QPR,3/4/2026,2,BQ")
    plan = workspace.imports.read(path)
    assert any("in person" in note for note in plan.notes)
    workspace.imports.apply(plan)
    (number,) = workspace.records.ids(ListQuery("training_session"))
    assert workspace.records.get("training_session", number)["format"] == "not_recorded"


def _later_session(workspace: Workspace) -> dict[str, Any]:
    (course,) = workspace.records.ids(ListQuery("course"))
    return {
        "course_id": course,
        "held_on": date(2026, 5, 5),
        "hours": Hours.of(2),
        "format": "in_person",
    }


def test_an_import_that_was_built_upon_is_not_taken_back(
    workspace: Workspace, team: dict[str, int], tmp_path: Path
) -> None:
    path = _csv(tmp_path, "Course,Date,Hours,Attendees", "QPR,3/4/2026,2,BQ")
    result = workspace.imports.apply(workspace.imports.read(path))
    workspace.records.save("training_session", _later_session(workspace))
    with pytest.raises(UserFacing, match="changed after"):
        workspace.imports.undo(result.undo)
    assert counts(workspace) == (1, 2, 1)


def test_a_contact_log_is_never_taken_for_classes(workspace: Workspace) -> None:
    with pytest.raises(UserFacing, match="contact log"):
        workspace.imports.read(DATA / "contacts.csv", "training")
