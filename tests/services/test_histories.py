"""Everything ever handed out, taken together, points at nobody: property P7, and its controls."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from peerdesk.disclosure import rules
from peerdesk.services.issuing import reporting
from peerdesk.services.summaries.counted import QuarterCounts
from tests.services.agencies import Habits, agency
from tests.services.histories import (
    Loss,
    answered_falsely,
    answered_with_receipts,
    live_two_years,
    unanswered,
)

WAYS = (
    Habits(),
    Habits(answered=0.8),
    Habits(named=1, busiest=0.5),
    Habits(named=1, busiest=0.75),
    Habits(answered=0.9, named=0.9, busiest=0.3),
)
"""Some agencies know who is new, and some who gave the support; in some, one does nearly all."""
seeds = st.integers(0, 10**6)
habits = st.sampled_from(WAYS)
losses = st.sampled_from([None, answered_with_receipts, unanswered])


def found(seed: int, ways: Habits, loss: Loss | None = None) -> list[str]:
    """Return what a reader of two years of papers finds out."""
    with agency(seed, ways) as one:
        live_two_years(one, loss)
        assert one.papers
        gap = one.workspace.receipts.missing_since()
        assert (gap is not None) is (loss is unanswered)
        if gap:
            assert all(period.start < gap.known_from for period in one.refused)
        return one.leaks()


@settings(max_examples=2, phases=[Phase.generate])
@given(seeds, habits, losses)
def test_two_years_of_papers_point_at_nobody(seed: int, ways: Habits, loss: Loss | None) -> None:
    assert found(seed, ways, loss) == []


@pytest.mark.slow
@settings(max_examples=25)
@given(seeds, habits, losses)
def test_many_histories_of_papers_point_at_nobody(
    seed: int, ways: Habits, loss: Loss | None
) -> None:
    assert found(seed, ways, loss) == []


def leaking(count: int, ways: Habits, loss: Loss | None = None) -> int:
    """Return in how many of some histories a reader finds somebody."""
    return sum(bool(found(seed, ways, loss)) for seed in range(count))


def test_without_the_ledger_the_same_reader_finds_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: each report alone is protected perfectly, and their differences are not."""
    monkeypatch.setattr(reporting, "published", lambda _session: {})
    assert leaking(2, Habits()) == 2


def test_a_false_answer_after_a_restore_lets_the_reader_find_people() -> None:
    """The control of restores: the same, with the receipts left out and nobody told."""
    assert leaking(3, Habits(), answered_falsely) >= 1


def test_without_the_rule_on_contributors_the_reader_finds_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control of supporters: one gives nearly all the support, and nobody minds."""
    monkeypatch.setattr(rules, "_shared", lambda _parts: True)
    assert leaking(1, WAYS[3]) == 1


def test_taking_contacts_for_people_lets_the_reader_find_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control of the flag: too few answer it, and it is trusted all the same."""
    monkeypatch.setattr(QuarterCounts, "firsts_recorded", property(lambda _: True))
    assert leaking(1, WAYS[1]) == 1
