"""The catalogue of courses, with the sessions of each and who took part."""

from __future__ import annotations

from peerdesk.models.attendance import Attendance
from peerdesk.models.course import Course
from peerdesk.models.training_session import TrainingSession
from peerdesk.ui.records.part_list import listed
from peerdesk.ui.records.parts import Part
from peerdesk.ui.records.roster_part import sheet
from peerdesk.ui.records.spec import PageSpec

_CLASS = Part(
    "Class",
    "session_id",
    sheet(Attendance),
    start=lambda _today, session: {"hours": session["hours"]},
)
_SESSIONS = PageSpec(
    record=TrainingSession,
    title="Sessions",
    purpose="Each time the course was held.",
    columns=(("held_on", 12), ("format", 14), ("hours", 8), ("instructor", 16)),
    descending=True,
    empty="This course was not held yet.",
    parts=(_CLASS,),
)
SPEC = PageSpec(
    record=Course,
    title="",
    purpose="Every course, with each time it was held and who took part.",
    columns=(("title", 26), ("kind", 20), ("hours", 8)),
    filters=("kind",),
    empty="No courses yet. Add one, or bring in your training file: File, Import a file.",
    parts=(
        Part(
            "Sessions",
            "course_id",
            listed(_SESSIONS),
            start=lambda today, course: {"held_on": today, "hours": course["hours"]},
        ),
    ),
)
