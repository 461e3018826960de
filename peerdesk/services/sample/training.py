"""The sample agency's courses, classes, certificates and rules."""

from __future__ import annotations

from datetime import date, timedelta

from peerdesk.hours import Hours
from peerdesk.models.attendance import Attendance
from peerdesk.models.certification import Certification
from peerdesk.models.course import Course
from peerdesk.models.requirement import Requirement
from peerdesk.models.supporter import Supporter
from peerdesk.models.training_session import TrainingSession
from peerdesk.models.types import Codes
from peerdesk.periods import Month, months_later
from peerdesk.services.sample.draw import Draw

_BASIC = "Basic peer support, 3 days"
_COURSES: tuple[tuple[str, str, float, tuple[str, ...]], ...] = (
    (
        _BASIC,
        "initial",
        24,
        ("listening", "confidentiality", "role_conflict", "suicide", "referral"),
    ),
    ("Suicide prevention gatekeeper", "certification", 2, ("suicide",)),
    ("Confidentiality refresher", "refresher", 1.5, ("confidentiality", "role_conflict")),
    ("Group crisis intervention", "certification", 14, ("defusing", "debriefing", "on_scene")),
    ("Grief and loss", "continuing", 4, ("grief",)),
    ("Alcohol and recovery", "continuing", 3, ("substance", "referral")),
    ("Sleep, shifts and burnout", "continuing", 2, ("cumulative",)),
)
_PLAN = ((2, 0), (3, 2), (4, 4), (5, 1), (7, 6), (8, 5), (9, 3), (10, 2), (10, 0))
"""Month of the year, and the course held in it."""


def add_training(draw: Draw, months: tuple[Month, ...], team: list[Supporter]) -> None:
    """Add three years of training."""
    rule = _add_rules(draw)
    _add_classes(draw, months, team)
    _add_certificates(draw, team, rule)


def _add_rules(draw: Draw) -> Requirement:
    source = "Invented for the sample agency"
    initial = draw.add(
        Requirement,
        name="Initial course (made up)",
        hours=Hours.of(24),
        in_person=Hours.of(16),
        kinds=Codes(["initial"]),
        window_months=12,
        source=source,
    )
    draw.add(
        Requirement,
        name="Yearly hours (made up)",
        hours=Hours.of(6),
        window_months=12,
        renewal_months=12,
        kinds=Codes(["refresher", "continuing", "certification"]),
        source=source,
        verified_on=date(draw.today.year, 1, 15),
        verified_by="Training unit",
    )
    draw.session.flush()
    rule: Requirement = initial
    return rule


def _add_classes(draw: Draw, months: tuple[Month, ...], team: list[Supporter]) -> None:
    courses = [
        draw.add(Course, title=title, kind=kind, hours=Hours.of(hours), topic=Codes(topics))
        for title, kind, hours, topics in _COURSES
    ]
    draw.session.flush()
    for month in months:
        for _, course in ((m, courses[c]) for m, c in _PLAN if m == month.number):
            if draw.day(month) <= draw.today:
                _add_session(draw, course, draw.day(month), team)


def _add_session(draw: Draw, course: Course, day: date, team: list[Supporter]) -> None:
    form = "in_person" if course.kind == "initial" else draw.of({"in_person": 7, "live_online": 3})
    held = draw.add(
        TrainingSession,
        course_id=course.id,
        held_on=min(day, draw.today),
        hours=course.hours,
        format=form,
        guests=draw.dice.choice((None, None, 2, 5)),
    )
    draw.session.flush()
    size = 4 if course.kind == "initial" else draw.dice.randint(10, len(team) - 3)
    for supporter in draw.dice.sample(team, size):
        draw.add(
            Attendance,
            session_id=held.id,
            supporter_id=supporter.id,
            hours=course.hours,
            test="not_recorded" if form == "in_person" else "yes",
        )


def _add_certificates(draw: Draw, team: list[Supporter], rule: Requirement) -> None:
    for supporter in team:
        joined = supporter.joined or draw.today
        draw.add(
            Certification,
            credential="Basic course certificate",
            supporter_id=supporter.id,
            issued_on=joined,
            requirement_id=rule.id if draw.dice.random() < 0.9 else None,
        )
        issued = draw.today - timedelta(draw.dice.randint(300, 720))
        draw.add(
            Certification,
            credential="Suicide prevention gatekeeper",
            supporter_id=supporter.id,
            issued_on=issued,
            expires_on=months_later(issued, 24),
        )
