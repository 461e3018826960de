"""The quarterly summary: its words and figures say no more than its protected numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerdesk.disclosure.protect import told_figure
from peerdesk.disclosure.sums import whole
from peerdesk.disclosure.table import Count, Thresholds
from peerdesk.periods import Month, Period
from peerdesk.services.summaries.command_report import CommandReport
from peerdesk.services.summaries.composing import compose, explain_report
from peerdesk.services.summaries.counted import QuarterCounts, hierarchies
from peerdesk.services.summaries.report_facts import ReportFacts
from peerdesk.vocabulary import dimension_codes
from tests.reports.samples import small_table, summary

QUARTER = Period.parse("2026-Q3")
SINGLE = ("recipient_class", "origin", "mode", "duration", "duty")


def spread(total: Count, codes: tuple[str, ...], picks: list[int]) -> dict[str, Count]:
    """Deal contacts out over codes, the first contacts to the first of them."""
    cells: dict[str, Count] = {}
    for number in range(total.contacts):
        code = codes[picks[number % len(picks)] % len(codes)]
        first = 1 if number < total.firsts else 0
        cells[code] = cells.get(code, Count(0, 0)) + Count(1, first)
    return cells


@st.composite
def counted(draw: st.DrawFn, period: Period = QUARTER, most: int = 90) -> QuarterCounts:
    contacts = draw(st.integers(0, most))
    total = Count(contacts, draw(st.integers(0, contacts)))
    picks = st.lists(st.integers(0, 12), min_size=1, max_size=9)
    by = {name: spread(total, dimension_codes(name), draw(picks)) for name in (*SINGLE, "topic")}
    months = spread(total, tuple(map(str, period.months)), draw(picks))
    return QuarterCounts(
        period=period,
        total=total,
        flagged=draw(st.sampled_from([contacts, contacts // 2])),
        by=by,
        months={Month.parse(month): count for month, count in months.items()},
    )


def facts(now: QuarterCounts, before: QuarterCounts | None = None, **changes: Any) -> ReportFacts:
    empty = [QuarterCounts(Period(now.period.start.plus(-3 * back), 3)) for back in (4, 3, 2, 1)]
    if before:
        empty[0] = replace(before, period=empty[0].period)
    given_facts = {
        "agency": "Pine County",
        "program": "Peer Support Program",
        "sample": False,
        "today": date(2026, 11, 24),
        "version": "9.9",
        "thresholds": Thresholds(),
        "period": now.period,
        "quarters": (*empty, now),
        "active_supporters": 18,
        "staff": 110,
        **changes,
    }
    return ReportFacts(**given_facts)


def fixed(contacts: int, firsts: int, **by: dict[str, Count]) -> QuarterCounts:
    total = Count(contacts, firsts)
    thirds = spread(total, tuple(map(str, QUARTER.months)), [0, 1, 2])
    months = {Month.parse(month): count for month, count in thirds.items()}
    blank = {
        name: {"not_recorded": total} for name in ("origin", "mode", "recipient_class", "topic")
    }
    return QuarterCounts(QUARTER, total, contacts, {**blank, **by}, months)


def words(summary: CommandReport) -> str:
    """Return every text of the summary that is made from numbers."""
    return " ".join(
        (
            *summary.sentences,
            *(block.answer for block in summary.blocks),
            *(headline.comparison for headline in summary.headlines),
            summary.trend.alt,
        )
    )


def shown_numbers(summary: CommandReport) -> set[int]:
    figures = {each.value for each in summary.figures}
    cells = {value for table in summary.tables for _, value in (*table.cells(), *table.totals())}
    return {value for value in figures | cells if value is not None}


@settings(max_examples=60)
@given(counted(), counted(Period.parse("2025-Q3")))
def test_words_hold_no_number_that_is_not_shown(now: QuarterCounts, before: QuarterCounts) -> None:
    summary = compose(facts(now, before))
    shown = shown_numbers(summary)
    known = {1, 2, 3, 4, 110, 100, 2025, 2026, round(100 * 18 / 110)}
    change = {abs(a - b) for a in shown for b in shown}
    spoken = {int(number) for number in re.findall(r"\d+", words(summary))}
    assert spoken <= shown | known | change


@settings(max_examples=60)
@given(counted(most=40))
def test_shown_numbers_are_true_and_add_up(now: QuarterCounts) -> None:
    summary = compose(facts(now))
    by_code = {table.code: table for table in summary.tables}
    for name in ("recipient_class", "origin", "mode"):
        table = by_code[name]
        level = next(
            each
            for each in hierarchies()[name].dimension.levels
            if each.name == table.dimensions[0].level
        )
        for at, value in table.cells():
            true = sum(
                count.contacts
                for code, count in now.by[name].items()
                if level.parent[code] == at[name]
            )
            assert value in (None, true)
        assert table.total in (None, now.total.contacts)
        if table.complete and table.cells():
            assert sum(value or 0 for _, value in table.cells()) == table.total


def test_a_full_quarter_is_told_in_three_to_five_sentences() -> None:
    by = {
        "origin": {"self": Count(30, 16), "peer_outreach": Count(24, 13)},
        "duration": {"15_30": Count(40, 20), "30_60": Count(14, 9)},
    }
    summary = compose(facts(fixed(54, 29, **by), fixed(42, 20)))
    assert 3 <= len(summary.sentences) <= 5
    assert summary.sentences[0] == (
        "Supporters logged 54 contacts from July to September 2026, 12 more than a year earlier."
    )
    figures = {each.code: each.value for each in summary.figures}
    assert figures["people_at_least"] == 29
    assert figures["hours_estimated"] == 25  # 40 x 22.5 and 14 x 45 minutes, to 5 hours
    assert figures["per_100_staff"] == 49
    assert not summary.nothing_shown


def test_a_tiny_quarter_says_so_and_shows_nothing() -> None:
    summary = compose(facts(fixed(3, 3, mode={"phone": Count(3, 3)}, topic={"grief": Count(3, 3)})))
    assert summary.nothing_shown
    assert "cannot be told without pointing at someone" in summary.sentences[0]
    assert summary.sentences[1] == "The report for the half-year may be able to tell."
    assert not any(block.table for block in summary.blocks)
    assert all(not table.shown or table.total is None for table in summary.tables)
    hidden = {each.code for each in summary.figures if each.value is None}
    assert {"contacts", "hours_estimated", "per_100_staff"} <= hidden


def test_a_running_quarter_is_not_compared() -> None:
    summary = compose(facts(fixed(54, 29), fixed(42, 20), today=date(2026, 8, 30)))
    assert "year earlier" not in words(summary)
    assert summary.completeness.startswith("The quarter is not over")


@pytest.mark.parametrize(
    "timed",
    [
        {"15_30": Count(2, 1), "not_recorded": Count(52, 28)},
        {"15_30": Count(45, 28), "60_120": Count(9, 1)},
        {"lt15": Count(9, 1), "60_120": Count(45, 28)},
    ],
)
def test_few_short_or_long_contacts_hide_the_hours(timed: dict[str, Count]) -> None:
    summary = compose(facts(fixed(54, 29, duration=timed)))
    assert {each.code: each.value for each in summary.figures}["hours_estimated"] is None


def test_sensitive_topics_are_never_a_line_of_their_own() -> None:
    leaves = hierarchies()["topic"].dimension.leaves
    assert {"substance", "safety"} <= set(dimension_codes("topic")) - leaves
    cells = hierarchies()["topic"].folded({"substance": Count(9, 4), "health": Count(2, 1)})
    assert cells == {("health",): Count(11, 5)}


def test_a_dimension_that_was_never_recorded_is_not_printed() -> None:
    blank = {"not_recorded": Count(54, 29)}
    summary = compose(facts(fixed(54, 29, recipient_class=blank, mode={"phone": Count(54, 29)})))
    asked = [block.table.code for block in summary.blocks if block.table]
    assert "recipient_class" not in asked
    assert "mode" in asked
    assert "Who was helped was not recorded." in summary.completeness


def test_months_beyond_the_quarter_count_under_its_first() -> None:
    now = fixed(54, 29)
    late = QuarterCounts(now.period, now.total, 54, now.by, {Month(2026, 5): Count(54, 29)})
    table = {each.code: each for each in compose(facts(late)).tables}["month"]
    assert table.total == 54


def test_double_counted_topic_firsts_bring_the_stricter_rule() -> None:
    """With monthly totals, two topics may each claim the same first contact."""
    topics = {"grief": Count(8, 8), "mood": Count(46, 29)}
    summary = compose(facts(fixed(54, 29, topic=topics)))
    table = {each.code: each for each in summary.tables}["topic"]
    assert (8 not in [value for _, value in table.cells()]) or table.dimensions[0].level != "term"


def test_the_report_number_changes_with_what_is_printed() -> None:
    first, same = compose(facts(fixed(54, 29))), compose(facts(fixed(54, 29)))
    other = compose(facts(fixed(55, 29)))
    assert first.report_id == same.report_id != other.report_id
    assert first.report_id.startswith("2026-Q3-")


def test_few_contacts_with_two_topics_are_not_told_by_subtraction() -> None:
    """Mentions less contacts is a count of contacts; a small one must not be worked out."""
    topics = {"general": Count(21, 11), "incident": Count(15, 9)}
    once = {"general": Count(20, 11), "incident": Count(15, 9)}
    summary = compose(facts(fixed(35, 20, topic=topics, topic_once=once)))
    table = {each.code: each for each in summary.tables}["topic"]
    assert table.measure == "topics"
    assert table.total in (None, 35)


def test_many_contacts_with_two_topics_are_counted_by_mention() -> None:
    topics = {"general": Count(40, 20), "incident": Count(30, 15)}
    summary = compose(facts(fixed(54, 35, topic=topics)))
    table = {each.code: each for each in summary.tables}["topic"]
    assert (table.measure, table.total) == ("mentions", 70)


def test_topics_say_nothing_where_contacts_are_hidden() -> None:
    topics = {"general": Count(12, 9)}
    summary = compose(facts(fixed(12, 3, topic=topics)))
    assert summary.nothing_shown
    assert all(
        value is None for table in summary.tables for _, value in (*table.cells(), *table.totals())
    )


def test_an_unanswered_flag_gives_no_number_of_people() -> None:
    now = fixed(54, 0)
    unknown = QuarterCounts(now.period, now.total, 0, now.by, now.months)
    summary = compose(facts(unknown))
    assert "people_at_least" not in {each.code for each in summary.figures}
    assert "first_this_quarter" not in {each.code for each in summary.tables}


def test_completeness_tells_no_month_that_the_table_hides() -> None:
    months = {Month(2026, 7): Count(9, 9), Month(2026, 8): Count(1, 1), Month(2026, 9): Count(1, 1)}
    now = fixed(11, 11)
    summary = compose(facts(QuarterCounts(now.period, now.total, 11, now.by, months)))
    assert "of 3 months" not in summary.completeness


def test_no_contacts_look_like_few() -> None:
    """Nor do a few contacts, of which this or that was recorded, look like none."""
    documents = []
    for contacts in (0, 1, 3):
        few = Count(contacts, contacts)
        before = QuarterCounts(Period.parse("2025-Q3"), few, contacts)
        recorded = {name: {code: few} for name, code in (("origin", "self"), ("mode", "phone"))}
        for by in ({}, recorded, {"duration": {"15_30": few}}):
            summary = compose(facts(fixed(contacts, contacts, **by), before))
            unflagged = replace(fixed(contacts, 0, **by), flagged=0)
            documents += [_said(summary), _said(compose(facts(unflagged, before)))]
            assert summary.figures[0].value is None
    assert all(each == documents[0] for each in documents)


def _said(summary: CommandReport) -> object:
    """Return all that the paper, the command line and the ledger make of a summary."""
    blocks = [(b.question, b.answer, b.table and b.table.as_json()) for b in summary.blocks]
    said = (summary.sentences, summary.completeness, summary.headlines, summary.trend, blocks)
    return (*said, summary.as_json(Thresholds()), summary.issued())


def test_a_total_that_was_told_stays_told_beside_a_table_that_is_left_out() -> None:
    """The table that is not shown has a dot for its total; the headline has the number."""
    key = whole("contacts", "2025-Q3")
    told = told_figure("contacts", "Contacts", "contacts", {key: 54}, key)
    left_out = small_table()
    assert (left_out.shown, left_out.issued()[key]) == (False, None)
    assert summary(figures=(told,), tables=(left_out,)).issued()[key] == 54
    assert summary(figures=(), tables=(left_out,)).issued()[key] is None


def test_dots_of_referrals_are_explained_too() -> None:
    by_status = {
        "engaged": 40,
        "completed": 30,
        "declined": 25,
        "offered": 20,
        "first_kept": 20,
        "accepted": 15,
        "unknown": 12,
        "stopped": 4,
        "first_missed": 3,
    }
    now = fixed(
        54,
        29,
        referral_status={code: Count(number, 0) for code, number in by_status.items()},
        referral_type={"eap": Count(sum(by_status.values()), 0)},
    )
    told = facts(now)
    found = explain_report(told, compose(told))
    reasons = {each.line: each.reason for each in found if each.table.startswith("Referrals")}
    assert reasons.keys() == {"First visit missed", "Stopped", "Unknown"}
    assert reasons["Stopped"].startswith("Fewer than 10 were counted")
    assert reasons["Unknown"].startswith("Left out so that no other")
