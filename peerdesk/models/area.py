"""Which parts of PeerDesk a program uses: a small program sees a small program."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Record, field


class ProgramArea(Record):
    """One area that was switched on or off; one without a row was never decided on."""

    __tablename__ = "program_area"
    label = "part of the program"
    plural = "parts of the program"
    __table_args__ = (UniqueConstraint("area"),)

    area: Mapped[str] = field("Area", privacy=Privacy.INTERNAL, vocabulary="area")
    used: Mapped[bool] = field("Used", privacy=Privacy.INTERNAL)
