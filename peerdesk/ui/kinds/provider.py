"""The directory of providers, with what was checked and when."""

from __future__ import annotations

from peerdesk.models.provider import Provider
from peerdesk.ui.records.spec import BadgeSpec, PageSpec

SPEC = PageSpec(
    record=Provider,
    title="Providers",
    purpose="Where supporters can refer people, how well each was checked, and when last.",
    columns=(("name", 22), ("provider_type", 22), ("verified_on", 12), ("status", 14)),
    headings={"verified_on": "Verified"},
    filters=("provider_type", "status"),
    badge=BadgeSpec("status", {"accepting": "good", "waiting": "warn", "not_accepting": "warn"}),
    empty="No providers yet. Start with your EAP and the crisis lines your people know.",
)
