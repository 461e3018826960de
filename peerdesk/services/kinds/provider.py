"""A provider is verified once a year, and has a license that runs out."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from peerdesk.models.provider import Provider
from peerdesk.services.kinds.kind import Due, Kind, Look, Values

_VERIFY_DAYS = 365
"""After so many days a provider is due for another look."""
_AHEAD = timedelta(days=30)


def _looks(_session: Session, values: Values, _number: int | None, today: date) -> list[Look]:
    verified, told = values.get("verified_on"), []
    if verified is None or today > verified + timedelta(_VERIFY_DAYS):
        told.append(Look("Not verified in the last twelve months."))
    if values.get("license_expires") and values["license_expires"] < today:
        told.append(Look("The license has run out."))
    return told


def _due(session: Session, today: date) -> list[Due]:
    """Return the providers in use that are to be verified again within a month."""
    found = []
    for each in session.scalars(select(Provider).where(Provider.status != "former")):
        again = each.verified_on + timedelta(_VERIFY_DAYS) if each.verified_on else today
        if again <= today + _AHEAD:
            words = f"Verify again: {each.name}"
            found.append(Due(again, words, "provider", each.id, "Verify", at="verified_on"))
        if each.license_expires and each.license_expires <= today + _AHEAD:
            words = f"End of the license of {each.name}"
            step, place = "Ask for the new one", "license_expires"
            found.append(Due(each.license_expires, words, "provider", each.id, step, at=place))
    return found


PROVIDER = Kind(Provider, looks=_looks, due=_due)
