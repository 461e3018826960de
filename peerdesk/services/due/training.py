"""Certificates and training rules that run out, and rules that are not met."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from peerdesk.services.counts.training import SOON, lapsing, matrix
from peerdesk.services.due.line import Due


def due(session: Session, today: date) -> list[Due]:
    """Return what runs out within 90 days or has run out, and one line for each rule with gaps."""
    return [*_lapses(session, today), *_gaps(session, today)]


def _lapses(session: Session, today: date) -> list[Due]:
    return [
        Due(each.on, f"Last day of {each.name}'s {each.what}", each.kind, each.id, "Plan a class")
        for each in lapsing(session, today, SOON)
    ]


def _gaps(session: Session, today: date) -> list[Due]:
    found = matrix(session, today)
    lines = []
    for place, rule in enumerate(found.rules):
        states = [(each.name, each.standings[place]) for each in found.people]
        names = [name for name, state in states if state is not None and not state.met]
        if names:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            words = f"{rule.name} is not met by {names[0]}{more}"
            lines.append(Due(today, words, "requirement", rule.id, "See who"))
    return lines
