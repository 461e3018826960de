"""An incident starts a follow-up clock; what was done about it comes after it, and by whom."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.fields import Problems
from peerdesk.models.followup import Followup
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import GROUP, Intervention
from peerdesk.models.responder import Responder
from peerdesk.models.supporter import Supporter
from peerdesk.services.kinds.kind import Deed, Due, Kind, Look, Values
from peerdesk.services.store.history import Stamp
from peerdesk.services.store.write import put
from peerdesk.vocabulary import vocabulary

FOLLOW_UP_DAYS = (7, 30, 120, 365)
"""When to look in again after an incident; each day can be changed on the incident's own page."""
_OIS = (
    "A group session after an officer-involved shooting should be led by a clinician, and does "
    "not replace each person's own session with one."
)
_BEFORE = "This is before the incident."
_AHEAD = timedelta(days=30)


def _set_clock(session: Session, incident: Incident, before: Values, stamp: Stamp) -> None:
    """Start the follow-up clock of a new incident; move what is not done where its day changed."""
    if not before:
        for days in FOLLOW_UP_DAYS:
            due = incident.occurred_on + timedelta(days)
            put(session, Followup(), {"incident_id": incident.id, "due_on": due}, stamp)
        return
    open_ones = select(Followup).where(
        Followup.incident_id == incident.id, Followup.done_on.is_(None)
    )
    for each in session.scalars(open_ones).all():
        due = each.due_on + (incident.occurred_on - before["occurred_on"])
        put(session, each, {"due_on": due}, stamp)


def _not_too_early(session: Session, values: Values) -> Problems:
    incident = session.get_one(Incident, values["incident_id"])
    if values["held_on"] < incident.occurred_on:
        return {"held_on": _BEFORE}
    since = incident.hours_until(values["held_on"], values.get("held_hour"))
    return {"held_hour": _BEFORE} if since is not None and since < 0 else {}


def _looks(session: Session, values: Values, number: int | None, _today: date) -> list[Look]:
    asked = values.get("incident_id")
    incident = session.get(Incident, asked) if asked else None
    if incident is None:
        return []
    return [
        *_timing(incident, values),
        *_without_clinician(incident, values),
        *_team(session, incident, number),
    ]


def _timing(incident: Incident, values: Values) -> list[Look]:
    if not values.get("held_on") or values["held_on"] < incident.occurred_on:
        return []
    since = incident.hours_until(values["held_on"], values.get("held_hour"))
    if since is None:
        days = (values["held_on"] - incident.occurred_on).days
        return [Look(f"Days after the incident: {days}.", warns=False)]
    return [Look(f"Hours after the incident: {since}.", warns=False)] if since >= 0 else []


def _without_clinician(incident: Incident, values: Values) -> list[Look]:
    group = values.get("intervention_type") in GROUP
    if incident.incident_type != "ois" or not group or values.get("clinician_present"):
        return []
    return [Look(_OIS)]


def _team(session: Session, incident: Incident, number: int | None) -> list[Look]:
    team = list(
        session.execute(
            select(Responder.attested, Supporter.designated_on)
            .join(Supporter, Supporter.id == Responder.supporter_id)
            .where(Responder.intervention_id == number)
        )
    )
    open_ones = sum(not attested for attested, _ in team)
    late = sum(day is None or day > incident.occurred_on for _, day in team)
    told = []
    if open_ones:
        told.append(Look(f"Team members without a conflict attestation: {open_ones}."))
    if late:
        told.append(Look(f"Team members not shown as designated before the incident: {late}."))
    return told


def _due(session: Session, today: date) -> list[Due]:
    """Return the follow-ups that are due within a month or overdue, and undecided incidents."""
    rows = session.execute(
        select(
            Followup.id,
            Followup.due_on,
            Incident.id,
            Incident.incident_type,
            Incident.occurred_on,
        )
        .join(Incident, Incident.id == Followup.incident_id)
        .where(Followup.done_on.is_(None), Followup.due_on <= today + _AHEAD)
    )
    found = [
        Due(
            day,
            f"Look in again: {_named(kind, on)}",
            "incident",
            number,
            "Mark as done",
            does=Deed("followup", each, "done_on", today, "Looked in again: marked as done today."),
        )
        for each, day, number, kind, on in rows
    ]
    open_ones = select(Incident).where(Incident.decision == "pending")
    return found + [
        Due(
            each.occurred_on + timedelta(days=1),
            f"Decide on an offer: {_named(each.incident_type, each.occurred_on)}",
            "incident",
            each.id,
            "Decide",
            at="decision",
        )
        for each in session.scalars(open_ones)
    ]


def _named(kind: str, on: date) -> str:
    return f"{vocabulary('incident_type').label(kind)}, {on:%m/%d/%Y}"


INCIDENT = Kind(Incident, follows=_set_clock, due=_due)
INTERVENTION = Kind(Intervention, beside=_not_too_early, looks=_looks)
