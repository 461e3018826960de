"""The debrief log: incidents, what was offered after each, and when to look in again."""

from __future__ import annotations

from peerdesk.models.followup import Followup
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import Intervention
from peerdesk.models.responder import Responder
from peerdesk.ui.records.part_list import listed
from peerdesk.ui.records.parts import Part
from peerdesk.ui.records.roster_part import sheet
from peerdesk.ui.records.spec import BadgeSpec, PageSpec

KINDS = ("intervention", "followup")
"""What the page shows beside incidents."""
_TEAM = Part("Team", "intervention_id", sheet(Responder))
_INTERVENTIONS = PageSpec(
    record=Intervention,
    title="Interventions",
    purpose="What was offered, also where it was declined or not needed.",
    columns=(("held_on", 12), ("intervention_type", 24), ("attended", 8), ("clinician_present", 9)),
    headings={"attended": "Came", "clinician_present": "Clinician"},
    empty="Nothing was offered yet.",
    parts=(_TEAM,),
)
_FOLLOWUPS = PageSpec(
    record=Followup,
    title="Follow-ups",
    purpose="Days on which to look in again.",
    columns=(("due_on", 12), ("done_on", 12)),
    empty="No days to look in again.",
)
SPEC = PageSpec(
    record=Incident,
    title="Incidents",
    purpose="Critical incidents as a type and a day, and what was offered. No names, no case "
    "number, no list of who came.",
    columns=(("occurred_on", 12), ("incident_type", 30), ("decision", 18)),
    filters=("incident_type", "decision"),
    badge=BadgeSpec("decision", {"offered": "good", "pending": "warn", "missed": "warn"}),
    descending=True,
    start=lambda today: {"occurred_on": today},
    empty="No incidents logged yet.",
    parts=(
        Part(
            "Interventions",
            "incident_id",
            listed(_INTERVENTIONS),
            start=lambda _today, incident: {"held_on": incident["occurred_on"]},
        ),
        Part("Follow-ups", "incident_id", listed(_FOLLOWUPS)),
    ),
)
