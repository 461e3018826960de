"""What holds for one kind of record beyond the rules of its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.contact import Contact
from peerdesk.models.fields import Record, kind_of
from peerdesk.models.referral import Referral
from peerdesk.models.supporter import Supporter
from peerdesk.periods import Month, Period
from peerdesk.services.log_rules import LOG_RULES
from peerdesk.services.store.checks import Problems

EDITING_DAYS = 60
"""How long after the end of its month a contact may be changed (domain handbook, 6.7)."""


def open_quarter(session: Session, month: Month) -> Period:
    """Return the quarter in which something of a month counts: its own, or the next open one.

    A closed quarter never changes, so what is reported late counts in the first quarter after it
    that is still open.
    """
    closed = set(session.scalars(select(ClosedPeriod.period)))
    quarter = month.quarter
    while quarter in closed:
        quarter = quarter.following
    return quarter


def rule_problems(kind: str, values: Mapping[str, Any], today: date) -> Problems:
    """Return what is wrong with a whole record, by the rules of its kind."""
    rule = {**_RULES, **LOG_RULES}.get(kind)
    return rule(values, today) if rule else {}


def frozen(session: Session, record: Record, today: date) -> str:
    """Return why a stored record may no longer be changed; an empty text where it may."""
    if not isinstance(record, Contact):
        return ""
    if record.counted_in in set(session.scalars(select(ClosedPeriod.period))):
        return "This contact is part of a closed quarter."
    if today > record.month.last_day + timedelta(days=EDITING_DAYS):
        return f"A contact can be changed for {EDITING_DAYS} days after its month."
    return ""


def filled_in(session: Session, kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that the program itself fills in when a record is stored."""
    if kind == kind_of(Contact):
        return {"counted_in": open_quarter(session, values["month"])}
    if kind == kind_of(Referral):
        # It goes on being followed after its quarter was closed, and stays counted there.
        kept = values.get("counted_in")
        closed = kept is not None and kept in set(session.scalars(select(ClosedPeriod.period)))
        return {} if closed else {"counted_in": open_quarter(session, values["month"])}
    return {}


def _contact(values: Mapping[str, Any], today: date) -> Problems:
    month = values.get("month")
    return {"month": "This month has not begun."} if month and month > Month.of(today) else {}


def _supporter(values: Mapping[str, Any], _today: date) -> Problems:
    pairs = (("leave_from", "leave_to"), ("joined", "left_on"), ("designated_on", "term_ends"))
    return {
        end: "This is before the date it follows."
        for start, end in pairs
        if values.get(start) and values.get(end) and values[end] < values[start]
    }


def agency_problems(values: Mapping[str, Any]) -> Problems:
    """Return which thresholds are below their floors (disclosure rule A8)."""
    floors = {"persons_threshold": 3, "contacts_threshold": 5}
    return {
        name: f"This can be {floor} at least."
        for name, floor in floors.items()
        if values.get(name) is not None and values[name] < floor
    }


_RULES: Mapping[str, Callable[[Mapping[str, Any], date], Problems]] = {
    kind_of(Contact): _contact,
    kind_of(Supporter): _supporter,
}
