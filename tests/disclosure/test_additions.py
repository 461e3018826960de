"""A sum is told where every part tells it, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.protect import added_figure, protect_agencies, protect_tables
from peerdesk.disclosure.protected import ProtectedTable
from peerdesk.disclosure.table import Count, CountTable
from tests.disclosure.samples import FIVE, MODE, TOPIC, draw, line, seeded, table

Issued = Mapping[Predicate, int | None]
Combine = Callable[[CountTable, Sequence[Issued]], ProtectedTable]
SHAPE = table([TOPIC], {})


def agencies(seed: int, sizes: Sequence[int]) -> list[CountTable]:
    """Make what happened in each agency of a region in the same quarter."""
    rng = seeded(seed)
    return [table([TOPIC], draw([TOPIC], size, rng)) for size in sizes]


def issued(truth: CountTable) -> Issued:
    return protect_tables([truth], FIVE)[0].issued()


def faults(combine: Combine, truths: Sequence[CountTable]) -> list[str]:
    """Return what is wrong with the numbers of a region: false, or hidden by an agency."""
    papers = [issued(truth) for truth in truths]
    found = []
    for key, value in combine(SHAPE, papers).issued().items():
        if value is None:
            continue
        leaves = set(dict(key.at).get("topic", TOPIC.leaves))
        true = sum(
            count.contacts
            for truth in truths
            for (leaf,), count in truth.cells.items()
            if leaf in leaves
        )
        if value != true:
            found.append("false")
        if not all(knows(paper, leaves) for paper in papers):
            found.append("hidden")
    return found


def knows(paper: Issued, leaves: set[str]) -> bool:
    """Say whether a reader of one paper can add a number up; by blocks that lie in it."""
    told = [
        set(dict(key.at).get("topic", TOPIC.leaves)) for key, n in paper.items() if n is not None
    ]
    return set().union(*(block for block in told if block <= leaves)) == leaves


SIZES = st.lists(st.sampled_from([12, 25, 40, 80, 160, 400]), min_size=2, max_size=4)


@given(st.integers(0, 10**6), SIZES)
def test_every_sum_is_true_and_told_by_all(seed: int, sizes: list[int]) -> None:
    assert faults(protect_agencies, agencies(seed, sizes)) == []


def test_taking_a_dot_for_nothing_would_be_seen() -> None:
    """The control: a combination that adds dots as zeros is false and tells what was hidden."""

    def careless(shape: CountTable, papers: Sequence[Issued]) -> ProtectedTable:
        return protect_agencies(shape, [{k: n or 0 for k, n in each.items()} for each in papers])

    found = [each for seed in range(20) for each in faults(careless, agencies(seed, [80, 160]))]
    assert {"false", "hidden"} <= set(found)


def test_leaving_out_an_agency_that_hides_would_be_seen() -> None:
    """The control: adding only those who tell a number gives a sum that is not the region's."""

    def partial(shape: CountTable, papers: Sequence[Issued]) -> ProtectedTable:
        first, *_ = papers
        return protect_agencies(shape, [first, first])

    found = [each for seed in range(20) for each in faults(partial, agencies(seed, [160, 80]))]
    assert {"false", "hidden"} <= set(found)


def test_one_agency_tells_finer_than_the_other() -> None:
    """What one tells by lines is added up to the groups of the other."""
    fine = line(MODE, 20, 30, 40, 50, 60, 70)
    coarse = table([MODE], {("mode0",): Count(30, 30), ("mode4",): Count(40, 40)})
    papers = [
        protect_tables([fine], FIVE)[0],
        protect_tables([coarse], FIVE, kept_levels={"mode": {"mode": "of 2"}})[0],
    ]
    assert [each.dimensions[0].level for each in papers] == ["term", "of 2"]
    both = protect_agencies(table([MODE], {}), [each.issued() for each in papers])
    assert both.dimensions[0].level == "of 2"
    assert [value for _, value in both.cells()] == [90 + 30, 180 + 40]
    assert both.total == 340


def test_there_is_no_table_where_one_hides_its_total() -> None:
    small = line(MODE, 1, 1, 0, 0, 0, 0)
    papers = [issued(line(MODE, 20, 30, 40, 50, 60, 70)), issued(small)]
    both = protect_agencies(table([MODE], {}), papers)
    assert not both.shown
    assert both.sentence == "Not every agency tells this total, so there is no sum to show."
    assert set(both.issued().values()) == {None}


@pytest.mark.parametrize(("told", "sum_"), [([3, 4], 7), ([3, None], None), ([0, 0], 0)])
def test_a_figure_is_a_sum_or_hidden(told: list[int | None], sum_: int | None) -> None:
    assert added_figure("x", "X", "", told).value == sum_
