"""Reports beside each other: no union of quarters of a year is given away, whatever was issued."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerdesk.disclosure.builder import build
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.problem import Predicate, Status
from peerdesk.disclosure.protect import protect_tables, protect_totals
from peerdesk.disclosure.protected import ProtectedTable
from peerdesk.disclosure.quarter_sets import label_of, quarters_of
from peerdesk.disclosure.sums import over
from peerdesk.disclosure.table import Count, CountTable, Helpers, Thresholds
from peerdesk.disclosure.timeline import History, blocks_of, unions_of
from tests.disclosure.samples import FIVE, MODE, TOPIC, Cells, dimension, draw, line, seeded, table
from tests.services.attack import Known, Row, leaks

QUARTERS = tuple(f"2025-Q{number}" for number in (1, 2, 3, 4))
PERIODS = (*QUARTERS, "2025-H1", "2025-H2", "2025")
THREE = dimension("x", 3)
SIX = dimension("x", 6)


def year(contacts: int, rng: Random, dim: object = TOPIC) -> tuple[CountTable, ...]:
    return tuple(
        table([dim], draw([dim], round(contacts * rng.uniform(0.4, 1.5)), rng), period=quarter)  # type: ignore[list-item]
        for quarter in QUARTERS
    )


def issue(
    quarters: tuple[CountTable, ...], period: str, published: dict[Predicate, int]
) -> ProtectedTable:
    parts = [each for each in quarters if each.period in quarters_of(period)]
    history = History(quarters, published)
    return protect_tables([over(period, parts)], FIVE, history=history)[0]


def truth(quarters: tuple[CountTable, ...]) -> dict[str, list[Row]]:
    return {
        each.period: [
            Row("yes" if number < count.firsts else "no", None, {"topic": code})
            for (code,), count in each.cells.items()
            for number in range(count.contacts)
        ]
        for each in quarters
    }


def known(published: dict[Predicate, int]) -> Known:
    found: Known = {}
    for key, value in published.items():
        leaves = dict(key.at).get("topic", tuple(TOPIC.leaves))
        quarters = quarters_of(key.period)
        found[frozenset((q, "topic", leaf) for q in quarters for leaf in leaves)] = value
    return found


def history_leaks(seed: int, contacts: int, *, with_ledger: bool) -> list[str]:
    """Issue some of a year's reports in a random order; attack all that was printed."""
    rng = seeded(seed)
    quarters = year(contacts, rng)
    chosen = [period for period in PERIODS if rng.random() < 0.7]
    rng.shuffle(chosen)
    published: dict[Predicate, int] = {}
    for period in chosen:
        found = issue(quarters, period, published if with_ledger else {})
        published |= {key: n for key, n in found.issued().items() if n is not None}
    return leaks(known(published), truth(quarters), {"topic": TOPIC})


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.sampled_from([20, 40, 80, 160]))
def test_a_year_of_reports_in_any_order_gives_nothing_away(seed: int, contacts: int) -> None:
    assert history_leaks(seed, contacts, with_ledger=True) == []


@pytest.mark.slow
@settings(max_examples=200)
@given(st.integers(0, 10**6), st.sampled_from([12, 20, 40, 80, 160, 400]))
def test_hundreds_of_years_of_reports_give_nothing_away(seed: int, contacts: int) -> None:
    assert history_leaks(seed, contacts, with_ledger=True) == []


def split_years(*, remembering: bool) -> int:
    """Issue all quarters of some years, then the year; count the years that carry a split."""
    found = 0
    for seed in range(10):
        quarters = year(200, seeded(seed), MODE)
        published: dict[Predicate, int] = {}
        dots: frozenset[Predicate] = frozenset()
        for period in (*QUARTERS, "2025"):
            parts = [each for each in quarters if each.period in quarters_of(period)]
            history = History(quarters, published, dots if remembering else frozenset())
            (shown,) = protect_tables([over(period, parts)], FIVE, history=history)
            published |= {key: n for key, n in shown.issued().items() if n is not None}
            dots |= {key for key, n in shown.issued().items() if n is None}
        found += len(shown.cells()) > 1
    return found


def test_dots_in_the_same_places_leave_the_year_readable() -> None:
    assert split_years(remembering=True) > split_years(remembering=False)


def test_without_the_ledger_they_do() -> None:
    """The control: the same reports, each protected alone, leak to the same attacker."""
    found = [history_leaks(seed, 80, with_ledger=False) for seed in range(6)]
    assert sum(bool(each) for each in found) >= 4


def test_a_half_year_less_its_first_quarter_is_not_the_second() -> None:
    first = replace(line(THREE, 20, 20, 20), period="2025-Q1")
    second = replace(line(THREE, 30, 30, 2), period="2025-Q2")
    half = over("2025-H1", [first, second])
    alone = protect_tables([half], FIVE, history=History((first, second)))
    assert alone[0].value(x="x2") == 22
    told = issue((first, second), "2025-Q1", {}).issued()
    published = {key: n for key, n in told.items() if n is not None}
    beside = issue((first, second), "2025-H1", published)
    assert not beside.shown or beside.value(x="x2") is None


