"""A supporter on the team of an intervention, with the attestation that protects it."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Record, field


class Responder(Record):
    """One supporter who took part in giving an intervention."""

    __tablename__ = "responder"
    label = "team member"
    plural = "team members"
    __table_args__ = (UniqueConstraint("intervention_id", "supporter_id"),)

    supporter_id: Mapped[int] = field(
        "Supporter", privacy=Privacy.INTERNAL, refers_to="supporter", holds=True, index=True
    )
    intervention_id: Mapped[int] = field(
        "Intervention", privacy=Privacy.INTERNAL, refers_to="intervention", owned=True
    )
    role: Mapped[str] = field(
        "Role", privacy=Privacy.INTERNAL, vocabulary="response_role", default="peer"
    )
    attested: Mapped[bool] = field(
        "Attests: no conflict",
        privacy=Privacy.INTERNAL,
        hint="Was not a witness, party, first responder or investigator in this incident.",
    )
