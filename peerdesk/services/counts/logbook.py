"""Gathering the facts of the program itself for reports: training, responses, the roster."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from peerdesk.models.attendance import Attendance
from peerdesk.models.course import Course
from peerdesk.models.followup import Followup
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import Intervention
from peerdesk.models.supporter import Supporter
from peerdesk.models.training_session import TrainingSession, in_person
from peerdesk.periods import Month, Period
from peerdesk.services.counts import training
from peerdesk.services.counts.counting import days_of
from peerdesk.services.counts.training_rules import Standing
from peerdesk.services.summaries.log_facts import (
    UNMET,
    Classes,
    LogFacts,
    Offers,
    Responses,
    RosterFacts,
    RuleState,
)

GROUPS = {
    "own": ("ois", "lodd", "member_suicide", "member_injury", "exposure"),
    "scene": (
        *("child", "multi_fatality", "known_victim", "failed_rescue", "civilian_death_ops"),
        *("crash", "fire_fatal", "violent_scene", "telecom"),
    ),
}
"""Incident types are told in three groups only: those of our own people, scenes, and the rest."""
_DAY = 24


def log_facts(session: Session, period: Period, today: date) -> LogFacts:
    """Return what happened in a period, up to today."""
    first, last = days_of(period)
    last = min(last, today)
    due = session.scalars(select(Followup).where(Followup.due_on.between(first, last))).all()
    classes, topics = _classes(session, first, last)
    return LogFacts(
        offers=_offers(session, first, last),
        responses=_responses(session, first, last),
        follow_ups_due=len(due),
        follow_ups_done=sum(each.done_on is not None for each in due),
        classes=classes,
        topics=topics,
    )


def begun(session: Session) -> Month | None:
    """Return the first month with a class, an incident or an intervention."""
    days = (TrainingSession.held_on, Incident.occurred_on, Intervention.held_on)
    first = [day for each in days if (day := session.scalar(select(func.min(each)))) is not None]
    return Month.of(min(first)) if first else None


_LAPSING = (30, 60, 90)
"""Within how many days something runs out, as reports put it."""


def roster_facts(session: Session, today: date) -> RosterFacts:
    """Return the state of the team on a day."""
    people = session.scalars(select(Supporter)).all()
    team = [each for each in people if each.status in training.ON_THE_TEAM]
    matrix = training.matrix(session, today)
    unmet = {
        person.id for person in matrix.people if any(s and not s.met for s in person.standings)
    }
    lapses = [each.on for each in training.lapsing(session, today, max(_LAPSING))]
    gaps = {each.id: lacking(each, today, trained=each.id not in unmet) for each in team}
    return RosterFacts(
        statuses=Counter(each.status for each in people),
        classes=Counter(each.personnel_class for each in people if each.status == "active"),
        missing=Counter(words for found in gaps.values() for words in found),
        ready=sum(not found for found in gaps.values()),
        lapsing={days: sum(on <= today + timedelta(days) for on in lapses) for days in _LAPSING},
        rules=tuple(
            RuleState(
                rule.name,
                sum(s.met for s in states if s),
                sum(s is not None for s in states),
                rule.verified,
                frozenset(rule.topics),
            )
            for rule, states in zip(matrix.rules, _columns(matrix), strict=True)
        ),
    )


def _columns(matrix: training.Matrix) -> list[list[Standing | None]]:
    places = range(len(matrix.rules))
    return [[person.standings[place] for person in matrix.people] for place in places]


def _offers(session: Session, first: date, last: date) -> dict[str, Offers]:
    rows = session.execute(
        select(Intervention, Incident)
        .join(Incident, Incident.id == Intervention.incident_id)
        .where(Intervention.held_on.between(first, last))
    )
    found: defaultdict[str, list[tuple[Intervention, Incident]]] = defaultdict(list)
    for offered, incident in rows:
        found[offered.intervention_type].append((offered, incident))
    return {kind: _told(pairs) for kind, pairs in found.items()}


def _told(pairs: list[tuple[Intervention, Incident]]) -> Offers:
    hours = [incident.hours_until(each.held_on, each.held_hour) for each, incident in pairs]
    return Offers(
        times=len(pairs),
        with_clinician=sum(each.clinician_present for each, _ in pairs),
        hours_after=tuple(each for each in hours if each is not None),
    )


def _responses(session: Session, first: date, last: date) -> dict[str, Responses]:
    found: dict[str, Responses] = {}
    for incident in session.scalars(
        select(Incident).where(Incident.occurred_on.between(first, last))
    ):
        mine = session.scalars(
            select(Intervention).where(Intervention.incident_id == incident.id)
        ).all()
        group = next(
            (name for name, types in GROUPS.items() if incident.incident_type in types), ""
        )
        name = group or "other"
        found[name] = found.get(name, Responses()).plus(_response(incident, mine))
    return found


def _response(incident: Incident, mine: Iterable[Intervention]) -> Responses:
    offers = [each for each in mine if each.intervention_type != "not_needed"]
    hours = [incident.hours_until(each.held_on, each.held_hour) for each in offers]
    met = incident.meets_trigger
    return Responses(
        incidents=1,
        met_trigger=int(met),
        offered=int(met and bool(offers)),
        within_a_day=int(met and any(each is not None and each <= _DAY for each in hours)),
        not_needed=int(not offers and incident.decision == "not_needed"),
        clinician=int(incident.clinician_consulted or any(o.clinician_present for o in offers)),
    )


def _classes(
    session: Session, first: date, last: date
) -> tuple[dict[str, Classes], frozenset[str]]:
    rows = session.execute(
        select(TrainingSession, Course)
        .join(Course, Course.id == TrainingSession.course_id)
        .where(TrainingSession.held_on.between(first, last))
    ).all()
    found: dict[str, Classes] = {}
    for held, course in rows:
        mine = select(Attendance.hours).where(Attendance.session_id == held.id)
        taken = session.scalars(mine).all()
        near = [in_person(held.format, hours, held.in_person) for hours in taken]
        minutes = [sum(each.minutes for each in hours) for hours in (taken, near)]
        one = Classes(1, len(taken), *minutes)
        found[course.kind] = found.get(course.kind, Classes()).plus(one)
    return found, frozenset(topic for _, course in rows for topic in course.topic)


def lacking(supporter: Supporter, today: date, *, trained: bool) -> tuple[str, ...]:
    """Return what our records do not show of the paperwork that protects a supporter, in words.

    It is a list of what to fix. It never says that someone is protected or not: that is for
    counsel.
    """
    ended = supporter.term_ends is not None and supporter.term_ends < today
    designated = supporter.designated_on is not None and supporter.designated_on <= today
    found = (
        ("No written designation", not designated),
        ("The term has ended", ended),
        ("No signed agreement", supporter.agreement_signed is None),
        (UNMET, not trained),
    )
    return tuple(words for words, missing in found if missing)
