"""The sample agency's incidents, interventions, providers and referrals."""

from __future__ import annotations

from datetime import date, timedelta

from peerdesk.models.followup import Followup
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import Intervention
from peerdesk.models.provider import Provider
from peerdesk.models.referral import Referral
from peerdesk.models.responder import Responder
from peerdesk.models.supporter import Supporter
from peerdesk.models.types import Codes
from peerdesk.periods import Month
from peerdesk.services.kinds.incident import FOLLOW_UP_DAYS
from peerdesk.services.sample.draw import Draw

_PROVIDERS = (
    ("Harborlight EAP", "eap", {"telehealth": True, "wait_days": 4}),
    ("Dr. Lena Marsh", "agency_mhp", {"evaluates": True, "wait_days": 10, "drive_minutes": 15}),
    ("Cottonwood Counseling", "community_mhp", {"ride_along": True, "wait_days": 12}),
    ("Ridge Recovery Center", "residential", {"crisis": True, "drive_minutes": 140}),
    ("Valley Outpatient", "substance_op", {"wait_days": 6, "drive_minutes": 25}),
    ("988 Suicide and Crisis Lifeline", "crisis_line", {"crisis": True}),
    ("Pastor Joel Reyes", "chaplain", {"ride_along": True}),
    ("Credit Union Money Coaches", "financial", {"telehealth": True}),
    ("Two Rivers Family Center", "family", {"wait_days": 21, "drive_minutes": 20}),
)
_INCIDENTS = {
    "child": 3,
    "crash": 4,
    "member_injury": 3,
    "violent_scene": 3,
    "failed_rescue": 2,
    "telecom": 2,
    "multi_fatality": 1,
    "ois": 1,
}
_STATUS = {
    "declined": 20,
    "accepted": 5,
    "first_kept": 22,
    "first_missed": 6,
    "engaged": 14,
    "completed": 22,
    "stopped": 4,
    "unknown": 9,
}
_TYPES = {"eap": 34, "community_mhp": 28, "agency_mhp": 12, "family": 10, "chaplain": 8} | {
    "substance_op": 5,
    "financial": 3,
}
_VISITS = {"week": 30, "two_weeks": 40, "month": 22, "longer": 8}
_KEPT = ("first_kept", "engaged", "completed", "stopped")


def add_support(draw: Draw, months: tuple[Month, ...], team: list[Supporter]) -> None:
    """Add three years of debriefs and referrals."""
    for month in months:
        for _ in range(draw.dice.choices((0, 1, 2), (45, 40, 15))[0]):
            _add_incident(draw, draw.day(month), team)
    providers = _add_providers(draw)
    for month in months:
        for _ in range(draw.dice.randint(8, 13)):
            _add_referral(draw, month, providers)


def _add_incident(draw: Draw, day: date, team: list[Supporter]) -> None:
    if day > draw.today:
        return
    kind, hour = draw.of(_INCIDENTS), draw.dice.randint(0, 23)
    decision = draw.of({"offered": 90, "not_needed": 10})
    exposed = draw.dice.randint(4, 24)
    incident = draw.add(
        Incident,
        occurred_on=day,
        occurred_hour=hour,
        incident_type=kind,
        meets_trigger=kind != "crash" or decision == "offered",
        classes=Codes(["dispatch"] if kind == "telecom" else ["sworn", "dispatch"]),
        exposed=exposed,
        agencies=draw.dice.choice((1, 1, 1, 2)),
        told_by=draw.of({"supervisor": 6, "dispatch": 3, "supporter": 1}),
        decision=decision,
        clinician_consulted=kind == "ois" or draw.dice.random() < 0.4,
    )
    draw.session.flush()
    offers = [("not_needed", 6)]
    if decision == "offered":
        offers = [(draw.of({"defusing": 4, "one_on_one_outreach": 5, "declined": 1}), 6)]
        if kind in ("ois", "child", "multi_fatality") or draw.dice.random() < 0.3:
            offers.append(("cisd", 50))
    for offered, around in offers:
        _add_intervention(draw, incident, (offered, draw.dice.randint(2, around)), team)
    for days in FOLLOW_UP_DAYS:
        _add_followup(draw, incident, day + timedelta(days))


def _add_intervention(
    draw: Draw, incident: Incident, offered: tuple[str, int], team: list[Supporter]
) -> None:
    kind, after = offered
    days, hour = divmod((incident.occurred_hour or 0) + after, 24)
    day = incident.occurred_on + timedelta(days)
    if day > draw.today:
        return
    people = kind not in ("declined", "not_needed")
    came = draw.dice.randint(3, max(3, incident.exposed or 3)) if people else None
    made = draw.add(
        Intervention,
        incident_id=incident.id,
        held_on=day,
        held_hour=hour,
        intervention_type=kind,
        eligible=incident.exposed,
        attended=min(came, incident.exposed or came) if came else None,
        voluntary="yes" if people else None,
        clinician_present=kind == "cisd" and (incident.incident_type == "ois" or after % 4 > 0),
        duration="60_120" if kind == "cisd" else "15_30",
        place="offsite" if kind == "cisd" else "station",
        handouts=people,
        referrals_offered=draw.dice.choice((0, 0, 1, 2)) if people else None,
    )
    draw.session.flush()
    for supporter in draw.dice.sample(team, 3 if people else 1):
        attested = draw.dice.random() < 0.95
        draw.add(Responder, intervention_id=made.id, supporter_id=supporter.id, attested=attested)


def _add_followup(draw: Draw, incident: Incident, due: date) -> None:
    done = due + timedelta(draw.dice.randint(-2, 6))
    kept = done <= draw.today and draw.dice.random() < 0.9
    over = draw.today - due > timedelta(60)
    draw.add(Followup, incident_id=incident.id, due_on=due, done_on=done if kept or over else None)


def _add_providers(draw: Draw) -> dict[str, int]:
    made = [
        draw.add(
            Provider,
            name=name,
            provider_type=kind,
            interviewed=True,
            verified_on=draw.today - timedelta(draw.dice.randint(20, 460)),
            **more,
        )
        for name, kind, more in _PROVIDERS
    ]
    draw.session.flush()
    return {each.provider_type: each.id for each in made}


def _add_referral(draw: Draw, month: Month, providers: dict[str, int]) -> None:
    kind = draw.of(_TYPES)
    old = Month.of(draw.today) > month.plus(3)
    status = draw.of(_STATUS)
    if old and status in ("accepted", "first_missed"):
        status = "unknown"
    if old and status in ("first_kept", "engaged"):
        status = "completed"
    kept = status in _KEPT
    draw.add(
        Referral,
        month=month,
        counted_in=month.quarter,
        provider_type=kind,
        provider_id=providers.get(kind) if draw.dice.random() < 0.7 else None,
        handoff=draw.of({"info_only": 45, "warm_call": 35, "intro_meeting": 15, "accompanied": 5}),
        status=status,
        first_visit=draw.of(_VISITS) if kept else "not_recorded",
        barrier=draw.of({"wait": 4, "cost": 3, "distance": 2, "time": 2})
        if status in ("first_missed", "stopped")
        else "none",
        followup_due=month.plus(1),
        followed_up=old or draw.dice.random() < 0.4,
    )
