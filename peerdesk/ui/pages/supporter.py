"""The team: who is on it, and whether the paperwork that protects is in order."""

from __future__ import annotations

from peerdesk.models.supporter import Supporter
from peerdesk.ui.context import PageContext
from peerdesk.ui.record_page import PageSpec, RecordPage

SPEC = PageSpec(
    record=Supporter,
    title="Supporters",
    purpose="Everyone on the peer support team, with roles, shifts and designation.",
    columns=(
        ("full_name", 24),
        ("status", 14),
        ("personnel_class", 30),
    ),
    filters=("status",),
    badge="status",
    empty="No supporters yet. Add one, or bring in your old roster: File, Import a file.",
)


def page(context: PageContext) -> RecordPage:
    """Return the page."""
    return RecordPage(SPEC, context)
