"""What an import brought in, kept so that the whole of it can be taken back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from peerdesk.models.fields import Privacy, Record, field


class ImportBatch(Record):
    """One file brought in. Neither the file's name nor its rows are kept."""

    __tablename__ = "import_batch"
    label = "import"
    plural = "imports"
    noted = False

    kind: Mapped[str] = field("Kind of record", privacy=Privacy.INTERNAL, most=30)
    imported_on: Mapped[date] = field("Imported on", privacy=Privacy.INTERNAL)
    added: Mapped[int] = field("Added", privacy=Privacy.INTERNAL)
    merged: Mapped[int] = field("Merged", privacy=Privacy.INTERNAL)


class ImportedRecord(Record):
    """One record that an import added or changed, and what a changed one held before."""

    __tablename__ = "imported_record"
    label = "imported record"
    plural = "imported records"
    noted = False

    batch_id: Mapped[int] = mapped_column(
        ForeignKey("import_batch.id", ondelete="CASCADE"), index=True
    )
    record_id: Mapped[int] = mapped_column()
    record_version: Mapped[int] = mapped_column()
    before: Mapped[dict[str, str | int | None] | None] = mapped_column(JSON(none_as_null=True))
    record_kind: Mapped[str | None] = mapped_column()
    """The kind of the record, where it is another one than the batch's."""
