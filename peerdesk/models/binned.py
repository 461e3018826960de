"""The recycle bin: records that were removed, kept for a month so that they can come back."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from peerdesk.models.fields import Privacy, Record, field


class Binned(Record):
    """One removed record, out of its own table, so that no list and no count has to leave it out.

    ``held`` are its values. ``links`` are the records that pointed to it, by table and column:
    removing it set them to nothing, and bringing it back sets them again.
    """

    __tablename__ = "binned"
    label = "removed record"
    plural = "removed records"
    noted = False

    kind: Mapped[str] = field("Kind of record", privacy=Privacy.INTERNAL, most=30)
    number: Mapped[int] = field("Record", privacy=Privacy.INTERNAL)
    title: Mapped[str] = field("Title", privacy=Privacy.INTERNAL, most=200)
    removed_on: Mapped[date] = field("Removed on", privacy=Privacy.INTERNAL)
    held: Mapped[dict[str, Any]] = mapped_column(JSON)
    links: Mapped[dict[str, list[int]]] = mapped_column(JSON)
