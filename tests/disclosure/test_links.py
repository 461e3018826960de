"""Tables that hang together are protected together; sets that cannot be are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from peerdesk.disclosure.links import linked
from peerdesk.disclosure.table import CountTable
from tests.disclosure.samples import MODE, ORIGIN, TOPIC, dimension, table

DUTY, SHIFT = dimension("duty", 3), dimension("shift", 3)


def codes(groups: list[list[CountTable]]) -> set[frozenset[str]]:
    return {frozenset(one.code for one in group) for group in groups}


def test_a_common_dimension_ties_tables_directly_and_through_others() -> None:
    pairs = [(TOPIC, MODE), (ORIGIN,), (DUTY,), (MODE, ORIGIN)]
    assert codes(linked([table(pair, {}) for pair in pairs])) == {
        frozenset({"topic_by_mode", "mode_by_origin", "origin"}),
        frozenset({"duty"}),
    }


def test_other_periods_and_measures_stay_apart() -> None:
    one = table([TOPIC], {})
    others = [replace(one, period="2024-Q3"), replace(one, measure="referrals", code="referrals")]
    assert sorted(len(group) for group in linked([one, *others])) == [1, 1, 1]


def test_a_table_may_come_once() -> None:
    with pytest.raises(ValueError, match="given twice"):
        linked([table([TOPIC], {}), table([TOPIC], {})])


def test_a_dimension_has_the_same_levels_everywhere() -> None:
    with pytest.raises(ValueError, match="different levels"):
        linked([table([MODE], {}), table([dimension("mode", 6, 3)], {}, code="other")])


def test_a_chain_and_a_repeated_pair_are_no_ring() -> None:
    pairs = [(TOPIC, MODE), (MODE, ORIGIN), (ORIGIN, DUTY)]
    tables = [table(pair, {}) for pair in pairs]
    assert len(linked([*tables, table((MODE, TOPIC), {}, code="again")])) == 1


@pytest.mark.parametrize(
    "pairs",
    [
        [(SHIFT, MODE), (MODE, ORIGIN), (ORIGIN, SHIFT)],
        [(SHIFT, MODE), (MODE, ORIGIN), (ORIGIN, SHIFT), (DUTY, SHIFT), (DUTY,)],
        [(SHIFT, MODE), (MODE, ORIGIN), (ORIGIN, DUTY), (DUTY, SHIFT)],
    ],
)
def test_a_ring_of_dimensions_is_refused(pairs: list[tuple[()]]) -> None:
    with pytest.raises(ValueError, match="ring"):
        linked([table(pair, {}) for pair in pairs])
