"""The words by which records are found, and the full-text index over them."""

from __future__ import annotations

from sqlalchemy import DDL, Table, UniqueConstraint, event
from sqlalchemy.orm import Mapped

from peerdesk.models.fields import Privacy, Record, field

INDEX = (
    """
    CREATE VIRTUAL TABLE search USING fts5(
        words, content='searched', content_rowid='id', prefix='2 3',
        tokenize='unicode61 remove_diacritics 2'
    )
    """,
    "INSERT INTO search (search, rank) VALUES ('secure-delete', 1)",
)
"""What makes the index. Secure-delete lets it forget the words of an erased record at once."""


class Searched(Record):
    """The words of one record, as the index reads them; the highest number is the newest."""

    __tablename__ = "searched"
    label = "search entry"
    plural = "search entries"
    noted = False
    __table_args__ = (UniqueConstraint("kind", "number"),)

    kind: Mapped[str] = field("Kind of record", privacy=Privacy.INTERNAL, most=30)
    number: Mapped[int] = field("Record", privacy=Privacy.INTERNAL)
    words: Mapped[str] = field("Words", privacy=Privacy.INTERNAL, most=4000)


assert isinstance(Searched.__table__, Table)  # noqa: S101 - narrows SQLAlchemy's type
for statement in INDEX:
    event.listen(Searched.__table__, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
