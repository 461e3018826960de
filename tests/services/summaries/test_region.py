"""Totals of several agencies: who fits together, and what the paper may then say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.table import Thresholds
from peerdesk.errors import InputRefused, UsageError
from peerdesk.periods import Period
from peerdesk.services.summaries.counted import hierarchies
from peerdesk.services.summaries.region import AgencyTotals, RegionSummary, combine, refuse_misfit
from peerdesk.services.summaries.tables import CONTACTS, MENTIONS, TOPICS

DAY = date(2026, 11, 24)
Lines = Mapping[str, int | None]
MODES: Lines = {"in_person": 40, "phone": 30, "video": 10, "text": 20, "email": 12, "other": 0}


def totals(
    agency: str, modes: Lines = MODES, topics: str = MENTIONS, **changes: Any
) -> AgencyTotals:
    """Make what an agency issued: its total, how people met, and how often topics were named."""
    period = changes.get("period", Period.parse("2026-Q3"))
    every = dict.fromkeys(hierarchies()["mode"].dimension.leaves, 0) | dict(modes)
    cells: dict[Predicate, int | None] = {
        Predicate(CONTACTS, str(period), (("mode", (code,)),)): number
        for code, number in every.items()
    }
    cells[Predicate(CONTACTS, str(period))] = changes.pop("total", 112)
    cells[Predicate(topics, str(period))] = 130
    plain: dict[str, Any] = {
        "report": "quarterly",
        "title": "Report to command staff",
        "period": period,
        "issued_on": DAY,
        "thresholds": Thresholds(insiders=True),
        "version": "0.2.0",
        "sample": False,
    }
    return AgencyTotals(agency=agency, cells=cells, **{**plain, **changes})


def _table(summary: RegionSummary, code: str) -> Any:
    (found,) = (each for each in summary.tables if each.code == code)
    return found


def _words(summary: RegionSummary, code: str) -> str:
    (found,) = (each for each in summary.blocks if each.table and each.table.code == code)
    return found.answer


def test_numbers_that_all_tell_are_added_and_the_rest_are_dots() -> None:
    dots = {**MODES, "video": None, "email": None, "phone": 30}
    both = combine([totals("Elk Creek"), totals("Dry Fork", dots)], DAY)
    table = _table(both, "mode")
    assert table.value(mode="in_person") == 80
    assert table.value(mode="video") is None
    assert table.value(mode="other") == 0
    assert table.total == both.figures[0].value == 224
    assert _words(both, "mode") == "2 of 7 numbers left out: not every agency tells them."


def test_a_whole_table_says_so() -> None:
    both = combine([totals("Elk Creek"), totals("Dry Fork")], DAY)
    assert _words(both, "mode") == "Every agency tells all numbers of this table."


def test_what_is_told_in_total_only_says_so() -> None:
    both = combine([totals("Elk Creek"), totals("Dry Fork")], DAY)
    assert _table(both, "origin").total == 224
    assert _table(both, "origin").cells() == ()
    assert "too few lines in common" in _words(both, "origin")


def test_a_hidden_total_hides_everything() -> None:
    both = combine([totals("Elk Creek"), totals("Dry Fork", total=None)], DAY)
    assert both.figures[0].value is None
    assert both.headlines[0].comparison
    assert not _table(both, "mode").shown
    assert not _words(both, "mode")
    assert "so there is no sum" in _table(both, "mode").sentence


def test_topics_counted_in_different_ways_are_not_added() -> None:
    both = combine([totals("Elk Creek"), totals("Dry Fork", topics=TOPICS)], DAY)
    assert not _table(both, "topic").shown
    assert "different ways" in _words(both, "topic")
    same = combine([totals("Elk Creek", topics=TOPICS), totals("Dry Fork", topics=TOPICS)], DAY)
    assert _table(same, "topic").total == 260


def test_a_made_up_agency_marks_the_whole_paper() -> None:
    assert not combine([totals("A"), totals("B")], DAY).sample
    assert combine([totals("A"), totals("B", sample=True)], DAY).sample


def test_the_answer_of_the_command_line_is_what_is_printed() -> None:
    both = combine([totals("Elk Creek"), totals("Dry Fork")], DAY)
    answer = both.as_json()
    assert answer["agencies"] == ["Elk Creek", "Dry Fork"]
    assert answer["period"] == "2026-Q3"
    assert answer["protected"] is True
    assert answer["tables"] == [table.as_json() for table in both.tables]
    assert answer["figures"] == [figure.as_json() for figure in both.figures]


def test_one_agency_is_no_region() -> None:
    with pytest.raises(UsageError, match="two agencies"):
        combine([totals("Elk Creek")], DAY)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (totals("elk  creek"), "there already"),
        (totals("Dry Fork", report="training", title="Training"), "another report"),
        (
            totals("Dry Fork", period=Period.parse("2026-Q2")),
            "Dry Fork reports on April to June 2026, Elk Creek on July to September 2026",
        ),
        (
            totals("Dry Fork", period=Period.parse("2026-H2")),
            "Dry Fork reports on July to December",
        ),
    ],
)
def test_who_does_not_fit_is_refused(other: AgencyTotals, words: str) -> None:
    refuse_misfit([totals("Elk Creek")], totals("Dry Fork"))
    with pytest.raises(InputRefused, match=words):
        refuse_misfit([totals("Elk Creek")], other)
    with pytest.raises(InputRefused, match=words):
        combine([totals("Elk Creek"), other], DAY)
