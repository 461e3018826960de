"""Joins the rows of one class: a file has a row for each class, or one for each person in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from peerdesk.exchange.headings import fold
from peerdesk.exchange.merging import Merged
from peerdesk.exchange.planned import Merge, PlannedRow, Question
from peerdesk.hours import Hours

TAKEN = "taken"
"""Who took a class, with the hours of each: a value that planned rows of training carry."""
ASKED = "asked"
"""The hours of everyone who is still asked about, by question."""
Taken = tuple[tuple[int, Hours], ...]


def merge_classes(rows: Iterable[PlannedRow]) -> Merged:
    """Join rows of the same course on the same day; each person keeps the hours of one row."""
    first: dict[tuple[str, date], PlannedRow] = {}
    merges: list[Merge] = []
    for row in (_with_hours(each) for each in rows):
        key = (fold(row.values["title"]), row.values["held_on"])
        if key in first:
            merges.append(Merge(row.row_number, into_row=first[key].row_number))
            first[key] = _joined(first[key], row)
        else:
            first[key] = row
    return Merged(tuple(first.values()), tuple(merges))


def class_totals(rows: tuple[PlannedRow, ...]) -> dict[str, float]:
    """Return what to compare with the old file; who is still asked about is not counted yet."""
    hours = [hours for row in rows for _, hours in row.values[TAKEN]]
    return {
        "classes": len(rows),
        "attendances": len(hours),
        "person_hours": sum(each.number for each in hours),
    }


def _with_hours(row: PlannedRow) -> PlannedRow:
    hours = row.values["hours"]
    taken = tuple((number, hours) for number in row.values["supporter_id"])
    asked = {question.field: hours for question in row.questions}
    return replace(row, values={**row.values, TAKEN: taken, ASKED: asked})


def _joined(kept: PlannedRow, repeat: PlannedRow) -> PlannedRow:
    taken = {**dict(repeat.values[TAKEN]), **dict(kept.values[TAKEN])}
    moved = {each.field: _moved(each, kept) for each in repeat.questions}
    asked = {moved[name].field: hours for name, hours in repeat.values[ASKED].items()}
    values = {
        **kept.values,
        TAKEN: tuple(taken.items()),
        ASKED: {**kept.values[ASKED], **asked},
        "hours": max(kept.values["hours"], repeat.values["hours"]),
    }
    return replace(kept, values=values, questions=(*kept.questions, *moved.values()))


def _moved(question: Question, kept: PlannedRow) -> Question:
    """Ask about the class that the row was joined to, under a name that is still free."""
    place = f"{question.field}.{question.row}"
    return replace(question, row=kept.row_number, field=place)
