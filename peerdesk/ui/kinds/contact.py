"""Contacts as coded rows: the form for one contact beside the list of those logged."""

from __future__ import annotations

from peerdesk.models.contact import Contact
from peerdesk.periods import Month
from peerdesk.ui.records.spec import PageSpec

SPEC = PageSpec(
    record=Contact,
    title="Contacts",
    purpose="Log one contact as a month and a few codes; Ctrl+Enter saves and starts the next.",
    columns=(
        ("month", 16),
        ("mode", 11),
        ("recipient_class", 24),
    ),
    filters=("mode", "recipient_class"),
    descending=True,
    start=lambda today: {"month": Month.of(today)},
    empty="No contacts logged yet. Fill in the form and press Ctrl+Enter.",
)
