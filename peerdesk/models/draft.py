"""Entries that were not saved yet, kept inside the vault when it locks or the power fails."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from peerdesk.models.fields import Privacy, Record, field


class Draft(Record):
    """What stood in the form of one page, and which record it was about."""

    __tablename__ = "draft"
    label = "draft"
    plural = "drafts"
    noted = False

    page: Mapped[str] = field("Page", privacy=Privacy.INTERNAL, most=40, index=True)
    record_id: Mapped[int | None] = field("Record", privacy=Privacy.INTERNAL)
    entered: Mapped[dict[str, Any]] = mapped_column(JSON)
