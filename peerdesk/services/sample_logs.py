"""The sample agency's training, debriefs, providers and referrals over its invented years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from peerdesk.hours import Hours
from peerdesk.models.attendance import Attendance
from peerdesk.models.certification import Certification
from peerdesk.models.course import Course
from peerdesk.models.fields import Record, blank_values
from peerdesk.models.followup import Followup
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import Intervention
from peerdesk.models.provider import Provider
from peerdesk.models.referral import Referral
from peerdesk.models.requirement import Requirement
from peerdesk.models.responder import Responder
from peerdesk.models.supporter import Supporter
from peerdesk.models.training_session import TrainingSession
from peerdesk.models.types import Codes
from peerdesk.periods import Month, months_later
from peerdesk.services.relations import FOLLOW_UP_DAYS

_SEED = 1911
_BASIC = "Basic peer support, 3 days"
_COURSES: tuple[tuple[str, str, float, tuple[str, ...]], ...] = (
    (
        _BASIC,
        "initial",
        24,
        ("listening", "confidentiality", "role_conflict", "suicide", "referral"),
    ),
    ("Suicide prevention gatekeeper", "certification", 2, ("suicide",)),
    ("Confidentiality refresher", "refresher", 1.5, ("confidentiality", "role_conflict")),
    ("Group crisis intervention", "certification", 14, ("defusing", "debriefing", "on_scene")),
    ("Grief and loss", "continuing", 4, ("grief",)),
    ("Alcohol and recovery", "continuing", 3, ("substance", "referral")),
    ("Sleep, shifts and burnout", "continuing", 2, ("cumulative",)),
)
_PLAN = ((2, 0), (3, 2), (4, 4), (5, 1), (7, 6), (8, 5), (9, 3), (10, 2), (10, 0))
"""Month of the year, and the course held in it."""
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


@dataclass(frozen=True)
class _Draw:
    """The dice, and the session to store into."""

    session: Session
    dice: Random
    today: date

    def of(self, weights: dict[str, int]) -> str:
        return self.dice.choices(tuple(weights), tuple(weights.values()))[0]

    def day(self, month: Month) -> date:
        return date(month.year, month.number, self.dice.randint(2, 27))

    def add(self, record: type[Record], **values: Any) -> Any:
        made = record(**{**blank_values(record), **values})
        self.session.add(made)
        return made


def add_logs(
    session: Session, months: tuple[Month, ...], team: list[Supporter], today: date
) -> None:
    """Add everything beside roster and contacts; the same for the same months every time."""
    draw = _Draw(session, Random(_SEED), today)  # noqa: S311 - invented data, not a secret
    rule = _add_rules(draw)
    _add_training(draw, months, team)
    _add_certificates(draw, team, rule)
    for month in months:
        for _ in range(draw.dice.choices((0, 1, 2), (45, 40, 15))[0]):
            _add_incident(draw, draw.day(month), team)
    providers = _add_providers(draw)
    for month in months:
        for _ in range(draw.dice.randint(8, 13)):
            _add_referral(draw, month, providers)


def _add_rules(draw: _Draw) -> Requirement:
    source = "Invented for the sample agency"
    initial = draw.add(
        Requirement,
        name="Initial course (made up)",
        hours=Hours.of(24),
        in_person=Hours.of(16),
        kinds=Codes(["initial"]),
        window_months=12,
        source=source,
    )
    draw.add(
        Requirement,
        name="Yearly hours (made up)",
        hours=Hours.of(6),
        window_months=12,
        renewal_months=12,
        kinds=Codes(["refresher", "continuing", "certification"]),
        source=source,
        verified_on=date(draw.today.year, 1, 15),
        verified_by="Training unit",
    )
    draw.session.flush()
    rule: Requirement = initial
    return rule


def _add_training(draw: _Draw, months: tuple[Month, ...], team: list[Supporter]) -> None:
    courses = [
        draw.add(Course, title=title, kind=kind, hours=Hours.of(hours), topic=Codes(topics))
        for title, kind, hours, topics in _COURSES
    ]
    draw.session.flush()
    for month in months:
        for _, course in ((m, courses[c]) for m, c in _PLAN if m == month.number):
            if draw.day(month) <= draw.today:
                _add_session(draw, course, draw.day(month), team)


def _add_session(draw: _Draw, course: Course, day: date, team: list[Supporter]) -> None:
    form = "in_person" if course.kind == "initial" else draw.of({"in_person": 7, "live_online": 3})
    held = draw.add(
        TrainingSession,
        course_id=course.id,
        held_on=min(day, draw.today),
        hours=course.hours,
        format=form,
        guests=draw.dice.choice((None, None, 2, 5)),
    )
    draw.session.flush()
    size = 4 if course.kind == "initial" else draw.dice.randint(10, len(team) - 3)
    for supporter in draw.dice.sample(team, size):
        draw.add(
            Attendance,
            session_id=held.id,
            supporter_id=supporter.id,
            hours=course.hours,
            test="not_recorded" if form == "in_person" else "yes",
        )


def _add_certificates(draw: _Draw, team: list[Supporter], rule: Requirement) -> None:
    for supporter in team:
        joined = supporter.joined or draw.today
        draw.add(
            Certification,
            credential="Basic course certificate",
            supporter_id=supporter.id,
            issued_on=joined,
            requirement_id=rule.id if draw.dice.random() < 0.9 else None,
        )
        issued = draw.today - timedelta(draw.dice.randint(300, 720))
        draw.add(
            Certification,
            credential="Suicide prevention gatekeeper",
            supporter_id=supporter.id,
            issued_on=issued,
            expires_on=months_later(issued, 24),
        )


def _add_incident(draw: _Draw, day: date, team: list[Supporter]) -> None:
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
    draw: _Draw, incident: Incident, offered: tuple[str, int], team: list[Supporter]
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


def _add_followup(draw: _Draw, incident: Incident, due: date) -> None:
    done = due + timedelta(draw.dice.randint(-2, 6))
    kept = done <= draw.today and draw.dice.random() < 0.9
    over = draw.today - due > timedelta(60)
    draw.add(Followup, incident_id=incident.id, due_on=due, done_on=done if kept or over else None)


def _add_providers(draw: _Draw) -> dict[str, int]:
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


def _add_referral(draw: _Draw, month: Month, providers: dict[str, int]) -> None:
    kind = draw.of(_TYPES)
    old = Month.of(draw.today) > month.plus(3)
    status = draw.of(_STATUS)
    if old and status in ("accepted", "first_missed"):
        status = "unknown"
    kept = status in _KEPT
    draw.add(
        Referral,
        month=month,
        counted_in=month.quarter,
        provider_type=kind,
        provider_id=providers.get(kind) if draw.dice.random() < 0.7 else None,
        handoff=draw.of({"info_only": 45, "warm_call": 35, "intro_meeting": 15, "accompanied": 5}),
        status="completed" if old and status == "engaged" else status,
        first_visit=draw.of(_VISITS) if kept else "not_recorded",
        barrier=draw.of({"wait": 4, "cost": 3, "distance": 2, "time": 2})
        if status in ("first_missed", "stopped")
        else "none",
        followup_due=month.plus(1),
        followed_up=old or draw.dice.random() < 0.4,
    )
