"""Records that break each rule of their kind, and the last ones that each rule lets in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from peerdesk.hours import Hours
from peerdesk.models.agency import Agency
from peerdesk.models.attendance import Attendance
from peerdesk.models.certification import Certification
from peerdesk.models.contact import Contact
from peerdesk.models.fields import Record
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import Intervention
from peerdesk.models.provider import Provider
from peerdesk.models.referral import Referral
from peerdesk.models.requirement import Requirement
from peerdesk.models.supporter import Supporter
from peerdesk.models.tally import Tally
from peerdesk.models.training_session import TrainingSession
from peerdesk.periods import Month
from tests.conftest import TODAY

DAY = timedelta(days=1)
THIS = Month.of(TODAY)
CLASS_HOURS = 8
"""How long the class is to which attendances belong here."""
INCIDENT_HOUR = 2
"""The hour of the incident to which interventions belong here; it was yesterday."""

BROKEN: tuple[tuple[type[Record], dict[str, Any], str], ...] = (
    (Agency, {"persons_threshold": 2}, "persons_threshold"),
    (Agency, {"contacts_threshold": 4}, "contacts_threshold"),
    (Contact, {"month": THIS.plus(1)}, "month"),
    (Supporter, {"leave_from": TODAY, "leave_to": TODAY - DAY}, "leave_to"),
    (Supporter, {"joined": TODAY, "left_on": TODAY - DAY}, "left_on"),
    (Supporter, {"designated_on": TODAY, "term_ends": TODAY - DAY}, "term_ends"),
    (TrainingSession, {"format": "in_person", "in_person": Hours.of(1)}, "in_person"),
    (
        TrainingSession,
        {"format": "hybrid", "hours": Hours.of(2), "in_person": Hours.of(3)},
        "in_person",
    ),
    (Attendance, {"hours": Hours.of(CLASS_HOURS + 1)}, "hours"),
    (Requirement, {"hours": Hours.of(2), "in_person": Hours.of(3)}, "in_person"),
    (Requirement, {"window_months": 0}, "window_months"),
    (Requirement, {"renewal_months": 0}, "renewal_months"),
    (Requirement, {"verified_on": TODAY, "verified_by": None}, "verified_by"),
    (Requirement, {"verified_on": None, "verified_by": "-"}, "verified_on"),
    (Certification, {"issued_on": TODAY + DAY}, "issued_on"),
    (Certification, {"issued_on": TODAY, "expires_on": TODAY - DAY}, "expires_on"),
    (Incident, {"occurred_on": TODAY + DAY}, "occurred_on"),
    (Intervention, {"held_on": TODAY + DAY}, "held_on"),
    (Intervention, {"held_on": TODAY - 2 * DAY}, "held_on"),
    (Intervention, {"held_on": TODAY - DAY, "held_hour": INCIDENT_HOUR - 1}, "held_hour"),
    (Intervention, {"intervention_type": "declined", "attended": 3}, "attended"),
    (Intervention, {"intervention_type": "defusing", "attended": None}, "attended"),
    (Intervention, {"attended": 4, "eligible": 3, "voluntary": "yes"}, "attended"),
    (Intervention, {"attended": 4, "voluntary": None}, "voluntary"),
    (Provider, {"verified_on": TODAY + DAY}, "verified_on"),
    (Provider, {"agreement_on": TODAY + DAY}, "agreement_on"),
    (Referral, {"month": THIS.plus(1)}, "month"),
    (Referral, {"month": THIS, "followup_due": THIS.plus(-1)}, "followup_due"),
    (Tally, {"month": THIS.plus(1)}, "month"),
    (Tally, {"dimension": "mode", "value": "all"}, "value"),
    (Tally, {"count": 4, "first_count": 5}, "first_count"),
)
"""What differs from a good record, and the field that says why it is refused."""

LAST_GOOD: tuple[tuple[type[Record], dict[str, Any]], ...] = (
    (Agency, {"persons_threshold": 3, "contacts_threshold": 5}),
    (Contact, {"month": THIS}),
    (Supporter, {"leave_from": TODAY, "leave_to": TODAY, "joined": TODAY, "left_on": TODAY}),
    (Supporter, {"designated_on": TODAY, "term_ends": TODAY}),
    (TrainingSession, {"format": "hybrid", "hours": Hours.of(2), "in_person": Hours.of(2)}),
    (Attendance, {"hours": Hours.of(CLASS_HOURS)}),
    (Requirement, {"hours": Hours.of(2), "in_person": Hours.of(2), "window_months": 1}),
    (Requirement, {"renewal_months": 1, "verified_on": TODAY, "verified_by": "-"}),
    (Certification, {"issued_on": TODAY, "expires_on": TODAY}),
    (Incident, {"occurred_on": TODAY}),
    (Intervention, {"held_on": TODAY}),
    (Intervention, {"held_on": TODAY - DAY, "held_hour": INCIDENT_HOUR}),
    (Intervention, {"attended": 3, "eligible": 3, "voluntary": "yes"}),
    (Intervention, {"intervention_type": "declined", "attended": None, "voluntary": None}),
    (Intervention, {"attended": 0, "voluntary": None}),
    (Provider, {"verified_on": TODAY, "agreement_on": TODAY}),
    (Referral, {"month": THIS, "followup_due": THIS}),
    (Tally, {"month": THIS, "count": 4, "first_count": 4}),
)
"""One more, a day later or an hour earlier would be refused: see above."""
