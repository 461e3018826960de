"""What is known of the backups that were made: when they were last read, and where."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Record, field


class KnownBackup(Record):
    """One backup file, by its name; times are UTC, written ``2026-11-24T21:30:00Z``."""

    __tablename__ = "backup"
    label = "backup"
    plural = "backups"
    noted = False
    __table_args__ = (UniqueConstraint("name", "off_machine"),)

    name: Mapped[str] = field("File name", privacy=Privacy.INTERNAL, most=80)
    made_at: Mapped[str] = field("Made", privacy=Privacy.INTERNAL, most=20)
    reason: Mapped[str] = field("Why", privacy=Privacy.INTERNAL, vocabulary="backup_reason")
    off_machine: Mapped[bool] = field("On another disk", privacy=Privacy.INTERNAL)
    verified_at: Mapped[str | None] = field("Verified", privacy=Privacy.INTERNAL, most=20)
    checksum: Mapped[str | None] = field("Checksum", privacy=Privacy.INTERNAL, most=64)
    """Of what the file said of itself then; a file that says something else is not that one."""
