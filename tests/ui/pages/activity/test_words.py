"""The record of activity reads as sentences, in which nobody's record is named."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from peerdesk.safe import Activity, Chain
from peerdesk.ui.pages.activity.words import chain_in_words, deed, moment, sentence
from peerdesk.vocabulary import vocabulary

AT = datetime(2026, 11, 24, 14, 5).astimezone()
TODAY = date(2026, 11, 24)


def _entry(
    action: str, kind: str = "", record: int | None = None, outcome: str = "ok", who: str = "Jo"
) -> Activity:
    return Activity(1, AT.astimezone(UTC), who, action, kind, record, outcome)


def test_a_sentence_says_when_who_and_what() -> None:
    entry = _entry("create", "supporter", 12)
    assert sentence(entry, TODAY) == "Nov 24, 2:05 PM: Jo added a supporter (no. 12)"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (_entry("create", "contact"), "Jo added a contact"),
        (_entry("update", "agency", 1), "Jo changed an agency (no. 1)"),
        (
            _entry("import", "contact", outcome="214"),
            "Jo brought in a file of contacts (214 records)",
        ),
        (
            _entry("aged", "supporter", outcome="1"),
            "Jo removed what was due to be forgotten (1 record)",
        ),
        (_entry("unlock", outcome="pass"), "Jo opened the vault (with a passphrase)"),
        (
            _entry("sheet_proven", outcome="cards"),
            "Jo typed a recovery sheet back (recovery cards)",
        ),
        (_entry("person_added", outcome="deputy"), "Jo let a person in (as deputy)"),
        (_entry("print", "drill"), "Jo printed the certificate of a restore drill"),
        (_entry("print", "quarterly"), "Jo printed the report to command staff"),
        (_entry("export", "never_heard_of"), "Jo saved to a file"),
        (
            _entry("unlock_failed", outcome="refused", who=""),
            "Somebody typed a wrong secret",
        ),
        (
            _entry("unlock_failed", outcome="3", who="Somebody"),
            "Somebody typed a wrong secret (3 times)",
        ),
        (_entry("verify", outcome="not_found"), "Jo verified a backup (not found)"),
    ],
)
def test_sentences(entry: Activity, said: str) -> None:
    assert deed(entry) == said


@pytest.mark.parametrize("action", vocabulary("activity").codes)
def test_every_action_has_a_sentence(action: str) -> None:
    assert deed(_entry(action)).startswith("Jo ")


def test_another_year_is_named() -> None:
    assert moment(AT, TODAY) == "Nov 24, 2:05 PM"
    assert moment(AT, date(2027, 1, 2)) == "Nov 24, 2026, 2:05 PM"


def test_midnight_and_noon() -> None:
    assert moment(AT.replace(hour=0), TODAY) == "Nov 24, 12:05 AM"
    assert moment(AT.replace(hour=12), TODAY) == "Nov 24, 12:05 PM"


def test_what_a_check_found() -> None:
    assert chain_in_words(Chain(1, "ab" * 32)) == "The one entry is as written."
    assert chain_in_words(Chain(1200, "ab" * 32)) == "All 1,200 entries are as written."
    assert "12:0a1b2c3d fits" in chain_in_words(Chain(40, "ab" * 32), "12:0a1b2c3d")
    broken = chain_in_words(Chain(40, "ab" * 32, broken_at=7), "12:0a1b2c3d")
    assert broken.startswith("Entry 7 is not as it was written")
    assert "fits" not in broken
