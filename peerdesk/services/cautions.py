"""What deserves a second look although it may be stored: shown on the form, never a refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.models.incident import Incident
from peerdesk.models.provider import Provider
from peerdesk.models.responder import Responder
from peerdesk.models.supporter import Supporter
from peerdesk.services.relations import hours_since
from peerdesk.services.sessions import Sessions

GROUP = ("cisd", "group_support", "defusing", "cmb")
_OIS = (
    "A group session after an officer-involved shooting should be led by a clinician, and does "
    "not replace each person's own session with one."
)
VERIFY_DAYS = 365
"""After so many days a provider is due for another look."""


@dataclass(frozen=True)
class Look:
    """A sentence about a record; one that does not warn is there to know only."""

    words: str
    warns: bool = True


class Cautions:
    """Second looks at one record, by what else is known."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def of(self, kind: str, values: Mapping[str, Any], record_id: int | None) -> tuple[Look, ...]:
        """Return sentences about a record as it stands in its form."""
        maker = _CAUTIONS.get(kind)
        if maker is None:
            return ()
        with self._sessions.read() as session:
            made = maker(session, values, record_id, self._clock)
            return tuple(each if isinstance(each, Look) else Look(each) for each in made)


def _intervention(
    session: Session, values: Mapping[str, Any], record_id: int | None, _clock: Clock
) -> list[str | Look]:
    number = values.get("incident_id")
    incident = session.get(Incident, number) if number else None
    if incident is None:
        return []
    return [
        *_timing(incident, values),
        *_without_clinician(incident, values),
        *_team(session, incident, record_id),
    ]


def _timing(incident: Incident, values: Mapping[str, Any]) -> list[Look]:
    if not values.get("held_on") or values["held_on"] < incident.occurred_on:
        return []
    since = hours_since(incident, values["held_on"], values.get("held_hour"))
    if since is None:
        days = (values["held_on"] - incident.occurred_on).days
        return [Look(f"Days after the incident: {days}.", warns=False)]
    return [Look(f"Hours after the incident: {since}.", warns=False)] if since >= 0 else []


def _without_clinician(incident: Incident, values: Mapping[str, Any]) -> list[str]:
    group = values.get("intervention_type") in GROUP
    if incident.incident_type != "ois" or not group or values.get("clinician_present"):
        return []
    return [_OIS]


def _team(session: Session, incident: Incident, record_id: int | None) -> list[str]:
    team = list(
        session.execute(
            select(Responder.attested, Supporter.designated_on)
            .join(Supporter, Supporter.id == Responder.supporter_id)
            .where(Responder.intervention_id == record_id)
        )
    )
    open_ones = sum(not attested for attested, _ in team)
    late = sum(day is None or day > incident.occurred_on for _, day in team)
    told = []
    if open_ones:
        told.append(f"Team members without a conflict attestation: {open_ones}.")
    if late:
        told.append(f"Team members not shown as designated before the incident: {late}.")
    return told


def _referral(
    session: Session, values: Mapping[str, Any], _record_id: int | None, _clock: Clock
) -> list[str]:
    number = values.get("provider_id")
    provider = session.get(Provider, number) if number else None
    if provider is None or not provider.evaluates:
        return []
    return ["This provider does evaluations for your agency. Tell the person before you refer."]


def _provider(
    _session: Session, values: Mapping[str, Any], _record_id: int | None, clock: Clock
) -> list[str]:
    verified, told = values.get("verified_on"), []
    if verified is None or clock.today() > verified + timedelta(VERIFY_DAYS):
        told.append("Not verified in the last twelve months.")
    if values.get("license_expires") and values["license_expires"] < clock.today():
        told.append("The license has run out.")
    return told


def _requirement(
    _session: Session, values: Mapping[str, Any], _record_id: int | None, _clock: Clock
) -> list[str]:
    if values.get("verified_on"):
        return []
    return ["Not verified: check it against its source before you rely on it."]


_Maker = Callable[[Session, Mapping[str, Any], int | None, Clock], Sequence[str | Look]]
_CAUTIONS: Mapping[str, _Maker] = {
    "intervention": _intervention,
    "referral": _referral,
    "provider": _provider,
    "requirement": _requirement,
}
