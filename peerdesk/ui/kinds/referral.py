"""Referrals as a month and codes, each followed until it has an outcome."""

from __future__ import annotations

from peerdesk.models.referral import Referral
from peerdesk.periods import Month
from peerdesk.ui.records.spec import BadgeSpec, Group, PageSpec

_OPEN = dict.fromkeys(("offered", "accepted", "first_kept", "first_missed", "engaged"), "warn")

SPEC = PageSpec(
    record=Referral,
    title="Referrals",
    purpose="Log one referral as a month and codes. It stays open until it has an outcome; "
    "“Unknown” is one.",
    columns=(("month", 16), ("provider_type", 22), ("status", 18)),
    headings={"status": "Where it stands"},
    filters=("status", "provider_type"),
    groups=(Group("open", "status", "Open: no outcome yet", frozenset(_OPEN)),),
    badge=BadgeSpec("status", _OPEN | {"completed": "good"}),
    descending=True,
    start=lambda today: {"month": Month.of(today), "followup_due": Month.of(today).plus(1)},
    empty="No referrals logged yet.",
)
