"""Storing classes from an office file: each row is a course, a session of it, and who took part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.exchange.classes import ASKED, TAKEN
from peerdesk.exchange.headings import fold
from peerdesk.hours import Hours
from peerdesk.models.attendance import Attendance
from peerdesk.models.course import Course
from peerdesk.models.fields import Record, fields_of, kind_of
from peerdesk.models.training_session import TrainingSession
from peerdesk.services.importing.taking_back import ImportedAs, about_row
from peerdesk.services.kinds.enter import enter
from peerdesk.services.store.history import Stamp

CLASS = kind_of(TrainingSession)
"""The kind that an import of classes is listed as."""


def store_training(
    session: Session, numbered: Iterable[tuple[int, Mapping[str, Any]]], stamp: Stamp
) -> list[ImportedAs]:
    """Store classes; what the vault has already, by course, day and name, is left as it is."""
    stored: list[Record] = []
    courses = {fold(each.title): each for each in session.scalars(select(Course))}
    for number, row in numbered:
        with about_row(number):
            stored += _store_class(session, courses, row, stamp)
    return [ImportedAs(each.id, each.version, record_kind=kind_of(type(each))) for each in stored]


def _store_class(
    session: Session, courses: dict[str, Course], row: Mapping[str, Any], stamp: Stamp
) -> list[Record]:
    stored: list[Record] = []
    course = courses.get(fold(row["title"]))
    if course is None:
        course = courses[fold(row["title"])] = Course()
        enter(session, course, _own(Course, row), stamp)
        stored.append(course)
    held, is_new = _session_of(session, course, row, stamp)
    stored += [held] * is_new
    return [*stored, *_attendances(session, held, row, stamp)]


def _own(record: type[Record], row: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: row[each.name] for each in fields_of(record) if each.name in row}


def _session_of(
    session: Session, course: Course, row: Mapping[str, Any], stamp: Stamp
) -> tuple[TrainingSession, bool]:
    mine = (TrainingSession.course_id == course.id, TrainingSession.held_on == row["held_on"])
    known = session.scalars(select(TrainingSession).where(*mine)).first()
    if known is not None:
        return known, False
    held = TrainingSession()
    enter(session, held, {**_own(TrainingSession, row), "course_id": course.id}, stamp)
    return held, True


def _attendances(
    session: Session, held: TrainingSession, row: Mapping[str, Any], stamp: Stamp
) -> list[Record]:
    mine = Attendance.session_id == held.id
    there = set(session.scalars(select(Attendance.supporter_id).where(mine)))
    added: list[Record] = []
    for supporter, hours in {**_answered(row), **dict(row[TAKEN])}.items():
        if supporter not in there:
            values = {**_own(Attendance, row), "supporter_id": supporter, "session_id": held.id}
            made = Attendance()
            enter(session, made, {**values, "hours": hours}, stamp)
            added.append(made)
    return added


def _answered(row: Mapping[str, Any]) -> dict[int, Hours]:
    """Return whom the coordinator named, with the hours of the cell that was asked about."""
    return {row[name]: hours for name, hours in row[ASKED].items() if row.get(name)}
