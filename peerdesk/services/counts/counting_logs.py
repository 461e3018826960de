"""Counting referrals and people reached after incidents; the result stays with the coordinator."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from peerdesk.disclosure.table import Count
from peerdesk.models.intervention import Intervention
from peerdesk.models.referral import Referral
from peerdesk.periods import Period


def count_logs(session: Session, quarter: Period) -> dict[str, dict[Any, Count]]:
    """Return referrals by status and by kind of help, and people who came by kind of session.

    None of them tells people apart: a person can be referred twice, or come to two sessions.
    """
    here = Referral.counted_in == quarter
    return {
        "referral_status": _referrals(session, Referral.status, here),
        "referral_type": _referrals(session, Referral.provider_type, here),
        "reach": _reach(session, quarter),
    }


def _referrals(session: Session, column: Any, here: Any) -> dict[Any, Count]:
    rows = session.execute(select(column, func.count()).where(here).group_by(column))
    return {code: Count(count, 0) for code, count in rows}


def _reach(session: Session, quarter: Period) -> dict[Any, Count]:
    first, last = days_of(quarter)
    rows = session.execute(
        select(Intervention.intervention_type, func.sum(Intervention.attended))
        .where(Intervention.held_on.between(first, last), Intervention.attended > 0)
        .group_by(Intervention.intervention_type)
    )
    return {code: Count(people or 0, 0) for code, people in rows}


def days_of(period: Period) -> tuple[date, date]:
    """Return the first and the last day of a period."""
    return period.start.last_day.replace(day=1), period.end.last_day
