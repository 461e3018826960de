"""The level of a table is the finest that can be read, and whatever fails makes it coarser."""

from __future__ import annotations

import logging
from itertools import count

import pytest

from peerdesk.disclosure import levels as module
from peerdesk.disclosure.bounds import Deadline
from peerdesk.disclosure.grid import Grid
from peerdesk.disclosure.levels import Rules, settle
from peerdesk.disclosure.table import Count
from tests.disclosure.samples import FIVE, ORIGIN, TOPIC, Cells, dimension, line, table

RULES = Rules(FIVE)
WIDE = dimension("x", 6, 3, 1)


def chosen(*contacts: int) -> list[tuple[tuple[int, ...], list[int]]]:
    shown = settle([Grid(line(WIDE, *contacts), (0,))], RULES)
    return [(grid.chosen, sorted(printed.values())) for grid, printed in shown]


@pytest.mark.parametrize(
    ("contacts", "level"),
    [
        ((20, 20, 20, 20, 20, 20), 0),
        ((40, 40, 40, 40, 1, 9), 0),
        ((18, 18, 12, 12, 6, 9), 0),
        ((20, 20, 20, 10, 4, 16), 0),
        ((20, 20, 20, 10, 4, 19), 0),
        ((20, 20, 19, 1, 19, 1), 1),
        ((2, 5, 20, 20, 2, 20), 1),
        ((9, 0, 1, 1, 0, 0), 2),
        ((1, 1, 1, 1, 1, 0), 2),
        ((0, 0, 0, 0, 0, 0), 0),
    ],
)
def test_the_finest_readable_level_is_chosen(contacts: tuple[int, ...], level: int) -> None:
    assert [place for place, _ in chosen(*contacts)] == [(level,)]


def test_a_fifth_of_the_total_may_be_blank_and_no_more() -> None:
    assert chosen(20, 20, 20, 20, 4, 16) == [((0,), [20, 20, 20, 20, 100])]
    assert chosen(20, 20, 20, 19, 4, 17) == [((1,), [21, 39, 40, 100])]


def test_a_third_of_the_cells_may_be_blank_and_no_more() -> None:
    assert chosen(50, 50, 0, 50, 1, 5)[0][0] == (0,)
    assert chosen(50, 50, 50, 1, 1, 4)[0][0] == (1,)


def test_a_table_without_any_readable_level_is_left_out() -> None:
    assert settle([Grid(line(dimension("y", 3), 4, 4, 4), (0,))], RULES) == []


def test_tables_that_hang_together_step_up_one_by_one() -> None:
    cells: Cells = {("origin0", "x0"): Count(60, 60), ("origin1", "x1"): Count(60, 60)}
    two_way = table([ORIGIN, WIDE], cells | {("origin0", "x1"): Count(3, 3)})
    one_way = table([ORIGIN], {("origin0",): Count(63, 63), ("origin1",): Count(60, 60)})
    shown = settle([Grid(two_way, (0, 0)), Grid(one_way, (0,))], RULES)
    assert {grid.table.code: grid.chosen for grid, _ in shown} == {
        "origin_by_x": (1, 0),
        "origin": (1,),
    }


def test_a_passed_deadline_takes_a_table_up_and_is_logged_without_values(
    caplog: pytest.LogCaptureFixture,
) -> None:
    allowances = count()
    with caplog.at_level(logging.INFO, logger="peerdesk"):
        shown = settle(
            [Grid(line(WIDE, 40, 40, 40, 41, 1, 9), (0,))],
            Rules(FIVE, deadline=lambda: Deadline(5 * next(allowances))),
        )
    assert [grid.chosen for grid, _ in shown] == [(1,)]
    assert [record.message for record in caplog.records] == [
        '{"name": "protection_failed", "count": 7, "error": "OutOfTime"}'
    ]


def test_an_error_in_the_protection_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(module, "protect", broken)
    assert settle([Grid(line(TOPIC, *[20] * 12), (0,))], RULES) == []
