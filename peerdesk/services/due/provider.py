"""Providers that were not verified for a year, or whose license runs out."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.provider import Provider
from peerdesk.services.cautions import VERIFY_DAYS
from peerdesk.services.due.line import Due

_AHEAD = timedelta(days=30)


def due(session: Session, today: date) -> list[Due]:
    """Return the providers in use that are to be verified again within a month."""
    found = []
    for each in session.scalars(select(Provider).where(Provider.status != "former")):
        again = each.verified_on + timedelta(VERIFY_DAYS) if each.verified_on else today
        if again <= today + _AHEAD:
            words = f"Verify again: {each.name}"
            found.append(Due(again, words, "provider", each.id, "Verify"))
        if each.license_expires and each.license_expires <= today + _AHEAD:
            words = f"End of the license of {each.name}"
            found.append(
                Due(each.license_expires, words, "provider", each.id, "Ask for the new one")
            )
    return found
