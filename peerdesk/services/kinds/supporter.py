"""A supporter has a term, perhaps a leave, and an agreement to sign."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.supporter import Supporter
from peerdesk.services.kinds.kind import Due, Kind

_AHEAD = timedelta(days=90)
_ON_TEAM = ("active", "provisional", "leave")


def _due(session: Session, today: date) -> list[Due]:
    """Return the terms and leaves that end within three months, and missing signatures."""
    return [*_terms(session, today), *_leaves(session, today), *_unsigned(session, today)]


def _terms(session: Session, today: date) -> list[Due]:
    people = select(Supporter).where(
        Supporter.status.in_(_ON_TEAM), Supporter.term_ends <= today + _AHEAD
    )
    return [
        Due(
            each.term_ends,
            f"End of {each.full_name}'s term",
            "supporter",
            each.id,
            "Renew or end",
            at="term_ends",
        )
        for each in session.scalars(people)
        if each.term_ends
    ]


def _leaves(session: Session, today: date) -> list[Due]:
    people = select(Supporter).where(
        Supporter.status == "leave", Supporter.leave_to <= today + _AHEAD
    )
    return [
        Due(
            each.leave_to,
            f"End of {each.full_name}'s leave",
            "supporter",
            each.id,
            "Set status",
            at="status",
        )
        for each in session.scalars(people)
        if each.leave_to
    ]


def _unsigned(session: Session, today: date) -> list[Due]:
    missing = select(Supporter.id, Supporter.full_name).where(
        Supporter.status.in_(("active", "provisional")), Supporter.agreement_signed.is_(None)
    )
    people = session.execute(missing.order_by(Supporter.full_name)).all()
    if not people:
        return []
    words = f"No signed agreement on file for {people[0].full_name}"
    if len(people) > 1:
        words += f" and {len(people) - 1} more"
    step = "Add the date"
    return [Due(today, words, "supporter", people[0].id, step, at="agreement_signed")]


SUPPORTER = Kind(Supporter, due=_due)
