"""The team: who is on it, and whether the paperwork that protects is in order."""

from __future__ import annotations

from peerdesk.models.supporter import Supporter
from peerdesk.ui.records.spec import BadgeSpec, PageSpec

SPEC = PageSpec(
    record=Supporter,
    title="Supporters",
    purpose="Everyone on the peer support team, with roles, shifts and designation.",
    columns=(
        ("full_name", 20),
        ("personnel_class", 20),
        ("status", 12),
        ("shifts", 16),
        ("designated_on", 14),
    ),
    headings={"full_name": "Name", "shifts": "Shifts", "designated_on": "Designated"},
    filters=("status",),
    badge=BadgeSpec(
        "status",
        {"active": "good", "provisional": "good", "leave": "warn", "suspended": "warn"},
    ),
    empty="No supporters yet. Add one, or bring in your old roster: File, Import a file.",
)
