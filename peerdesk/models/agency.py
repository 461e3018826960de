"""The agency, and the choices that hold for its whole program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Problems, Record, field

FLOORS = MappingProxyType({"persons_threshold": 3, "contacts_threshold": 5})
"""The least that each threshold may be (disclosure rule A8)."""


class Agency(Record):
    """The one agency whose program this vault holds."""

    __tablename__ = "agency"
    label = "agency"
    plural = "agency"

    name: Mapped[str] = field("Agency name", privacy=Privacy.COUNTABLE, most=80)
    program_name: Mapped[str] = field(
        "Program name",
        privacy=Privacy.COUNTABLE,
        most=80,
        default="Peer Support Program",
        hint="Printed at the head of every report.",
    )
    agency_type: Mapped[str] = field(
        "Kind of agency", privacy=Privacy.COUNTABLE, vocabulary="agency_type", default="police"
    )
    state: Mapped[str | None] = field("State", privacy=Privacy.COUNTABLE, most=30)
    logging_mode: Mapped[str] = field(
        "How contacts are logged",
        privacy=Privacy.INTERNAL,
        vocabulary="logging_mode",
        default="tally",
        hint="Some states forbid any written record of a support session. Ask your agency's "
        "attorney before you choose coded rows; monthly totals keep no row for a contact.",
    )
    persons_threshold: Mapped[int] = field(
        "Smallest number of people shown", privacy=Privacy.INTERNAL, default=5, most=50
    )
    contacts_threshold: Mapped[int] = field(
        "Smallest number of contacts shown", privacy=Privacy.INTERNAL, default=10, most=100
    )
    guard_insiders: Mapped[bool] = field(
        "Guard against insiders",
        privacy=Privacy.INTERNAL,
        default=False,
        hint="Whoever is alone in a line of a table knows its number, and could work out another. "
        "Reports that leave the agency are always guarded.",
    )
    supporter_days: Mapped[int] = field(
        "Days a contact keeps its supporter",
        privacy=Privacy.INTERNAL,
        default=90,
        most=365,
        hint="After this many days the supporter is removed from coded rows.",
    )
    lock_minutes: Mapped[int] = field(
        "Minutes until PeerDesk locks itself",
        privacy=Privacy.INTERNAL,
        default=10,
        most=30,
        hint="Counted from the last key or click.",
    )
    sample: Mapped[bool] = field(
        "Sample agency", privacy=Privacy.INTERNAL, default=False, editable=False
    )

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Refuse thresholds below their floors (disclosure rule A8)."""
        return {
            name: f"This can be {floor} at least."
            for name, floor in FLOORS.items()
            if values.get(name) is not None and values[name] < floor
        }
