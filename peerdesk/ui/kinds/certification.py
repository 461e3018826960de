"""Certificates that supporters hold, by the day they run out."""

from __future__ import annotations

from peerdesk.models.certification import Certification
from peerdesk.ui.records.spec import PageSpec

SPEC = PageSpec(
    record=Certification,
    title="",
    purpose="Certificates that run out, and those that stand in for a class taken elsewhere.",
    columns=(("expires_on", 12), ("credential", 22), ("supporter_id", 20)),
    headings={"expires_on": "Expires"},
    start=lambda today: {"issued_on": today},
    empty="No certificates yet.",
)
