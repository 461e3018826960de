"""Counts, thresholds and tables say no to what would make protection unsound."""

from __future__ import annotations

import pytest

from peerdesk.disclosure.table import Category, Count, Dimension, Level, Thresholds
from tests.disclosure.samples import MODE, ORIGIN, TOPIC, Cells, dimension, level, line, table


@pytest.mark.parametrize(("persons", "contacts"), [(2, 10), (5, 4), (0, 0)])
def test_thresholds_have_floors(persons: int, contacts: int) -> None:
    with pytest.raises(ValueError, match="3 persons and 5 contacts"):
        Thresholds(persons, contacts)


def test_thresholds_may_sit_on_their_floors() -> None:
    assert Thresholds(3, 5) == Thresholds(persons=3, contacts=5)


@pytest.mark.parametrize(
    "values", [(-1,), (2, 3), (3, -1), (9, 3, (2, 2)), (9, 3, (3, -1)), (9, 3, (4, 3))]
)
def test_a_count_must_be_possible(values: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="firsts must"):
        Count(*values)


def test_counts_of_one_quarter_add_up() -> None:
    assert Count(3, 2) + Count(4, 1) == Count(7, 3)


def test_the_same_people_in_two_quarters_are_not_counted_twice() -> None:
    work = Count.over(Count(6, 3), Count(2, 0))
    home = Count.over(Count(1, 0), Count(5, 3))
    assert (work.firsts, home.firsts) == (3, 3)
    assert (work + home).contacts == 14
    assert (work + home).firsts == 3


def test_an_empty_cell_adds_nothing_in_any_period() -> None:
    half = Count.over(Count(6, 3), Count(2, 0))
    assert half + Count(0) == Count(0) + half == half
    assert Count.over() == Count(0)


def test_counts_of_different_periods_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="different periods"):
        Count(3, 1) + Count.over(Count(3, 1), Count(2, 1))


@pytest.mark.parametrize(
    ("codes", "parent"),
    [("ab", {"x": "a"}), ("a", {"x": "a", "y": "b"}), ("aa", {"x": "a"})],
)
def test_a_level_has_the_categories_of_its_leaves(codes: str, parent: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="do not match"):
        Level("group", tuple(Category(code, code) for code in codes), parent)


def test_a_level_knows_the_leaves_of_a_category() -> None:
    assert level("group", {"a": "x", "b": "x", "c": "y"}).leaves("x") == {"a", "b"}


@pytest.mark.parametrize(
    "levels",
    [
        (),
        (level("term", {"a": "b", "b": "a"}),),
        (level("term", {"a": "a", "b": "b"}), level("group", {"a": "x"})),
        (
            level("term", {"a": "a", "b": "b", "c": "c"}),
            level("group", {"a": "x", "b": "x", "c": "y"}),
            level("class", {"a": "u", "b": "v", "c": "v"}),
        ),
    ],
)
def test_levels_must_be_nested(levels: tuple[Level, ...]) -> None:
    with pytest.raises(ValueError, match="dimension topic"):
        Dimension("topic", "Topic", levels)


def test_a_dimension_finds_its_levels() -> None:
    assert [TOPIC.index(name) for name in ("term", "of 3", "all")] == [0, 2, 3]
    with pytest.raises(ValueError, match="not in list"):
        TOPIC.index("month")


@pytest.mark.parametrize("names", [(), (MODE, MODE), (MODE, ORIGIN, TOPIC)])
def test_a_table_has_one_or_two_dimensions(names: tuple[Dimension, ...]) -> None:
    with pytest.raises(ValueError, match="one or two"):
        table(names, {}, code="bad")


def test_a_table_has_at_most_150_cells() -> None:
    table([dimension("a", 15), dimension("b", 10)], {})
    with pytest.raises(ValueError, match="more than 150"):
        table([dimension("a", 151)], {})


@pytest.mark.parametrize("codes", [("mode9",), ("mode1", "origin1"), ()])
def test_a_table_refuses_unknown_codes(codes: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="unknown code") as caught:
        table([MODE], {codes: Count(77)})
    assert "77" not in str(caught.value)


def test_a_table_sums_itself_and_prints_no_counts() -> None:
    made = line(ORIGIN, 31, 0, 2, 0, 0)
    assert made.total == Count(33, 33)
    assert repr(made) == "<CountTable origin 2025-Q3>"


def test_a_table_does_not_follow_later_changes_of_its_source() -> None:
    cells: Cells = {("origin1",): Count(3)}
    made = table([ORIGIN], cells)
    cells["origin2",] = Count(4)
    assert made.total == Count(3)
