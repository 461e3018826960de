"""The people and papers that can open the vault; the header itself holds no names."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Record, field


class KnownOpener(Record):
    """What is known of one key slot. It stays when the slot is removed, for old backups."""

    __tablename__ = "opener"
    label = "way in"
    plural = "ways in"
    noted = False

    slot: Mapped[str] = field("Slot", privacy=Privacy.INTERNAL, most=32, index=True)
    kind: Mapped[str] = field("Kind", privacy=Privacy.INTERNAL, vocabulary="opener_kind")
    name: Mapped[str] = field("Name", privacy=Privacy.INTERNAL, most=80)
    role: Mapped[str] = field("Role", privacy=Privacy.INTERNAL, vocabulary="opener_role")
    since: Mapped[date] = field("Since", privacy=Privacy.INTERNAL)
    proven_on: Mapped[date | None] = field("Last typed back", privacy=Privacy.INTERNAL)
    removed_on: Mapped[date | None] = field("Removed on", privacy=Privacy.INTERNAL)
