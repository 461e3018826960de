"""A referral is followed until it has an outcome, even after its quarter was closed."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.provider import Provider
from peerdesk.models.referral import FINAL, Referral
from peerdesk.periods import Month
from peerdesk.services.counts.quarters import open_quarter
from peerdesk.services.kinds.kind import Due, Kind, Look, Values

_EVALUATES = "This provider does evaluations for your agency. Tell the person before you refer."


def _fills(session: Session, values: Values) -> dict[str, Any]:
    """Keep it counted where it was counted once that quarter was closed."""
    kept = values.get("counted_in")
    closed = kept is not None and kept in set(session.scalars(select(ClosedPeriod.period)))
    return {} if closed else {"counted_in": open_quarter(session, values["month"])}


def _held(session: Session, referral: Referral) -> str:
    if referral.status not in FINAL:
        return "This referral has no outcome yet."
    closed = set(session.scalars(select(ClosedPeriod.period)))
    return "This referral is part of a closed quarter." if referral.counted_in in closed else ""


def _looks(session: Session, values: Values, _number: int | None, _today: date) -> list[Look]:
    number = values.get("provider_id")
    provider = session.get(Provider, number) if number else None
    return [Look(_EVALUATES)] if provider is not None and provider.evaluates else []


def _due(session: Session, today: date) -> list[Due]:
    """Return one line for all of them: single referrals are never told apart."""
    open_ones = session.scalars(select(Referral).where(Referral.status.not_in(FINAL)))
    months = [each.followup_due or each.month.plus(1) for each in open_ones]
    over = [month for month in months if month <= Month.of(today)]
    if not over:
        return []
    oldest = min(over)
    words = f"Referrals without an outcome: {len(over)}, the oldest since {oldest.label}"
    day = oldest.last_day.replace(day=1)
    return [Due(day, words, "referral", None, "Enter outcomes", at="open")]


REFERRAL = Kind(Referral, fills=_fills, held=_held, looks=_looks, due=_due)
