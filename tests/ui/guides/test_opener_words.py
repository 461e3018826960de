"""When a vault without a working sheet is said, and whom old backups still open for."""

from __future__ import annotations

from datetime import date, timedelta

from peerdesk.safe import Opener
from peerdesk.ui.guides.opener_words import ROLE_WORDS, line, still_open_for, warning, what
from peerdesk.vocabulary import vocabulary
from tests.reports.facts import backup

TODAY = date(2026, 11, 24)
PERSON = Opener("a", "pass", "Jo Quill", "coordinator", TODAY)


def _sheet(proven: date | None, since: date = TODAY) -> Opener:
    return Opener("b", "recovery", "Recovery sheet", "coordinator", since, proven)


def test_no_sheet_is_a_warning() -> None:
    assert "No recovery sheet" in warning([PERSON], TODAY)
    assert warning([PERSON, _sheet(TODAY)], TODAY) == ""


def test_a_sheet_that_was_not_proven_for_a_year_is_a_warning() -> None:
    old = TODAY - timedelta(days=366)
    assert "over a year" in warning([_sheet(old, old)], TODAY)
    assert "over a year" in warning([_sheet(None, old)], TODAY)
    assert warning([_sheet(TODAY - timedelta(days=365), old)], TODAY) == ""


def test_one_fresh_sheet_of_two_is_enough() -> None:
    old = TODAY - timedelta(days=900)
    assert warning([_sheet(old, old), _sheet(TODAY)], TODAY) == ""


def test_every_role_is_explained_in_a_sentence() -> None:
    assert set(ROLE_WORDS) == set(vocabulary("opener_role").codes)


def test_people_are_named_by_their_role_and_papers_by_their_kind() -> None:
    assert what(PERSON) == "Coordinator"
    assert what(_sheet(None)) == "Recovery sheet"
    assert line(PERSON).proven == "–"
    assert line(_sheet(None)).proven == "Never"
    assert line(_sheet(TODAY)).proven == "November 24, 2026"


def test_backups_that_still_open_are_found_by_name_also_when_shut_out_since() -> None:
    mine = backup(openers=("Jo Quill", "Recovery sheet"))
    since = backup(openers=("Jo Quill (shut out since)",))
    other = backup(openers=("Jo Quillon",))
    assert still_open_for(PERSON, [mine, since, other]) == [mine, since]
