"""Taking a whole import back: what it added goes, what it filled in is blank again."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from peerdesk.errors import UserFacing
from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.fields import Record, blank_values
from peerdesk.models.importing import ImportBatch, ImportedRecord
from peerdesk.models.registry import record_type
from peerdesk.models.revision import Revision
from peerdesk.services.history import Stamp
from peerdesk.services.search import rebuild, searchable
from peerdesk.services.writing import put


def take_back(session: Session, batch: ImportBatch, stamp: Stamp) -> None:
    """Undo what an import added and changed; raises UserFacing where that cannot be done whole."""
    record = record_type(batch.kind)
    _refuse_changed(session, batch, record)
    merged = select(ImportedRecord).where(ImportedRecord.batch_id == batch.id)
    for each in session.scalars(merged.where(ImportedRecord.before.is_not(None))):
        blank = blank_values(record)
        values = (each.before or {}).items()
        before = {name: blank[name] if value is None else value for name, value in values}
        put(session, session.get_one(record, each.record_id), before, stamp)
    added = select(ImportedRecord.record_id).where(
        ImportedRecord.batch_id == batch.id, ImportedRecord.before.is_(None)
    )
    mine = (Revision.kind == batch.kind, Revision.number.in_(added))
    for statement in (delete(Revision).where(*mine), delete(record).where(record.id.in_(added))):
        session.execute(statement, execution_options={"synchronize_session": False})
    if searchable(record):
        rebuild(session)


def _refuse_changed(session: Session, batch: ImportBatch, record: type[Record]) -> None:
    table = record.__table__.c
    mine = ImportedRecord.batch_id == batch.id
    unchanged = (
        select(func.count())
        .select_from(ImportedRecord)
        .join(record, table.id == ImportedRecord.record_id)
        .where(mine, table.version == ImportedRecord.record_version)
    )
    changed = session.scalar(select(func.count()).select_from(ImportedRecord).where(mine)) or 0
    changed -= session.scalar(unchanged) or 0
    if changed:
        raise UserFacing(
            f"{changed} of these records were changed after the import.",
            "Correct or remove single records instead.",
        )
    if "counted_in" in table and session.scalar(
        select(func.count())
        .select_from(ImportedRecord)
        .join(record, table.id == ImportedRecord.record_id)
        .where(mine, table.counted_in.in_(select(ClosedPeriod.period)))
    ):
        raise UserFacing(
            "This import is part of a closed quarter.", "What a closed quarter holds stays."
        )