def test_a_small_quarter_hides_the_totals_that_would_tell_it() -> None:
    """Property of totals: year less three quarters is the fourth."""
    quarters = tuple(
        table([THREE], {("x0",): Count(n, n)}, period=q)
        for q, n in zip(QUARTERS, (30, 3, 40, 50), strict=True)
    )
    periods = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2025-H1", "2025-H2", "2025"]
    told = protect_totals("contacts", periods, FIVE, History(quarters))
    assert [key.period for key in told] == ["2025-Q1", "2025-Q3", "2025-Q4", "2025-H2"]
    first = protect_totals("contacts", ["2025", *periods], FIVE, History(quarters))
    assert first[Predicate("contacts", "2025")] == 123
    missing = {"2025-Q2", "2025-H1"} - {key.period for key in first}
    assert missing


@pytest.mark.parametrize(("by_line", "told"), [(True, []), (False, ["2025-Q3", "2025-Q4"])])
def test_a_total_of_one_quarter_can_tell_of_a_line_in_the_other(
    by_line: bool, told: list[str]
) -> None:
    """Of 33 in a line of the half-year at most 30 lay in the third quarter, so 3 in the fourth."""
    dim = dimension("x", 3, 1)
    quarters = (
        replace(line(dim, 30, 0, 0), period="2025-Q3"),
        replace(line(dim, 3, 20, 20), period="2025-Q4"),
    )
    half = issue(quarters, "2025-H2", {})
    assert half.complete
    known_now = {key: n for key, n in half.issued().items() if n is not None}
    known_now = {key: n for key, n in known_now.items() if by_line or not key.at}
    history = History(quarters, known_now)
    found = protect_totals("contacts", ["2025-Q3", "2025-Q4"], FIVE, history)
    assert [key.period for key in found] == told


def test_raised_thresholds_hold_for_what_is_new() -> None:
    """What was told by the old rules stays told, and does not silence the rest of the year."""
    quarters = tuple(
        replace(line(SIX, 6, 9, 40, 50, 60, 70), period=quarter)
        for quarter in ("2025-Q1", "2025-Q2")
    )
    told = issue(quarters, "2025-Q1", {}).issued()
    published = {key: n for key, n in told.items() if n is not None}
    assert published[Predicate("contacts", "2025-Q1", (("x", ("x0",)),))] == 6
    raised = Thresholds(8, 16)
    history = History(quarters, published)
    now = protect_tables([quarters[1]], raised, history=history)[0]
    assert now.total == 235
    assert now.value(x="x0") is None


def test_numbers_that_changed_since_they_were_printed_show_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    made = line(TOPIC, *[20] * 12)
    key = Predicate("contacts", "2025-Q3", (("topic", ("topic0",)),))
    found = protect_tables([made], FIVE, history=History((made,), {key: 21}))[0]
    assert not found.shown


def test_a_longer_period_without_its_quarters_shows_nothing() -> None:
    made = over("2025-H1", year(200, seeded(1))[:2])
    assert not protect_tables([made], FIVE)[0].shown


def test_an_earlier_number_is_locked_and_unions_are_targets() -> None:
    quarters = year(60, seeded(4), MODE)
    told = issue(quarters, "2025-Q1", {}).issued()
    published = {key: n for key, n in told.items() if n is not None}
    grid = Grid(over("2025-H1", quarters[:2]), (0,))
    problem = build([grid], FIVE, History(quarters, published))
    status = {cell.key: cell.status for cell in problem.cells}
    assert all(status[key] is Status.LOCKED for key in published)
    assert any(cell.key.period == "2025-Q2" and cell.need for cell in problem.cells)


def test_few_supporters_behind_a_number_hide_it() -> None:
    cells: Cells = {("x0",): Count(30, 30), ("x1",): Count(30, 30), ("x2",): Count(30, 30)}
    node = (frozenset({"x0"}),)
    for helpers, hidden in (
        (Helpers(2, 15), True),
        (Helpers(5, 25), True),
        (Helpers(5, 12), False),
    ):
        made = CountTable("x", "x", "contacts", "2025-Q3", (THREE,), cells, True, {node: helpers})
        found = protect_tables([made], Thresholds())[0]
        assert (not found.shown or found.value(x="x0") is None) is hidden


@pytest.mark.parametrize(
    ("quarters", "label"),
    [
        ({"2025-Q1"}, "2025-Q1"),
        ({"2025-Q1", "2025-Q2"}, "2025-H1"),
        ({"2025-Q3", "2025-Q4"}, "2025-H2"),
        (set(QUARTERS), "2025"),
        ({"2025-Q1", "2025-Q4"}, "2025-Q1+2025-Q4"),
        ({"spring"}, "spring"),
    ],
)
def test_quarters_have_one_name_and_it_is_read_back(quarters: set[str], label: str) -> None:
    assert label_of(frozenset(quarters)) == label
    assert quarters_of(label) == quarters


def test_time_is_cut_where_something_printed_cuts_it() -> None:
    assert [len(block) for block in blocks_of(["2025"])] == [4]
    assert [sorted(b) for b in blocks_of(["2025", "2025-Q2"])] == [
        ["2025-Q1", "2025-Q3", "2025-Q4"],
        ["2025-Q2"],
    ]
    assert len(list(unions_of(range(4)))) == 11
