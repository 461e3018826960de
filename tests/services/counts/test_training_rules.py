"""Training rules at their edges: hours, hours in person, tests, topics, window and renewal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.hours import Hours
from peerdesk.services.counts.training_rules import Held, Rule, Standing, Taken, standing

TODAY = date(2026, 11, 24)


def rule(hours: float = 8, **more: Any) -> Rule:
    return Rule(id=1, name="Rule", hours=Hours.of(hours), **more)


def taken(day: date, hours: float = 8, near: float | None = None, **more: Any) -> Taken:
    return Taken(day, Hours.of(hours), Hours.of(hours if near is None else near), **more)


def stands(asked: Rule, *classes: Taken, today: date = TODAY) -> Standing:
    return standing(asked, classes, (), today)


@pytest.mark.parametrize(("hours", "met"), [(8, True), (7.75, False), (9, True)])
def test_the_hours_must_be_reached(hours: float, met: bool) -> None:
    assert stands(rule(8), taken(date(2026, 3, 1), hours)).met is met


def test_what_is_missing_is_said() -> None:
    asked = rule(30, in_person=Hours.of(16), topics=("suicide", "grief"))
    found = stands(asked, taken(date(2026, 3, 1), 20, 4, topics=("grief",)))
    assert found.missing == (
        "10 more hours",
        "12 more in person",
        "Suicide recognition and intervention (QPR, ASIST ...)",
    )


@pytest.mark.parametrize(("near", "met"), [(16, True), (15.75, False)])
def test_the_hours_in_person_have_a_minimum_of_their_own(near: float, met: bool) -> None:
    asked = rule(30, in_person=Hours.of(16))
    assert stands(asked, taken(date(2026, 3, 1), 30, near)).met is met


@pytest.mark.parametrize(("tested", "met"), [(True, True), (False, False)])
def test_hours_not_in_person_may_need_a_test(tested: bool, met: bool) -> None:
    asked = rule(30, test_needed=True)
    online = taken(date(2026, 4, 1), 14, 0, tested=tested)
    assert stands(asked, taken(date(2026, 3, 1), 16), online).met is met


def test_without_that_clause_no_test_is_needed() -> None:
    assert stands(rule(8), taken(date(2026, 4, 1), 8, 0, tested=False)).met


@pytest.mark.parametrize(("last", "met"), [(date(2026, 1, 15), True), (date(2026, 1, 16), False)])
def test_all_hours_fall_into_the_window(last: date, met: bool) -> None:
    asked = rule(16, window_months=12)
    found = stands(asked, taken(date(2025, 1, 15)), taken(last), today=date(2026, 1, 20))
    assert found.met is met


@pytest.mark.parametrize(
    ("today", "met"),
    [(date(2026, 3, 1), True), (date(2027, 3, 1), True), (date(2027, 3, 2), False)],
)
def test_a_rule_that_is_renewed_holds_to_its_last_day(today: date, met: bool) -> None:
    found = stands(rule(8, renewal_months=12), taken(date(2026, 3, 1)), today=today)
    assert found.met is met
    assert found.until == (date(2027, 3, 1) if met else None)


def test_the_last_day_of_february_stays_in_february() -> None:
    found = stands(rule(8, renewal_months=12), taken(date(2024, 2, 29)), today=date(2024, 3, 1))
    assert found.until == date(2025, 2, 28)


def test_once_is_enough_without_renewal() -> None:
    found = stands(rule(8), taken(date(2001, 1, 1)))
    assert (found.met, found.until) == (True, None)


def test_each_class_counts_once() -> None:
    """4 + 4 hours meet the rule in June; the third class alone does not renew it."""
    days = (date(2025, 1, 10), date(2025, 6, 10), date(2025, 11, 10))
    asked = rule(8, window_months=12, renewal_months=12)
    found = stands(asked, *(taken(day, 4) for day in days), today=date(2026, 6, 10))
    assert found.until == date(2026, 6, 10)
    after = stands(asked, *(taken(day, 4) for day in days), today=date(2026, 6, 11))
    assert after.missing == ("4 more hours",)


def test_a_class_in_the_future_does_not_count_yet() -> None:
    assert not stands(rule(8), taken(TODAY + timedelta(1))).met
    assert stands(rule(8), taken(TODAY)).met


def test_only_kinds_and_approvals_that_the_rule_names_count() -> None:
    asked = rule(8, kinds=("initial",), approved_only=True)
    assert not stands(asked, taken(TODAY, kind="initial")).met
    assert not stands(asked, taken(TODAY, kind="refresher", approved=True)).met
    assert stands(asked, taken(TODAY, kind="initial", approved=True)).met


@pytest.mark.parametrize(
    ("expires", "met"), [(TODAY, True), (TODAY - timedelta(1), False), (None, True)]
)
def test_a_certificate_stands_in_while_it_is_valid(expires: date | None, met: bool) -> None:
    found = standing(rule(), (), (Held(date(2020, 1, 1), expires),), TODAY)
    assert found.met is met
    assert found.until == (expires if met else None)


def test_a_certificate_of_tomorrow_does_not_count() -> None:
    assert not standing(rule(), (), (Held(TODAY + timedelta(1), None),), TODAY).met


def test_a_rule_is_for_its_roles() -> None:
    assert rule().is_for("chaplain")
    assert rule(roles=("peer",)).is_for("peer")
    assert not rule(roles=("peer",)).is_for("chaplain")


@given(
    st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 12)), max_size=12),
    st.integers(1, 20),
    st.sampled_from([None, 6, 12]),
)
def test_more_classes_never_make_it_worse(
    raw: list[tuple[int, int]], hours: int, renewal: int | None
) -> None:
    """Taking one more class today leaves whoever meets the rule meeting it, and for as long."""
    asked = rule(hours, renewal_months=renewal)
    classes = [taken(TODAY - timedelta(back), length) for back, length in raw]
    before, after = stands(asked, *classes), stands(asked, *classes, taken(TODAY, 1))
    assert after.met or not before.met
    assert (after.until or date.max) >= (before.until or date.min)
