"""The history of a record: what changed, when, and by whom."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from peerdesk.models.fields import Privacy, Record, field


class Revision(Record):
    """One change of one record; records about support given have none (``Record.sensitive``).

    ``changes`` maps a field to its value before and after, and is empty for adding, removing and
    bringing back. It may hold confidential values, so it is shown on the record's own page only.
    """

    __tablename__ = "revision"
    label = "change"
    plural = "changes"
    noted = False

    kind: Mapped[str] = field("Kind of record", privacy=Privacy.INTERNAL, most=30)
    number: Mapped[int] = field("Record", privacy=Privacy.INTERNAL, index=True)
    at: Mapped[str] = field("When", privacy=Privacy.INTERNAL, most=20)
    who: Mapped[str] = field("Who", privacy=Privacy.INTERNAL, most=80)
    action: Mapped[str] = field("What", privacy=Privacy.INTERNAL, vocabulary="activity")
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
