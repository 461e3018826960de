"""Groups of few people are never a line of their own; small agencies report no quarter."""

from __future__ import annotations

import pytest

from peerdesk.errors import NotShown
from peerdesk.periods import Period
from peerdesk.services.summaries.population import refuse_small_agency, with_large_groups


@pytest.mark.parametrize(
    ("headcount", "level"),
    [
        ({}, None),
        ({"sworn": 40, "dispatch": 6, "civilian": 4}, None),
        ({"sworn": 40, "dispatch": 5, "civilian": 4}, "inside"),
        ({"sworn": 9, "dispatch": 30}, "all"),
        ({"sworn": 40}, None),
    ],
)
def test_a_group_of_fewer_than_ten_is_merged(headcount: dict[str, int], level: str | None) -> None:
    found = with_large_groups({}, headcount)
    assert found.get("recipient_class", {}).get("recipient_class") == level
    assert "mode" not in found


def test_a_kept_level_is_never_made_finer() -> None:
    kept = {"recipient_class": {"recipient_class": "all"}, "mode": {"mode": "place"}}
    assert with_large_groups(kept, {"sworn": 40, "dispatch": 3}) == kept


@pytest.mark.parametrize(("period", "staff"), [("2025-Q1", 24), ("2025-Q1", 1)])
def test_a_small_agency_reports_no_quarter(period: str, staff: int) -> None:
    with pytest.raises(NotShown, match="half-years and years"):
        refuse_small_agency(Period.parse(period), staff)


@pytest.mark.parametrize(("period", "staff"), [("2025-Q1", 25), ("2025-H1", 5), ("2025-Q1", None)])
def test_others_report_every_period(period: str, staff: int | None) -> None:
    refuse_small_agency(Period.parse(period), staff)
