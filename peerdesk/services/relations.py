"""What records ask of each other: what holds one in place, and what saving one brings with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.fields import Record, fields_of, kind_of
from peerdesk.models.followup import Followup
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import Intervention
from peerdesk.models.referral import Referral
from peerdesk.models.registry import RECORDS
from peerdesk.models.training_session import TrainingSession
from peerdesk.services.log_rules import FINAL
from peerdesk.services.store.checks import Problems
from peerdesk.services.store.history import Stamp
from peerdesk.services.store.write import put

FOLLOW_UP_DAYS = (7, 30, 120, 365)
"""When to look in again after an incident; each day can be changed on the incident's own page."""


def held(session: Session, record: Record) -> str:
    """Return why a record cannot be removed yet; an empty text where it can."""
    if isinstance(record, Referral):
        return _referral_held(session, record)
    for other in RECORDS:
        for field in fields_of(other):
            if not field.holds or field.refers_to != kind_of(type(record)):
                continue
            link = other.__table__.c[field.name]
            if session.scalar(select(link).where(link == record.id).limit(1)) is not None:
                return f"It still has {other.plural}."
    return ""


def _referral_held(session: Session, referral: Referral) -> str:
    if referral.status not in FINAL:
        return "This referral has no outcome yet."
    closed = set(session.scalars(select(ClosedPeriod.period)))
    return "This referral is part of a closed quarter." if referral.counted_in in closed else ""


def related_problems(session: Session, kind: str, values: Mapping[str, Any]) -> Problems:
    """Return what is wrong with a record beside those it belongs to."""
    if kind == kind_of(Intervention) and values.get("incident_id"):
        return _too_early(session.get_one(Incident, values["incident_id"]), values)
    if kind == "attendance" and values.get("session_id"):
        whole = session.get_one(TrainingSession, values["session_id"]).hours
        return {"hours": "This is more than the class has."} if values["hours"] > whole else {}
    return {}


def _too_early(incident: Incident, values: Mapping[str, Any]) -> Problems:
    message = "This is before the incident."
    if values["held_on"] < incident.occurred_on:
        return {"held_on": message}
    since = hours_since(incident, values["held_on"], values.get("held_hour"))
    return {"held_hour": message} if since is not None and since < 0 else {}


def hours_since(incident: Incident, day: date, hour: int | None) -> int | None:
    """Return the hours from an incident to something, None where one of the hours is unknown."""
    if hour is None or incident.occurred_hour is None:
        return None
    return 24 * (day - incident.occurred_on).days + hour - incident.occurred_hour


def follow(session: Session, record: Record, before: Mapping[str, Any], stamp: Stamp) -> None:
    """Do what follows from storing a record; ``before`` is empty for a new one."""
    if isinstance(record, Incident):
        _set_clock(session, record, before.get("occurred_on"), stamp)


def _set_clock(session: Session, incident: Incident, before: date | None, stamp: Stamp) -> None:
    """Start the follow-up clock of a new incident; move what is not done where its day changed."""
    if before is None:
        for days in FOLLOW_UP_DAYS:
            due = incident.occurred_on + timedelta(days)
            put(session, Followup(), {"incident_id": incident.id, "due_on": due}, stamp)
        return
    open_ones = select(Followup).where(
        Followup.incident_id == incident.id, Followup.done_on.is_(None)
    )
    for each in session.scalars(open_ones).all():
        due = each.due_on + (incident.occurred_on - before)
        put(session, each, {"due_on": due}, stamp)
