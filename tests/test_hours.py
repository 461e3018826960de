"""Hours are read as people write them, and add up exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.hours import Hours, total


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("8", 480), ("1.5", 90), ("1,5", 90), ("1:30", 90), (" 0.25 ", 15), ("0", 0), ("1.3", 78)],
)
def test_hours_are_read(text: str, minutes: int) -> None:
    assert Hours.parse(text) == Hours(minutes)


@pytest.mark.parametrize("text", ["", "eight", "-1", "1.5.2", "1:75", "8h", "1234"])
def test_other_words_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Write hours"):
        Hours.parse(text)


@given(st.integers(0, 59_999))
def test_what_is_written_reads_back_the_same(minutes: int) -> None:
    assert Hours.parse(str(Hours(minutes))) == Hours(minutes)


def test_thirds_add_up() -> None:
    assert total([Hours(20)] * 3) == Hours.of(1)
    assert Hours(20) + Hours(40) == Hours.of(1)
    assert not Hours()
