"""What holds for a whole record of training, of an incident's response, or of a referral."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from peerdesk.hours import Hours
from peerdesk.models.certification import Certification
from peerdesk.models.fields import kind_of
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import Intervention
from peerdesk.models.provider import Provider
from peerdesk.models.referral import Referral
from peerdesk.models.requirement import Requirement
from peerdesk.models.training_session import TrainingSession
from peerdesk.periods import Month
from peerdesk.services.store.checks import Problems

WITHOUT_PEOPLE = ("declined", "not_needed")
"""Interventions that were considered or offered only: nobody came, so nobody is counted."""
FINAL = ("declined", "completed", "changed", "stopped", "unknown")
"""Where a referral stands when nothing more is expected of it."""
_NOT_YET = "This day has not come yet."


def in_person(form: str, hours: Hours, hybrid: Hours | None) -> Hours:
    """Return how many of the hours attended in a class were in person, by its format."""
    if form in ("in_person", "ride_along", "tabletop"):
        return hours
    return min(hours, hybrid or Hours()) if form == "hybrid" else Hours()


def _session(values: Mapping[str, Any], _today: date) -> Problems:
    part, whole = values.get("in_person"), values.get("hours")
    if part is None:
        return {}
    if values.get("format") != "hybrid":
        return {"in_person": "Only for a hybrid class; leave this blank."}
    return {"in_person": "This is more than the class has."} if whole and part > whole else {}


def _requirement(values: Mapping[str, Any], _today: date) -> Problems:
    part, whole = values.get("in_person"), values.get("hours")
    problems = {}
    if part is not None and whole is not None and part > whole:
        problems["in_person"] = "This is more than the hours in all."
    problems |= {
        name: "Leave this blank where there is no limit."
        for name in ("window_months", "renewal_months")
        if values.get(name) == 0
    }
    if bool(values.get("verified_on")) != bool(values.get("verified_by")):
        missing = "verified_by" if values.get("verified_on") else "verified_on"
        problems[missing] = "A verification needs its day and who did it."
    return problems


def _certification(values: Mapping[str, Any], today: date) -> Problems:
    issued, expires = values.get("issued_on"), values.get("expires_on")
    if issued and issued > today:
        return {"issued_on": _NOT_YET}
    early = issued and expires and expires < issued
    return {"expires_on": "This is before the date it follows."} if early else {}


def _incident(values: Mapping[str, Any], today: date) -> Problems:
    day = values.get("occurred_on")
    return {"occurred_on": _NOT_YET} if day and day > today else {}


def _intervention(values: Mapping[str, Any], today: date) -> Problems:
    problems = _head_counts(values)
    if values.get("held_on") and values["held_on"] > today:
        problems["held_on"] = _NOT_YET
    return problems


def _head_counts(values: Mapping[str, Any]) -> Problems:
    came, asked = values.get("attended"), values.get("eligible")
    if values.get("intervention_type") in WITHOUT_PEOPLE:
        return {"attended": "Nobody came to this; leave this blank."} if came else {}
    if came is None:
        return {"attended": "Please fill this in."}
    problems = {}
    if asked is not None and came > asked:
        problems["attended"] = "More people came than it was open to."
    if came and values.get("voluntary") is None:
        problems["voluntary"] = "Please say whether it was voluntary."
    return problems


def _provider(values: Mapping[str, Any], today: date) -> Problems:
    days = ("verified_on", "agreement_on")
    return {name: _NOT_YET for name in days if values.get(name) and values[name] > today}


def _referral(values: Mapping[str, Any], today: date) -> Problems:
    month, due = values.get("month"), values.get("followup_due")
    if month and month > Month.of(today):
        return {"month": "This month has not begun."}
    early = month and due and due < month
    return {"followup_due": "This is before the month of the referral."} if early else {}


LOG_RULES: Mapping[str, Callable[[Mapping[str, Any], date], Problems]] = MappingProxyType(
    {
        kind_of(TrainingSession): _session,
        kind_of(Requirement): _requirement,
        kind_of(Certification): _certification,
        kind_of(Incident): _incident,
        kind_of(Intervention): _intervention,
        kind_of(Provider): _provider,
        kind_of(Referral): _referral,
    }
)
