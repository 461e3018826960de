"""A whole class at once: ticked, filled in, changed and refused as one."""

from __future__ import annotations

from datetime import date

import pytest

from peerdesk.errors import UserFacing
from peerdesk.hours import Hours
from peerdesk.services.records.records import ListQuery
from peerdesk.services.store.checks import Invalid
from peerdesk.services.workspace import Workspace
from tests.services.counts.test_training import attend, course, session
from tests.services.records.test_records import supporter

SHEET = ("attendance", "session_id")


@pytest.fixture
def held(workspace: Workspace) -> int:
    return session(workspace, course(workspace), date(2026, 3, 1))


@pytest.fixture
def team(workspace: Workspace) -> list[int]:
    names = ("Ada Lovell", "Berta Quist", "Cy Young")
    return [workspace.records.save("supporter", supporter(name)) for name in names]


def test_the_sheet_lists_the_team_and_who_is_ticked(
    workspace: Workspace, held: int, team: list[int]
) -> None:
    workspace.records.save("supporter", supporter("Left Long", status="resigned"))
    attend(workspace, held, team[1], hours=6)
    rows = workspace.sheets.rows(*SHEET, held)
    assert [row.name for row in rows] == ["Ada Lovell", "Berta Quist", "Cy Young"]
    assert [row.values and row.values["hours"] for row in rows] == [None, Hours.of(6), None]


def test_who_left_stays_on_the_sheets_of_before(
    workspace: Workspace, held: int, team: list[int]
) -> None:
    attend(workspace, held, team[0])
    workspace.records.save("supporter", {"status": "resigned"}, team[0])
    rows = workspace.sheets.rows(*SHEET, held)
    assert [row.name for row in rows if row.values] == ["Ada Lovell"]


def test_saving_again_changes_adds_and_removes(
    workspace: Workspace, held: int, team: list[int]
) -> None:
    attend(workspace, held, team[0], team[1])
    before = {row.supporter_id: row.values for row in workspace.sheets.rows(*SHEET, held)}
    attend(workspace, held, team[1], team[2], hours=5)
    after = {row.supporter_id: row.values for row in workspace.sheets.rows(*SHEET, held)}
    assert after[team[0]] is None
    kept, earlier = after[team[1]], before[team[1]]
    assert kept is not None
    assert earlier is not None
    assert (kept["id"], kept["hours"]) == (earlier["id"], Hours.of(5))
    assert after[team[2]] is not None


def test_one_wrong_line_keeps_the_whole_sheet_out(
    workspace: Workspace, held: int, team: list[int]
) -> None:
    ticked = {
        team[0]: {"hours": Hours.of(8), "test": "yes"},
        team[1]: {"hours": Hours.of(9), "test": "yes"},
    }
    with pytest.raises(Invalid) as caught:
        workspace.sheets.save(*SHEET, held, ticked)
    assert caught.value.problems == {f"{team[1]}.hours": "This is more than the class has."}
    assert not len(workspace.records.ids(ListQuery("attendance")))


def test_a_class_goes_into_the_bin_with_its_sheet_and_comes_back(
    workspace: Workspace, held: int, team: list[int]
) -> None:
    attend(workspace, held, team[0], team[1])
    item = workspace.records.delete("training_session", held)
    assert not len(workspace.records.ids(ListQuery("attendance")))
    assert len(workspace.bin.items()) == 1
    workspace.bin.bring_back(item)
    rows = workspace.sheets.rows(*SHEET, held)
    assert [row.supporter_id for row in rows if row.values] == team[:2]


@pytest.mark.parametrize("kind", ["course", "supporter"])
def test_what_others_need_cannot_be_removed(
    workspace: Workspace, held: int, team: list[int], kind: str
) -> None:
    attend(workspace, held, team[0])
    owner = workspace.records.get("training_session", held)["course_id"]
    with pytest.raises(UserFacing, match="It still has"):
        workspace.records.delete(kind, owner if kind == "course" else team[0])
