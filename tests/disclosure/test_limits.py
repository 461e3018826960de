"""What contacts say about topics: no more of one topic than contacts, and none without a topic."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerdesk.disclosure.blanks import Unprotectable, protect
from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.builder import build
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.limits import Limit
from peerdesk.disclosure.protect import protect_tables, protect_totals
from peerdesk.disclosure.sums import over, whole
from peerdesk.disclosure.table import Count, CountTable
from peerdesk.disclosure.timeline import History
from tests.disclosure.oracle import leaks
from tests.disclosure.samples import FIVE, Cells, dimension, draw, line, seeded, table

TWO, MODES = dimension("t", 2), dimension("m", 3, 1)
Q1, Q2, H1 = "2025-Q1", "2025-Q2", "2025-H1"
ONE_TOPIC = {"topics": Limit("contacts", exact=True)}
TWO_TOPICS = {"topics": Limit("contacts", exact=False)}


def quarter(period: str, contacts: int, *topics: int) -> tuple[CountTable, CountTable]:
    counted = replace(line(MODES, contacts, 0, 0), code="mode", period=period)
    return counted, replace(line(TWO, *topics), code="topic", measure="topics", period=period)


def half(history: History) -> CountTable:
    return over(H1, [table for table in history.quarters if table.measure == "topics"])


@pytest.mark.parametrize(
    ("first", "second", "limits"),
    [
        ((13, 3, 10), (12, 12, 0), ONE_TOPIC),
        ((43, 3, 40), (30, 30, 0), ONE_TOPIC),
        ((40, 3, 40), (30, 30, 20), TWO_TOPICS),
    ],
)
def test_contacts_of_a_quarter_are_not_told_after_topics_that_they_would_tell_apart(
    first: tuple[int, ...], second: tuple[int, ...], limits: dict[str, Limit]
) -> None:
    """The first topic of the half-year, less all contacts of one quarter, is of the other."""
    quarters = (*quarter(Q1, *first), *quarter(Q2, *second))
    contacts = first[0] + second[0]
    history = History(quarters, {whole("contacts", H1): contacts}, limits=limits)
    (shown,) = protect_tables([half(history)], FIVE, history=history)
    assert shown.value(t="t0") == first[1] + second[1]
    later = history.knowing({key: n for key, n in shown.issued().items() if n is not None})
    for period in (Q1, Q2):
        assert protect_totals("contacts", [period], FIVE, later) == {}
    blind = replace(later, limits={})
    assert protect_totals("contacts", [Q1, Q2], FIVE, blind)  # the control: it would be told


def test_topics_are_not_told_after_contacts_that_would_tell_them_apart() -> None:
    quarters = (*quarter(Q1, 13, 3, 10), *quarter(Q2, 12, 12, 0))
    contacts = {whole("contacts", period): n for period, n in ((Q1, 13), (Q2, 12), (H1, 25))}
    history = History(quarters, contacts, limits=ONE_TOPIC)
    (shown,) = protect_tables([half(history)], FIVE, history=history)
    assert not shown.shown or shown.value(t="t0") is None
    (told,) = protect_tables([half(history)], FIVE, history=replace(history, limits={}))
    assert told.value(t="t0") == 15  # the control


def test_a_total_that_was_told_is_told_again() -> None:
    quarters = (*quarter(Q1, 13, 3, 10), *quarter(Q2, 12, 12, 0))
    told = {whole("contacts", Q1): 13, whole("topics", H1): 25}
    history = History(quarters, told, limits=ONE_TOPIC)
    assert protect_totals("contacts", [Q1], FIVE, history) == {whole("contacts", Q1): 13}


def test_a_group_of_topics_can_be_larger_than_the_contacts() -> None:
    """Two topics of one contact lie in the same group: that says nothing, and breaks nothing."""
    quarters = quarter(Q1, 20, 30, 10)
    history = History(quarters, {whole("contacts", Q1): 20}, limits=TWO_TOPICS)
    problem = build([Grid(quarters[1], (0,))], FIVE, history)
    assert leaks(problem, protect(problem, Deadline())) == []


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.sampled_from([15, 30, 60]), st.booleans())
def test_topics_beside_contacts_are_safe_from_another_solver(
    seed: int, size: int, once: bool
) -> None:
    rng = seeded(seed)
    quarters: list[CountTable] = []
    for period in (Q1, Q2):
        topics = draw([TWO], size, rng)
        twice = 0 if once else rng.randrange(size)
        contacts: Cells = {("m0",): Count(size - twice // 2, 0)}
        quarters.append(table([MODES], contacts, code="mode", period=period))
        quarters.append(table([TWO], topics, code="topic", measure="topics", period=period))
    known = {
        whole("contacts", t.period): t.total.contacts for t in quarters if t.measure == "contacts"
    }
    history = History(tuple(quarters), known, limits=ONE_TOPIC if once else TWO_TOPICS)
    problem = build([Grid(half(history), (0,))], FIVE, history)
    try:
        blanks = protect(problem, Deadline(60))
    except Unprotectable:
        assert leaks(problem, problem.open)
    else:
        assert leaks(problem, blanks) == []
    ties = [cell for cell in problem.cells if " beside " in cell.key.measure]
    assert bool(ties) is not once
