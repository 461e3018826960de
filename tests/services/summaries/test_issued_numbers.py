"""Numbers of an issued report leave as words and numbers: no formula, no number behind a dot."""

from __future__ import annotations

import pytest

from peerdesk.disclosure.problem import Predicate
from peerdesk.services.summaries.issued_numbers import in_words, told_csv, told_workbook


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (Predicate("contacts", "2025-Q3"), "Contacts, July to September 2025"),
        (
            Predicate("contacts", "2025", (("mode", ("phone",)),)),
            "Contacts, 2025: Phone",
        ),
        (
            Predicate("contacts", "2025-Q3", (("month", ("2025-08",)),)),
            "Contacts, July to September 2025: August 2025",
        ),
        (
            Predicate("contacts", "2025-Q3", (("first_this_quarter", ("other",)),)),
            "Contacts, July to September 2025: again, or not recorded",
        ),
        (Predicate("sent_out", "spring", (("kind", ("a_b",)),)), "Sent out, spring: a b"),
    ],
)
def test_what_was_counted_is_said_in_words(key: Predicate, words: str) -> None:
    assert in_words(key) == words


@pytest.mark.parametrize("measure", ["=1+1", "+1", "-1", "@x"])
def test_no_text_is_a_formula(measure: str) -> None:
    cells = {Predicate(measure, "2025"): 12}
    assert told_csv(cells).decode("utf-8-sig").splitlines()[1].startswith(("'", "\"'"))
    assert b"<f>" not in told_workbook(cells)


def test_equal_numbers_give_equal_bytes_and_a_dot_holds_nothing() -> None:
    cells = {Predicate("contacts", "2025"): 12, Predicate("contacts", "2024"): None}
    assert told_workbook(cells) == told_workbook(dict(cells))
    assert told_csv(cells).decode("utf-8-sig").splitlines()[2] == '"Contacts, 2024",.'
