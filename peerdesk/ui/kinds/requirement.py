"""Training rules: entered by the coordinator, each with its source and who verified it."""

from __future__ import annotations

from peerdesk.models.requirement import Requirement
from peerdesk.ui.records.spec import PageSpec

SPEC = PageSpec(
    record=Requirement,
    title="",
    purpose="What your state or agency asks of supporters. Enter each rule as its source says it.",
    columns=(("name", 26), ("hours", 10), ("in_person", 10), ("verified_on", 12)),
    headings={"hours": "Hours", "in_person": "In person", "verified_on": "Verified"},
    empty="No rules yet. PeerDesk ships none: add what your state or policy asks for.",
)
