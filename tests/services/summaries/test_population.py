"""Small agencies report no quarter."""

from __future__ import annotations

import pytest

from peerdesk.errors import NotShown
from peerdesk.periods import Period
from peerdesk.services.summaries.population import refuse_small_agency


@pytest.mark.parametrize(("period", "staff"), [("2025-Q1", 24), ("2025-Q1", 1)])
def test_a_small_agency_reports_no_quarter(period: str, staff: int) -> None:
    with pytest.raises(NotShown, match="half-years and years"):
        refuse_small_agency(Period.parse(period), staff)


@pytest.mark.parametrize(("period", "staff"), [("2025-Q1", 25), ("2025-H1", 5), ("2025-Q1", None)])
def test_others_report_every_period(period: str, staff: int | None) -> None:
    refuse_small_agency(Period.parse(period), staff)
