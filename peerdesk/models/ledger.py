"""The ledger: what a quarter counted when it was closed, and everything that was ever issued."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from peerdesk.models.fields import Privacy, Record, field
from peerdesk.periods import Period


class FrozenCount(Record):
    """One count of a closed quarter. Neither it nor any other row here is ever changed."""

    __tablename__ = "frozen_count"
    label = "frozen count"
    plural = "frozen counts"
    noted = False
    sensitive = True
    __table_args__ = (UniqueConstraint("period", "dimension", "code"),)

    period: Mapped[Period] = field("Period", privacy=Privacy.INTERNAL)
    dimension: Mapped[str] = field("Dimension", privacy=Privacy.INTERNAL, most=60)
    """Of a level above the finest: ``topic/group``."""
    code: Mapped[str] = field("Code", privacy=Privacy.INTERNAL, most=40)
    contacts: Mapped[int] = field("Contacts", privacy=Privacy.INTERNAL)
    firsts: Mapped[int] = field("First contacts", privacy=Privacy.INTERNAL)
    supporters: Mapped[int | None] = field("Supporters behind it", privacy=Privacy.INTERNAL)
    most: Mapped[int | None] = field("Of the busiest supporter", privacy=Privacy.INTERNAL)


class Publication(Record):
    """A report that left the coordinator's hands, with its paper as it was."""

    __tablename__ = "publication"
    label = "issued report"
    plural = "issued reports"
    noted = False

    report: Mapped[str] = field("Report", privacy=Privacy.INTERNAL, most=40)
    title: Mapped[str] = field("Title", privacy=Privacy.INTERNAL, most=120)
    period: Mapped[Period] = field("Period", privacy=Privacy.INTERNAL, index=True)
    issued_on: Mapped[date] = field("Issued on", privacy=Privacy.INTERNAL)
    audience: Mapped[str] = field(
        "For whom", privacy=Privacy.INTERNAL, vocabulary="report_audience", default="command"
    )
    purpose: Mapped[str] = field(
        "Purpose", privacy=Privacy.INTERNAL, vocabulary="report_purpose", default="oversight"
    )
    legal_basis: Mapped[str | None] = field("Legal basis", privacy=Privacy.INTERNAL, most=120)
    persons_threshold: Mapped[int] = field("Smallest number of people", privacy=Privacy.INTERNAL)
    contacts_threshold: Mapped[int] = field("Smallest number of contacts", privacy=Privacy.INTERNAL)
    policy: Mapped[str] = field("Rules by PeerDesk", privacy=Privacy.INTERNAL, most=20)
    levels: Mapped[str] = field("Levels of its tables", privacy=Privacy.INTERNAL, most=4000)
    digest: Mapped[str] = field("SHA-256 of the paper", privacy=Privacy.INTERNAL, most=64)
    paper: Mapped[str] = field("Paper", privacy=Privacy.INTERNAL, most=20_000_000)
    """The PDF, compressed, in base 85; docs/decisions/0011-ledger.md says why it is kept."""
    insiders: Mapped[bool | None] = field(
        "Guarded against readers behind a count of one", privacy=Privacy.INTERNAL
    )
    """Empty for what was issued before there was such a guard."""


class PublishedCell(Record):
    """One number of an issued report: what it counts, and what was printed; nothing of a blank."""

    __tablename__ = "published_cell"
    label = "issued number"
    plural = "issued numbers"
    noted = False
    sensitive = True

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    measure: Mapped[str] = field("Measure", privacy=Privacy.INTERNAL, most=60)
    period: Mapped[str] = field("Period", privacy=Privacy.INTERNAL, most=40)
    place: Mapped[str] = field("Counted", privacy=Privacy.INTERNAL, most=4000)
    """Dimensions with their leaf codes, in one way: ``mode=phone,text&topic=grief``."""
    printed: Mapped[int | None] = field("Number", privacy=Privacy.INTERNAL)
    """None where a dot was printed."""


class Recall(Record):
    """An issued report that was called back; its numbers still count as known."""

    __tablename__ = "recall"
    label = "recall"
    plural = "recalls"
    noted = False

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    recalled_on: Mapped[date] = field("Recalled on", privacy=Privacy.INTERNAL)
    reason: Mapped[str] = field("Reason", privacy=Privacy.INTERNAL, vocabulary="recall_reason")


class RestoreMark(Record):
    """That the vault came from a backup: reports issued after it was made are not in the ledger."""

    __tablename__ = "restore_mark"
    label = "restore"
    plural = "restores"
    noted = False


class RestoreAnswer(Record):
    """That all reports issued before a restore are in the ledger again, or that there were none."""

    __tablename__ = "restore_answer"
    label = "answer after a restore"
    plural = "answers after a restore"
    noted = False

    mark_id: Mapped[int] = mapped_column(ForeignKey("restore_mark.id"), index=True)
    answered_on: Mapped[date] = field("Answered on", privacy=Privacy.INTERNAL)
