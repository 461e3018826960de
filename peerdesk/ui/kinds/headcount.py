"""How many people the agency has, by class: what rates are measured against."""

from __future__ import annotations

from peerdesk.models.headcount import Headcount
from peerdesk.periods import Month, Period
from peerdesk.ui.records.spec import PageSpec

SPEC = PageSpec(
    record=Headcount,
    title="Head counts",
    purpose="How many people of each class the agency has, so that reports can give rates.",
    columns=(("period", 14), ("personnel_class", 30), ("people", 10)),
    filters=("personnel_class",),
    descending=True,
    start=lambda today: {"period": Period(Month(today.year, 1), 12)},
    empty="No head counts yet. Add one for each class and period.",
)
