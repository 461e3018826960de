"""When a count is small: by people where they are known, else by contacts."""

from __future__ import annotations

import pytest

from peerdesk.disclosure.rules import Part, need
from peerdesk.disclosure.table import Count, Thresholds


@pytest.mark.parametrize(
    ("count", "recorded", "sensitive"),
    [
        (Count(0), True, False),
        (Count(0), False, False),
        (Count(1), False, True),
        (Count(9, 9), False, True),
        (Count(10), False, False),
        (Count(4, 4), True, True),
        (Count(5, 5), True, False),
        (Count(40, 4), True, True),
        (Count(40, 0), True, True),
    ],
)
def test_a_count_is_small_by_people_where_they_are_known(
    count: Count, recorded: bool, sensitive: bool
) -> None:
    assert bool(need([Part(count, recorded)], Thresholds())) is sensitive
