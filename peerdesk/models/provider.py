"""The directory of people and places that supporters refer to, with how well each was checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import NOT_YET, Privacy, Problems, Record, field


class Provider(Record):
    """One provider: what they offer, how to reach them, and what was checked."""

    __tablename__ = "provider"
    label = "provider"
    plural = "providers"
    by_hand = True

    name: Mapped[str] = field(
        "Name", privacy=Privacy.INTERNAL, section="Provider", most=80, index=True
    )
    provider_type: Mapped[str] = field(
        "Type", privacy=Privacy.COUNTABLE, vocabulary="provider_type", section="Provider"
    )
    organization: Mapped[str | None] = field(
        "Organization", privacy=Privacy.INTERNAL, section="Provider", most=80
    )
    status: Mapped[str] = field(
        "Status",
        privacy=Privacy.COUNTABLE,
        vocabulary="provider_status",
        section="Provider",
        default="accepting",
    )
    evaluates: Mapped[bool] = field(
        "Does evaluations for us",
        privacy=Privacy.INTERNAL,
        section="Provider",
        hint="Fitness-for-duty or pre-employment. A conflict: supporters must know before they "
        "refer.",
    )
    phone: Mapped[str | None] = field("Phone", privacy=Privacy.INTERNAL, section="Reach", most=30)
    email: Mapped[str | None] = field("E-mail", privacy=Privacy.INTERNAL, section="Reach", most=80)
    crisis: Mapped[bool] = field("Takes crisis calls", privacy=Privacy.INTERNAL, section="Reach")
    telehealth: Mapped[bool] = field("Telehealth", privacy=Privacy.INTERNAL, section="Reach")
    drive_minutes: Mapped[int | None] = field(
        "Drive (minutes)", privacy=Privacy.INTERNAL, section="Reach", most=600
    )
    wait_days: Mapped[int | None] = field(
        "Wait for a first visit (days)", privacy=Privacy.INTERNAL, section="Reach", most=400
    )
    insurance: Mapped[str | None] = field(
        "Insurance taken", privacy=Privacy.INTERNAL, section="Reach", most=120
    )
    fee: Mapped[str | None] = field("Fee", privacy=Privacy.INTERNAL, section="Reach", most=60)
    languages: Mapped[str | None] = field(
        "Languages besides English", privacy=Privacy.INTERNAL, section="Reach", most=80
    )
    specialties: Mapped[str | None] = field(
        "Specialties and methods", privacy=Privacy.INTERNAL, section="Vetting", most=120
    )
    license_type: Mapped[str | None] = field(
        "License and state", privacy=Privacy.INTERNAL, section="Vetting", most=60
    )
    license_expires: Mapped[date | None] = field(
        "License expires", privacy=Privacy.INTERNAL, section="Vetting"
    )
    culture_course: Mapped[str | None] = field(
        "First-responder training", privacy=Privacy.INTERNAL, section="Vetting", most=80
    )
    responder_years: Mapped[int | None] = field(
        "Years with first responders", privacy=Privacy.INTERNAL, section="Vetting", most=60
    )
    ride_along: Mapped[bool] = field(
        "Did a ride-along", privacy=Privacy.INTERNAL, section="Vetting"
    )
    interviewed: Mapped[bool] = field("Interviewed", privacy=Privacy.INTERNAL, section="Vetting")
    references_checked: Mapped[bool] = field(
        "References checked", privacy=Privacy.INTERNAL, section="Vetting"
    )
    license_checked: Mapped[bool] = field(
        "License checked", privacy=Privacy.INTERNAL, section="Vetting"
    )
    agreement_on: Mapped[date | None] = field(
        "Agreement signed on", privacy=Privacy.INTERNAL, section="Vetting"
    )
    verified_on: Mapped[date | None] = field(
        "Last verified on",
        privacy=Privacy.INTERNAL,
        section="Vetting",
        hint="Called or checked: still there, still taking people, same terms.",
    )

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Refuse days that are still to come."""
        days = ("verified_on", "agreement_on")
        return {name: NOT_YET for name in days if values.get(name) and values[name] > today}
