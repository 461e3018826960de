"""A draft comes back as it was entered, with every type of value, and goes when it is dropped."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerdesk.clock import FixedClock
from peerdesk.hours import Hours
from peerdesk.models.fields import Record, kind_of
from peerdesk.models.registry import ENTERED
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.records.drafts import Drafts, Typed, forget_old
from peerdesk.services.workspace import Workspace
from peerdesk.vault.vault import Vault
from tests.services.records.test_records import entry

months = st.builds(Month, st.integers(1900, 9999), st.integers(1, 12))
values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(0, 10**6),
    st.text(max_size=20),
    months,
    months.map(lambda month: month.quarter),
    st.dates(),
    st.integers(0, 24_000).map(Hours),
    st.lists(st.sampled_from(["grief", "health", "money"])).map(Codes),
    st.text(max_size=8).map(Typed),
)


@given(entered=st.dictionaries(st.text(min_size=1, max_size=8), values, max_size=5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_value_comes_back_as_it_was(vault: Vault, clock: FixedClock, entered: Any) -> None:
    drafts = Drafts(vault.sessions, clock)
    number = drafts.save("contact", None, entered)
    (kept,) = drafts.of("contact")
    assert kept.values == entered
    assert {name: type(each) for name, each in kept.values.items()} == {
        name: type(each) for name, each in entered.items()
    }
    drafts.drop(number)
    assert drafts.of("contact") == ()


@pytest.mark.parametrize("record", ENTERED, ids=kind_of)
def test_what_the_form_of_any_kind_holds_can_be_kept(
    workspace: Workspace, record: type[Record]
) -> None:
    entered = entry(record, workspace)
    workspace.drafts.save(kind_of(record), None, entered)
    (kept,) = workspace.drafts.of(kind_of(record))
    assert kept.values == entered


def test_a_draft_is_replaced_by_its_number_only(workspace: Workspace) -> None:
    drafts = workspace.drafts
    first = drafts.save("supporter", 4, {"full_name": "A"})
    assert drafts.save("supporter", 4, {"full_name": "Al"}, first) == first
    second = drafts.save("supporter", None, {"full_name": "B"})
    assert {each.number: each.values["full_name"] for each in drafts.of("supporter")} == {
        first: "Al",
        second: "B",
    }
    assert drafts.of("contact") == ()
    drafts.drop(first)
    third = drafts.save("supporter", 4, {"full_name": "Ali"}, first)
    assert third in {each.number for each in drafts.of("supporter")}


def test_says_when_and_what_it_was_about(workspace: Workspace, clock: FixedClock) -> None:
    workspace.drafts.save("headcount", 7, {"held_in": Month(2026, 7), "on": date(2026, 7, 4)})
    (kept,) = workspace.drafts.of("headcount")
    assert (kept.at, kept.record_id) == (clock.now(), 7)


class _Ticking(FixedClock):
    minutes = 0

    def now(self) -> datetime:
        self.minutes += 1
        return super().now().replace(minute=self.minutes)


def test_the_newest_comes_first(vault: Vault, clock: FixedClock) -> None:
    drafts = Drafts(vault.sessions, _Ticking(clock.today()))
    old = drafts.save("supporter", None, {})
    new = drafts.save("supporter", None, {})
    assert [each.number for each in drafts.of("supporter")] == [new, old]
    drafts.save("supporter", None, {}, old)
    assert [each.number for each in drafts.of("supporter")] == [old, new]


@pytest.mark.parametrize(("days", "left"), [(30, 1), (31, 0)])
def test_a_draft_that_nobody_comes_back_to_is_forgotten(
    vault: Vault, clock: FixedClock, days: int, left: int
) -> None:
    Drafts(vault.sessions, FixedClock(clock.today() - timedelta(days))).save("contact", None, {})
    with vault.sessions.write() as session:
        forget_old(session, clock.now())
    assert len(Drafts(vault.sessions, clock).of("contact")) == left


def test_refuses_what_it_could_not_give_back(workspace: Workspace) -> None:
    with pytest.raises(Exception, match="JSON"):
        workspace.drafts.save("supporter", None, {"x": object()})
    assert workspace.drafts.of("supporter") == ()


def test_a_quarter_is_not_a_month(workspace: Workspace) -> None:
    workspace.drafts.save("closing", None, {"period": Period(Month(2026, 7), 3)})
    assert workspace.drafts.of("closing")[0].values["period"] == Period.parse("2026-Q3")
