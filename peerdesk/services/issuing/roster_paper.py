"""Gathering the NAMED roster and call list; private fields are left off here already."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk import __version__
from peerdesk.models.agency import Agency
from peerdesk.models.supporter import Supporter
from peerdesk.models.types import Codes
from peerdesk.services.summaries.roster import RosterLine, RosterSummary
from peerdesk.vocabulary import vocabulary

_LISTED = ("active", "provisional", "leave")
_REACHED = ("active", "provisional")


def roster_summary(session: Session, today: date) -> RosterSummary:
    """Return the team as it is today, by name."""
    agency = session.scalars(select(Agency)).one()
    people = session.scalars(
        select(Supporter).where(Supporter.status.in_(_LISTED)).order_by(Supporter.full_name)
    )
    return RosterSummary(
        agency=agency.name,
        program=agency.program_name,
        sample=agency.sample,
        cut_off=today,
        version=__version__,
        lines=tuple(_line(each) for each in people),
    )


def _line(person: Supporter) -> RosterLine:
    return RosterLine(
        name=person.full_name,
        role=vocabulary("supporter_role").label(person.role),
        away=person.status == "leave",
        shifts=_labels("shift", person.shifts),
        phone=person.work_phone or "",
        email=person.work_email or "",
        languages=person.languages or "",
        areas=_labels("topic_group", person.support_areas) if person.areas_printable else "",
        on_call=person.on_call_willing,
        posted=person.status in _REACHED and bool(person.work_phone),
    )


def _labels(name: str, codes: Codes) -> str:
    return ", ".join(vocabulary(name).label(code) for code in codes)
