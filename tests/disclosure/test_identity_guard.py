"""The identity guard marks what could point at someone, and leaves plain program words alone."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.disclosure.identity_guard import Guard

GUARD = Guard(["Marisol Aguirre", "Robert O'Neil", "William Two Bulls", "José Peña", "Marie"])


def marked(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in GUARD.read(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thanks to Marisol for the course.", [("Marisol", "name")]),
        ("MARISOL helped.", [("MARISOL", "name")]),
        ("Pena's idea", [("Pena's", "name")]),
        ("Bob led it.", [("Bob", "name")]),
        ("It happened on March 3.", [("March 3", "date")]),
        ("the 3rd of March", [("3rd of March", "date")]),
        ("on 10/12/2025", [("10/12/2025", "date")]),
        ("last Tuesday", [("Tuesday", "date")]),
        ("at 14:30 and at 3 p.m.", [("14:30", "time"), ("3 p.m.", "time")]),
        ("about 0230 hours", [("0230 hours", "time")]),
        ("case 24-00123", [("case 24-00123", "number")]),
        ("badge #4412", [("badge #4412", "number")]),
        ("24-00123", [("24-00123", "number")]),
        ("call 555-0142", [("555-0142", "phone")]),
        ("(555) 010-0142", [("(555) 010-0142", "phone")]),
        ("write to a.b@county.org", [("a.b@county.org", "email")]),
        ("a sergeant asked", [("sergeant", "rank")]),
        ("those on night shift", [("night shift", "unit")]),
        ("Station 5 was hit hard", [("Station 5", "unit")]),
        ("Three officers lost a friend", [("Three officers", "few")]),
        ("one of our dispatchers", [("one of our dispatchers", "few")]),
        ("the officer who fired", [("the officer who", "few")]),
    ],
)
def test_what_points_at_someone_is_marked(text: str, found: list[tuple[str, str]]) -> None:
    assert marked(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Supporters logged 54 contacts, 12 more than a year earlier.",
        "In March 2025 we trained 18 supporters for 24 hours.",
        "We may extend the program to 40 dispatchers in the second quarter.",
        "Please keep time for supporters in the schedule.",
        "A culture of asking early is growing.",
        "",
    ],
)
def test_plain_words_about_a_program_are_left_alone(text: str) -> None:
    assert marked(text) == []


def test_names_come_from_the_roster_alone() -> None:
    assert Guard().read("Marisol and Bob") == ()


def test_a_short_form_is_no_other_name() -> None:
    """Bob is Robert; a roster with a Robert says nothing of a Bill."""
    assert Guard(["Robert Lane"]).read("Bill said so") == ()
    assert len(Guard(["William Lane"]).read("Bill said so")) == 1


def test_every_finding_says_why() -> None:
    assert all(one.reason.endswith(".") for one in GUARD.read("Bob, case 12-3456, Sgt. on Monday"))


@given(st.text(max_size=300))
def test_findings_are_in_order_and_apart(text: str) -> None:
    found = GUARD.read(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_it_keeps_up_with_typing() -> None:
    text = "Most contacts started when a peer reached out, as in earlier quarters. " * 40
    started = time.process_time()
    GUARD.read(text)
    assert time.process_time() - started < 0.25
