"""Backups in words, and when a warning or a reminder is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from peerdesk.safe import Activity, Preview
from peerdesk.ui.pages.backup.words import (
    advice,
    details,
    differences,
    drill_due,
    size,
    verified,
    where,
)
from tests.reports.facts import backup

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def _drill(days: int, outcome: str = "pass") -> Activity:
    return Activity(1, NOW - timedelta(days=days), "Jo", "drill", "", None, outcome)


def test_a_drill_is_due_after_a_month_and_with_words_after_a_year() -> None:
    assert "this month" in drill_due([], NOW)
    assert "this month" in drill_due([_drill(32), _drill(40, "recovery")], NOW)
    assert "printed words" in drill_due([_drill(3)], NOW)
    assert "printed words" in drill_due([_drill(3), _drill(366, "cards")], NOW)
    assert drill_due([_drill(31), _drill(200, "cards")], NOW) == ""
    assert drill_due([_drill(1, "recovery")], NOW) == ""


def test_another_action_is_no_drill() -> None:
    other = Activity(1, NOW, "Jo", "verify", "", None, "recovery")
    assert drill_due([other], NOW) != ""


def test_warns_where_no_copy_is_on_another_disk_or_it_is_old() -> None:
    assert any("another disk yet" in each for each in advice([], None, NOW))
    old = NOW - timedelta(days=15)
    assert any("15 days old" in each for each in advice([], old, NOW))
    assert advice([backup()], NOW - timedelta(days=14), NOW) == []


def test_warns_of_folders_that_are_copied_to_the_internet() -> None:
    synced = backup(path=Path("/home/jo/Dropbox/peerdesk/x.pdbackup"))
    assert any("Dropbox copies this folder" in each for each in advice([synced], NOW, NOW))


def test_a_problem_is_said() -> None:
    broken = backup(problem="It is damaged.")
    assert verified(broken) == "Cannot be used"
    assert details(broken) == "It is damaged."
    assert any("cannot be used" in each for each in advice([broken], NOW, NOW))


def test_a_stick_that_is_not_plugged_in_is_no_problem() -> None:
    away = backup(problem="Plug it in.", size=0, counts={})
    assert verified(away) != "Cannot be used"
    assert details(away) == "Plug it in."
    assert advice([away], NOW, NOW) == []


def test_details_name_who_can_open_it() -> None:
    assert "Jo Quill, Recovery sheet" in details(backup())
    assert "nobody that this version knows" in details(backup(openers=()))


def test_where_and_when() -> None:
    assert (where(backup()), where(backup(off_machine=False))) == (
        "On another disk",
        "On this disk",
    )
    assert verified(backup(verified_at=None)) == "Not yet"


@pytest.mark.parametrize(("count", "said"), [(0, "0 kB"), (40_000, "40 kB"), (1_843_200, "1.8 MB")])
def test_sizes(count: int, said: str) -> None:
    assert size(count) == said


def test_a_restore_shows_then_now_and_the_difference() -> None:
    preview = Preview(backup(), {"supporter": 21, "contact": 1215, "headcount": 4})
    assert differences(preview) == (
        ("Supporters", 19, 21, -2),
        ("Contacts", 1215, 1215, 0),
        ("Head counts", 0, 4, -4),
    )
