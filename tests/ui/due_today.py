"""An agency in which everything that can be due is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from peerdesk.hours import Hours
from peerdesk.models.certification import Certification
from peerdesk.models.incident import Incident
from peerdesk.models.provider import Provider
from peerdesk.models.referral import Referral
from peerdesk.models.supporter import Supporter
from peerdesk.models.training_session import TrainingSession
from peerdesk.periods import Month, Period
from peerdesk.services.workspace import Workspace
from tests.conftest import TODAY
from tests.services.counts.test_training import attend, course, rule, session
from tests.services.records.test_records import contact, entry, supporter

SOON = TODAY + timedelta(days=5)
_FULL: Mapping[type, Mapping[str, Any]] = {
    Supporter: {"full_name": "Ada Lovell", "status": "leave", "leave_to": SOON, "term_ends": SOON},
    Incident: {"occurred_on": TODAY - timedelta(days=7), "decision": "pending"},
    Referral: {"month": Month(2026, 8), "followup_due": Month(2026, 9), "status": "offered"},
    Provider: {"verified_on": None, "license_expires": SOON},
    TrainingSession: {"held_on": SOON},
}


def fill(workspace: Workspace) -> None:
    """Enter it all."""
    records = workspace.records
    berta = records.save("supporter", supporter("Berta Quist"))
    short = {"expires_on": SOON, "issued_on": date(2026, 1, 1), "credential": "QPR"}
    whole = {**entry(Certification, workspace), **short, "supporter_id": berta}
    records.save("certification", whole)
    held = session(workspace, course(workspace), TODAY - timedelta(days=350))
    attend(workspace, held, berta)
    rule(workspace, name="Yearly")
    rule(workspace, name="Refresher", hours=Hours.of(300))
    for record, values in _FULL.items():
        kind = str(record.__tablename__)  # type: ignore[attr-defined]
        records.save(kind, {**entry(record, workspace), **values})
    for month in (7, 9):
        records.save("contact", contact(month=Month(2026, month)))
    past = {"period": Period.parse("2025"), "personnel_class": "sworn", "people": 40}
    records.save("headcount", past)
    workspace.drafts.save("supporter", None, {"full_name": "Lily Ch"}, None)
