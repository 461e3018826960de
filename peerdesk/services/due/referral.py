"""Referrals that have no outcome yet, once their month to look in again has come."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.referral import Referral
from peerdesk.periods import Month
from peerdesk.services.due.line import Due
from peerdesk.services.log_rules import FINAL


def due(session: Session, today: date) -> list[Due]:
    """Return one line for all of them: single referrals are never told apart."""
    open_ones = session.scalars(select(Referral).where(Referral.status.not_in(FINAL)))
    months = [each.followup_due or each.month.plus(1) for each in open_ones]
    over = [month for month in months if month <= Month.of(today)]
    if not over:
        return []
    oldest = min(over)
    words = f"Referrals without an outcome: {len(over)}, the oldest since {oldest.label}"
    day = oldest.last_day.replace(day=1)
    return [Due(day, words, "referral", None, "Enter outcomes")]
