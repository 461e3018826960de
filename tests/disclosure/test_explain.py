"""A blank says by which rule it is blank, and never what it is."""

from __future__ import annotations

import pytest

from peerdesk.disclosure.explain import explain, reason
from peerdesk.disclosure.protect import protect_tables
from peerdesk.disclosure.rules import Part, need
from peerdesk.disclosure.table import Count, Helpers
from tests.disclosure.samples import FIVE, dimension, line

WIDE = dimension("x", 6, 3, 1)


@pytest.mark.parametrize(
    ("parts", "needed", "words"),
    [
        ([Part(Count(0), True)], 0, "no other number"),
        ([Part(Count(9, 9), True)], 0, "no other number"),
        ([Part(Count(9, 4), True)], 5, "different people"),
        ([Part(Count(9, 9), False)], 10, "counted, and it was not recorded"),
        ([Part(Count(10, 0), False)], 0, "no other number"),
        ([Part(Count(4, 4), True), Part(Count(4, 4), True)], 5, "different people"),
        ([Part(Count(4, 4), True), Part(Count(6, 5), True)], 0, "no other number"),
        ([Part(Count(4, 4), True), Part(Count(6, 0), False)], 10, "were counted"),
        ([Part(Count(4, 0), False), Part(Count(6, 0), False)], 0, "no other number"),
        ([Part(Count(4, 4), True), Part(Count(5, 0), False)], 10, "were counted"),
        ([Part(Count(30, 9), True, Helpers(2, 15))], 5, "supporters"),
        ([Part(Count(30, 9), True, Helpers(9, 25))], 5, "supporters"),
        ([Part(Count(30, 9), True, Helpers(3, 24))], 0, "no other number"),
        ([Part(Count(30, 9), True, Helpers(2, 15)), Part(Count(9, 5), True)], 0, "no other"),
        ([Part(Count(30, 9), True, Helpers(2, 15)), Part(Count(9, 1), True)], 5, "supporters"),
    ],
)
def test_the_rule_behind_a_count(parts: list[Part], needed: int, words: str) -> None:
    assert need(parts, FIVE) == needed
    assert words in reason(parts, FIVE)


def test_each_blank_of_a_table_has_its_reason() -> None:
    made = line(WIDE, 40, 40, 40, 41, 1, 9)
    (shown,) = protect_tables([made], FIVE)
    found = {each.line: each.reason for each in explain([made], shown, FIVE)}
    assert set(found) == {"X4", "X5"}
    assert "different people" in found["X4"]
    assert "no other number" in found["X5"]


def test_a_coarser_table_and_a_withheld_one_say_so() -> None:
    coarse = line(WIDE, 20, 20, 19, 1, 19, 1)
    (shown,) = protect_tables([coarse], FIVE)
    assert next(explain([coarse], shown, FIVE)).line == "Whole table"
    small = line(WIDE, 1, 1, 1, 0, 0, 0)
    (hidden,) = protect_tables([small], FIVE)
    assert [each.line for each in explain([small], hidden, FIVE)] == ["Whole table"]
