"""Names both ways round, and who on the roster is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.exchange.names import KnownSupporter, Roster, name_key, person_name

PEOPLE = (
    KnownSupporter(1, "Terrell Garza"),
    KnownSupporter(2, "Luis Garza"),
    KnownSupporter(3, "Noor Patel"),
    KnownSupporter(4, "Terrell Núñez"),
    KnownSupporter(5, "Ivy Eagle-Feather"),
    KnownSupporter(6, "Kate Marie Quinn"),
    KnownSupporter(7, "Omar St. John"),
    KnownSupporter(8, "Rosa Chen Jr."),
)
ROSTER = Roster(PEOPLE)
WORD = st.text(alphabet="abcdefghijéüñ", min_size=2, max_size=8).map(str.capitalize)


@given(first=WORD, last=WORD)
def test_both_ways_round_are_one_name(first: str, last: str) -> None:
    assert person_name(f"{last},  {first} ") == person_name(f" {first} {last}") == f"{first} {last}"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Patel, Björn", "Björn Patel"),
        ("Noor Patel  ", "Noor Patel"),
        ("Smith, Jr., John", "John Smith Jr."),
        ("John Smith, Jr.", "John Smith Jr."),
        ("Smith, John, III", "John Smith III"),
        ("Quinn,", "Quinn"),
    ],
)
def test_names_are_written_first_name_first(text: str, name: str) -> None:
    assert person_name(text) == name


@pytest.mark.parametrize("text", ["", "?", " , ", "1037", "Unit 12"])
def test_what_is_no_name(text: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        person_name(text)


def test_accents_case_and_punctuation_do_not_make_another_person() -> None:
    assert name_key("Terrell Núñez") == name_key("TERRELL NUNEZ") == name_key("Terrell  Nunez.")
    assert ROSTER.named("terrell nunez") == (4,)
    assert ROSTER.named("Nunez") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Garza", {1, 2}),
        ("T. Garza", {1}),
        ("T Garza", {1}),
        ("Garza, T.", {1}),
        ("Garza, Luis", {2}),
        ("terrell garza", {1}),
        ("Terrell", {1, 4}),
        ("Terrell G.", {1}),
        ("TG", {1}),
        ("T.G.", {1}),
        ("Nunez", {4}),
        ("NÚÑEZ", {4}),
        ("Sgt. Patel", {3}),
        ("Ofc Noor Patel", {3}),
        ("Eagle-Feather", {5}),
        ("I. Eagle Feather", {5}),
        ("Kate Quinn", {6}),
        ("Kate M Quinn", {6}),
        ("Kate Marie Q", {6}),
        ("Kate Q", {6}),
        ("Kate Q Smith", set()),
        ("Kate Q Quinn", set()),
        ("Kate M Smith", set()),
        ("K M S", set()),
        ("K. Quinn", {6}),
        ("St.John", {7}),
        ("Chen", {8}),
        ("R. Chen", {8}),
        ("B. Patel", set()),
        ("Kate Garza", set()),
        ("Gar", set()),
        ("?", set()),
        ("12", set()),
    ],
)
def test_who_is_meant(text: str, found: set[int]) -> None:
    assert {person.id for person in ROSTER.find(text)} == found


def test_a_full_name_beats_what_merely_fits() -> None:
    roster = Roster((KnownSupporter(1, "Ana Quinn"), KnownSupporter(2, "Ana Maria Quinn")))
    assert [person.id for person in roster.find("Ana Quinn")] == [1]


def test_an_empty_roster_is_false() -> None:
    assert not Roster(())
    assert ROSTER


def test_names_stay_out_of_text_forms() -> None:
    assert "Garza" not in repr(PEOPLE)
