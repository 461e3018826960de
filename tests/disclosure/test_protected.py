"""Protected numbers hold what is printed and not a trace of what is not."""

from __future__ import annotations

import copy
import gc
import pickle
from collections.abc import Callable
from types import FunctionType, ModuleType

import pytest

from peerdesk.disclosure.protect import open_figure, protect_tables, told_figure
from peerdesk.disclosure.protected import ProtectedFigure, ProtectedTable
from peerdesk.disclosure.sums import whole
from peerdesk.disclosure.table import Count
from tests.disclosure.samples import FIVE, MODE, ORIGIN, Cells, dimension, line, table

CELLS: Cells = {
    ("origin0", "mode0"): Count(1001, 900),
    ("origin1", "mode1"): Count(1003, 900),
    ("origin2", "mode3"): Count(8000, 900),
    ("origin3", "mode4"): Count(9000, 900),
    ("origin0", "mode1"): Count(777, 3),
    ("origin1", "mode0"): Count(777, 2),
}


def two_way() -> ProtectedTable:
    return protect_tables([table([ORIGIN, MODE], CELLS)], FIVE)[0]


def test_a_table_reads_like_paper() -> None:
    found = two_way()
    assert (found.shown, found.sentence, found.complete) == (True, "", False)
    assert [(d.name, d.label, d.level) for d in found.dimensions] == [
        ("origin", "Origin", "term"),
        ("mode", "Mode", "term"),
    ]
    assert found.total == found.value() == 20558
    assert found.value(origin="origin2", mode="mode3") == 8000
    assert found.value(origin="origin0") == 1778
    assert found.value(mode="mode5") == 0
    assert found.value(origin="origin0", mode="mode1") is None
    assert len(found.cells()) == 30
    assert found.cells()[0] == ({"origin": "origin0", "mode": "mode0"}, None)
    assert found.totals()[0] == ({"origin": "origin0"}, 1778)
    assert found.totals()[5][0] == {"mode": "mode0"}
    assert found.totals()[-1] == ({}, 20558)
    assert len(found.totals()) == 5 + 6 + 1


@pytest.mark.parametrize("at", [{"topic": "x"}, {"origin": "mode0"}, {"origin": "origin9"}])
def test_an_unknown_place_is_an_error_and_not_a_blank(at: dict[str, str]) -> None:
    with pytest.raises(KeyError):
        two_way().value(**at)


def test_json_is_what_is_printed() -> None:
    found = protect_tables([line(dimension("x", 6), 20, 40, 2, 60, 9, 0)], FIVE)[0].as_json()
    assert found == {
        "code": "x",
        "measure": "contacts",
        "period": "2025-Q3",
        "dimensions": ["x"],
        "level": {"x": "term"},
        "cells": [
            {"at": {"x": "x0"}, "value": 20},
            {"at": {"x": "x1"}, "value": 40},
            {"at": {"x": "x2"}, "value": None},
            {"at": {"x": "x3"}, "value": 60},
            {"at": {"x": "x4"}, "value": None},
            {"at": {"x": "x5"}, "value": 0},
        ],
        "totals": [{"at": {}, "value": 131}],
    }


def test_a_table_at_its_top_prints_its_total_alone() -> None:
    found = protect_tables([line(ORIGIN, 2, 2, 2, 1, 0)], FIVE)[0]
    assert (found.shown, found.complete, found.total) == (True, True, 7)
    assert found.cells() == ()
    assert found.totals() == (({}, 7),)
    assert found.value(origin="origin.0of1") == 7
    assert found.as_json()["level"] == {"origin": "all"}


def test_a_dimension_shown_as_its_sum_leaves_the_places() -> None:
    cells: Cells = {("origin0", f"mode{i}"): Count(20, 20) for i in range(6)}
    kept = {"two": {"origin": "all"}}
    made = table([ORIGIN, MODE], cells, code="two")
    found = protect_tables([made], FIVE, kept_levels=kept)[0]
    assert found.cells()[0] == ({"mode": "mode0"}, 20)
    assert found.totals() == (({}, 120),)


def test_a_table_that_is_not_shown_has_no_number() -> None:
    found = protect_tables([line(dimension("x", 3), 4, 4, 4)], FIVE)[0]
    assert (found.shown, found.complete, found.total) == (False, False, None)
    assert {value for _, value in found.cells() + found.totals()} == {None}
    assert len(found.cells()) == 3


@pytest.mark.parametrize(
    "make",
    [
        lambda: ProtectedFigure("a", "A", "contacts", 3, object()),
        lambda: ProtectedTable("a", "A", "contacts", "2025", (), {(): 3}, {}, "", object()),
        lambda: copy.copy(open_figure("a", "A", "hours", 3)),
    ],
)
def test_nobody_else_makes_protected_numbers(make: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        make()


def test_protected_numbers_cannot_be_changed() -> None:
    found = two_way()
    with pytest.raises(AttributeError):
        found.sentence = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        found.printed[None, None] = 3  # type: ignore[index]


def test_equal_tables_are_equal_and_hash() -> None:
    assert two_way() == two_way()
    assert hash(two_way()) == hash(two_way())


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_protected_numbers_are_not_pickled(protocol: int) -> None:
    for found in (two_way(), open_figure("a", "A", "hours", 3)):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(found, protocol)


def test_repr_shows_no_number() -> None:
    key = whole("contacts", "2025-Q3")
    figure = told_figure("total", "Total", "contacts", {key: 888}, key)
    assert repr(figure) == "<ProtectedFigure total>"
    assert repr(two_way()) == "<ProtectedTable origin_by_mode 2025-Q3>"


def reachable(start: object) -> list[object]:
    """Walk everything an object holds, short of classes, functions and modules."""
    seen: dict[int, object] = {}
    todo = [start]
    while todo:
        one = todo.pop()
        if id(one) not in seen and not isinstance(one, type | FunctionType | ModuleType):
            seen[id(one)] = one
            todo += gc.get_referents(one)
    return list(seen.values())


def test_no_blank_is_hidden_anywhere_in_a_table() -> None:
    source = table([ORIGIN, MODE], CELLS)
    found = protect_tables([source], FIVE)[0]
    held = [one for one in reachable(found) if type(one) is int]
    assert {1778, 8000, 9000} <= set(held)
    assert not {777, 1001, 1003, 900, 3, 2} & set(held)
    assert {777, 1001} <= {one for one in reachable(source) if type(one) is int}


def test_no_hidden_figure_is_held() -> None:
    told = {whole("contacts", "2025-Q3"): 777}
    figure = told_figure("a", "A", "contacts", told, whole("contacts", "2025-Q2"))
    assert figure.value is None
    assert not [one for one in reachable(figure) if type(one) is int and one == 777]
    assert figure.as_json() == {"code": "a", "label": "A", "value": None, "unit": "contacts"}
