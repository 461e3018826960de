"""The agency's profile: its name, how it logs contacts, and its thresholds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select

from peerdesk.errors import UserFacing
from peerdesk.models.agency import Agency
from peerdesk.models.fields import blank_values, plain
from peerdesk.services.access import Access
from peerdesk.services.checks import Invalid, check_fields
from peerdesk.services.rules import agency_problems
from peerdesk.services.sessions import Sessions


@dataclass(frozen=True)
class Profile:
    """The agency and the choices that hold for its whole program."""

    name: str
    program_name: str
    agency_type: str
    state: str | None
    logging_mode: str
    persons_threshold: int
    contacts_threshold: int
    supporter_days: int
    lock_minutes: int
    sample: bool


class AgencyService:
    """The one agency record of a vault."""

    def __init__(self, sessions: Sessions, access: Access | None = None) -> None:
        self._sessions = sessions
        self._access = access or Access()

    def profile(self) -> Profile:
        """Return the profile; raises UserFacing before set-up is done."""
        with self._sessions.read() as session:
            agency = session.scalars(select(Agency)).one_or_none()
            if agency is None:
                raise UserFacing("This vault has no agency yet.", "Finish the set-up first.")
            return Profile(**{each.name: getattr(agency, each.name) for each in fields(Profile)})

    def change(self, **values: Any) -> None:
        """Set up the agency, or change parts of its profile; raises Invalid or NotAllowed."""
        self._access.require("settings")
        with self._sessions.write() as session:
            agency = session.scalars(select(Agency)).one_or_none()
            merged = {**(plain(agency) if agency else blank_values(Agency)), **values}
            problems = {**agency_problems(merged), **check_fields(Agency, merged)}
            if problems:
                raise Invalid(problems)
            agency = agency or Agency()
            for name, value in merged.items():
                setattr(agency, name, value)
            session.add(agency)
