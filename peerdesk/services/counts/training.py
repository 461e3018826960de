"""Training: who meets which rule today, and what runs out soon."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.hours import Hours
from peerdesk.models.attendance import Attendance
from peerdesk.models.certification import Certification
from peerdesk.models.course import Course
from peerdesk.models.requirement import Requirement
from peerdesk.models.supporter import Supporter
from peerdesk.models.training_session import TrainingSession, in_person
from peerdesk.services.counts.training_rules import Held, Rule, Standing, Taken, standing
from peerdesk.services.sessions import Sessions

ON_THE_TEAM = ("active", "provisional")
"""Who has to meet the rules; leave pauses them."""
SOON = 90
"""Days ahead that a lapse is shown."""


@dataclass(frozen=True)
class Person:
    """A supporter and where they stand with each rule; None where a rule is not for them."""

    id: int
    name: str
    standings: tuple[Standing | None, ...]


@dataclass(frozen=True)
class Matrix:
    """Supporters down, rules across."""

    rules: tuple[Rule, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Lapse:
    """Something of a supporter that runs out, or is not met: ``on`` is its last good day."""

    kind: str
    """``certification`` or ``requirement``."""
    id: int
    supporter_id: int
    name: str
    what: str
    on: date


class Training:
    """What the classes and certificates in the vault amount to."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def matrix(self) -> Matrix:
        """Return who meets what today, for everyone on the team."""
        with self._sessions.read() as session:
            return matrix(session, self._clock.today())

    def lapsing(self, days: int = SOON) -> tuple[Lapse, ...]:
        """Return what runs out within so many days, the next first; what has run out is in it."""
        with self._sessions.read() as session:
            return lapsing(session, self._clock.today(), days)


def matrix(session: Session, today: date) -> Matrix:
    """Return who meets what on a day."""
    rules = tuple(_rule(each) for each in session.scalars(select(Requirement).order_by("name")))
    classes, certificates = _classes(session), _certificates(session)
    team = session.execute(
        select(Supporter.id, Supporter.full_name, Supporter.role)
        .where(Supporter.status.in_(ON_THE_TEAM))
        .order_by(Supporter.full_name)
    )
    people = tuple(
        Person(
            number,
            name,
            tuple(
                standing(rule, classes[number], certificates[number, rule.id], today)
                if rule.is_for(role)
                else None
                for rule in rules
            ),
        )
        for number, name, role in team
    )
    return Matrix(rules, people)


def lapsing(session: Session, today: date, days: int) -> tuple[Lapse, ...]:
    """Return what runs out by a number of days after today, the next first."""
    last = today + timedelta(days)
    held = matrix(session, today)
    found = [
        Lapse("requirement", rule.id, person.id, person.name, rule.name, each.until)
        for person in held.people
        for rule, each in zip(held.rules, person.standings, strict=True)
        if each and each.until and each.until <= last
    ]
    rows = session.execute(
        select(Certification, Supporter.full_name)
        .join(Supporter, Supporter.id == Certification.supporter_id)
        .where(Supporter.status.in_(ON_THE_TEAM), Certification.expires_on <= last)
    )
    latest = _renewed(session)
    found += [
        Lapse("certification", each.id, each.supporter_id, name, each.credential, each.expires_on)
        for each, name in rows
        if each.expires_on and latest[each.supporter_id, each.credential] == each.expires_on
    ]
    return tuple(sorted(found, key=lambda lapse: (lapse.on, lapse.name, lapse.what)))


def _renewed(session: Session) -> dict[tuple[int, str], date]:
    """Return the last day of each certification, the newest of several of the same name."""
    latest: dict[tuple[int, str], date] = {}
    for each in session.scalars(select(Certification)):
        key = (each.supporter_id, each.credential)
        latest[key] = max(latest.get(key, date.min), each.expires_on or date.max)
    return latest


def _rule(record: Requirement) -> Rule:
    return Rule(
        id=record.id,
        name=record.name,
        hours=record.hours,
        in_person=record.in_person or Hours(),
        test_needed=record.test_needed,
        approved_only=record.approved_only,
        window_months=record.window_months,
        renewal_months=record.renewal_months,
        kinds=record.kinds,
        topics=record.topic,
        roles=record.roles,
        verified=record.verified_on is not None,
    )


def _classes(session: Session) -> defaultdict[int, list[Taken]]:
    rows = session.execute(
        select(
            Attendance.supporter_id,
            Attendance.hours,
            Attendance.test,
            TrainingSession.held_on,
            TrainingSession.format,
            TrainingSession.in_person,
            Course.kind,
            Course.topic,
            Course.approval,
        )
        .join(TrainingSession, TrainingSession.id == Attendance.session_id)
        .join(Course, Course.id == TrainingSession.course_id)
    )
    taken: defaultdict[int, list[Taken]] = defaultdict(list)
    for row in rows:
        taken[row.supporter_id].append(
            Taken(
                day=row.held_on,
                hours=row.hours,
                in_person=in_person(row.format, row.hours, row.in_person),
                kind=row.kind,
                topics=row.topic,
                approved=row.approval is not None,
                tested=row.test == "yes",
            )
        )
    return taken


def _certificates(session: Session) -> defaultdict[tuple[int, int], list[Held]]:
    held: defaultdict[tuple[int, int], list[Held]] = defaultdict(list)
    rows = session.scalars(select(Certification).where(Certification.requirement_id.is_not(None)))
    for each in rows:
        held[each.supporter_id, each.requirement_id or 0].append(
            Held(each.issued_on, each.expires_on)
        )
    return held
