"""The agency's profile: its name, how it logs contacts, and its thresholds."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select

from peerdesk.clock import Clock
from peerdesk.errors import UserFacing
from peerdesk.models.agency import Agency
from peerdesk.models.area import ProgramArea
from peerdesk.models.fields import blank_values, plain
from peerdesk.services.access import Access
from peerdesk.services.sessions import Sessions
from peerdesk.services.store.history import Stamp
from peerdesk.services.store.write import put


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
    guard_insiders: bool
    supporter_days: int
    lock_minutes: int
    sample: bool


class AgencyService:
    """The one agency record of a vault."""

    def __init__(
        self, sessions: Sessions, clock: Clock, access: Access | None = None, who: str = ""
    ) -> None:
        self._sessions = sessions
        self._clock = clock
        self._access = access or Access()
        self._who = who

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
            merged.pop("id", None)
            put(session, agency or Agency(), merged, Stamp(self._clock.now(), self._who))

    def areas(self) -> dict[str, bool]:
        """Return the areas that were switched on or off; the rest was never decided on."""
        with self._sessions.read() as session:
            rows = session.execute(select(ProgramArea.area, ProgramArea.used))
            return {row.area: row.used for row in rows}

    def use(self, area: str, used: bool) -> None:  # noqa: FBT001 - what a switch says
        """Switch an area of the program on or off; nothing in it is lost. Raises NotAllowed."""
        self._access.require("settings")
        with self._sessions.write() as session:
            known = select(ProgramArea).where(ProgramArea.area == area)
            row = session.scalars(known).one_or_none() or ProgramArea()
            stamp = Stamp(self._clock.now(), self._who)
            put(session, row, {"area": area, "used": used}, stamp)
