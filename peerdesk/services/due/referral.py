"""Referrals that have no outcome yet, once their month to look in again has come."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.referral import Referral
from peerdesk.periods import Month
from peerdesk.services.due.line import Due
from peerdesk.services.log_rules import FINAL


def due(session: Session, today: date) -> list[Due]:
    """Return one line for each month: several referrals of a month are never told apart."""
    open_ones = session.scalars(select(Referral).where(Referral.status.not_in(FINAL)))
    months = Counter(each.followup_due or each.month.plus(1) for each in open_ones)
    return [
        Due(
            month.last_day.replace(day=1),
            f"Referrals without an outcome, to look into in {month.label}: {number}",
            "referral",
            None,
            "Enter outcomes",
        )
        for month, number in sorted(months.items())
        if month <= Month.of(today)
    ]
