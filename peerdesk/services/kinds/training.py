"""Training: hours beside those of the class, and rules and certificates that run out."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.attendance import Attendance
from peerdesk.models.course import Course
from peerdesk.models.fields import Problems
from peerdesk.models.requirement import Requirement
from peerdesk.models.training_session import TrainingSession
from peerdesk.services.counts.training import SOON, Lapse, lapsing, matrix
from peerdesk.services.kinds.kind import Due, Kind, Look, Values


def _within_the_class(session: Session, values: Values) -> Problems:
    whole = session.get_one(TrainingSession, values["session_id"]).hours
    return {"hours": "This is more than the class has."} if values["hours"] > whole else {}


def _unverified(_session: Session, values: Values, _number: int | None, _today: date) -> list[Look]:
    if values.get("verified_on"):
        return []
    return [Look("Not verified: check it against its source before you rely on it.")]


def _due(session: Session, today: date) -> list[Due]:
    """Return what runs out within 90 days or has run out, and one line for each rule with gaps."""
    return [*_lapses(session, today), *_gaps(session, today)]


def _lapses(session: Session, today: date) -> list[Due]:
    return [
        Due(each.on, f"Last day of {each.name}'s {each.what}", *_next_step(each))
        for each in lapsing(session, today, SOON)
    ]


def _next_step(lapse: Lapse) -> tuple[str, int | None, str, str]:
    """Return kind, record, button and place: a certificate is renewed, a rule met by a class."""
    if lapse.kind == "certification":
        return "certification", lapse.id, "Renew", "expires_on"
    return "course", None, "Plan a class", ""


def _gaps(session: Session, today: date) -> list[Due]:
    found = matrix(session, today)
    lines = []
    for place, rule in enumerate(found.rules):
        states = [(each.name, each.standings[place]) for each in found.people]
        names = [name for name, state in states if state is not None and not state.met]
        if names:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            words = f"{rule.name} is not met by {names[0]}{more}"
            lines.append(Due(today, words, "requirement", rule.id, "See who", at="standing"))
    return lines


_AHEAD = timedelta(days=30)


def _planned(session: Session, today: date) -> list[Due]:
    """Return the classes of today and of the next month."""
    rows = session.execute(
        select(TrainingSession.id, TrainingSession.held_on, Course.title)
        .join(Course, Course.id == TrainingSession.course_id)
        .where(TrainingSession.held_on.between(today, today + _AHEAD))
    )
    return [
        Due(
            day,
            f"Class: {title}",
            "training_session",
            number,
            "See who comes",
            at="attendance",
        )
        for number, day, title in rows
    ]


ATTENDANCE = Kind(Attendance, beside=_within_the_class)
SESSION = Kind(TrainingSession, due=_planned)
REQUIREMENT = Kind(Requirement, looks=_unverified, due=_due)
