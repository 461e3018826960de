"""Taking a whole import back: what it added goes, what it filled in is blank again.

For that an import remembers how it left each record; one that it may not store names its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, delete, func, select
from sqlalchemy.orm import Session

from peerdesk.errors import UserFacing
from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.fields import Record, blank_values, fields_of, kind_of
from peerdesk.models.importing import ImportBatch, ImportedRecord
from peerdesk.models.registry import RECORDS, record_type
from peerdesk.models.revision import Revision
from peerdesk.services.store.checks import Invalid
from peerdesk.services.store.history import Stamp
from peerdesk.services.store.search import rebuild, searchable
from peerdesk.services.store.write import put


@dataclass(frozen=True)
class ImportedAs:
    """A record as an import left it, with what a changed one held before."""

    id: int
    version: int
    before: dict[str, Any] | None = None
    record_kind: str | None = None
    """The kind of the record, where one import brings in several kinds."""


@contextmanager
def about_row(number: int) -> Iterator[None]:
    """Let what is refused say in which row of the file it stands."""
    try:
        yield
    except Invalid as refusal:
        refusal.title = f"Row {number} cannot come in, so nothing of the file did."
        raise


def take_back(session: Session, batch: ImportBatch, stamp: Stamp) -> None:
    """Undo what an import added and changed; raises UserFacing where that cannot be done whole."""
    parts = [_Part(session, batch, record) for record in _records(session, batch)]
    for part in parts:
        part.refuse_changed()
        part.refuse_closed()
    for part in parts:
        part.take_back(stamp)
    if any(searchable(part.record) for part in parts):
        rebuild(session)


def _records(session: Session, batch: ImportBatch) -> list[type[Record]]:
    """Return the kinds that an import brought in; what leans on another kind comes first."""
    named = select(ImportedRecord.record_kind).where(ImportedRecord.batch_id == batch.id)
    kinds = {kind or batch.kind for kind in session.scalars(named.distinct())}
    order = [table.name for table in Record.metadata.sorted_tables]
    return [record_type(kind) for kind in sorted(kinds, key=order.index, reverse=True)]


class _Part:
    """The records of one kind that an import brought in."""

    def __init__(self, session: Session, batch: ImportBatch, record: type[Record]) -> None:
        self._session, self.record = session, record
        kind = func.coalesce(ImportedRecord.record_kind, batch.kind)
        self._mine = and_(ImportedRecord.batch_id == batch.id, kind == kind_of(record))
        self._added = select(ImportedRecord.record_id).where(
            self._mine, ImportedRecord.before.is_(None)
        )

    def refuse_changed(self) -> None:
        """Raise UserFacing where any of them was changed, or has had something added to it."""
        table = self.record.__table__.c
        unchanged = (
            self._count()
            .join(self.record, table.id == ImportedRecord.record_id)
            .where(table.version == ImportedRecord.record_version)
        )
        changed = self._number(self._count()) - self._number(unchanged)
        if changed or self._leaned_on():
            raise UserFacing(
                f"{changed or 'Some'} of these records were changed after the import.",
                "Correct or remove single records instead.",
            )

    def refuse_closed(self) -> None:
        """Raise UserFacing where any of them counts in a closed quarter."""
        table = self.record.__table__.c
        if "counted_in" in table and self._number(
            self._count()
            .join(self.record, table.id == ImportedRecord.record_id)
            .where(table.counted_in.in_(select(ClosedPeriod.period)))
        ):
            raise UserFacing(
                "This import is part of a closed quarter.", "What a closed quarter holds stays."
            )

    def take_back(self, stamp: Stamp) -> None:
        """Put back what was changed, and remove what was added, with its history."""
        session, record = self._session, self.record
        merged = select(ImportedRecord).where(self._mine, ImportedRecord.before.is_not(None))
        for each in session.scalars(merged):
            blank = blank_values(record)
            values = (each.before or {}).items()
            before = {name: blank[name] if value is None else value for name, value in values}
            put(session, session.get_one(record, each.record_id), before, stamp)
        mine = (Revision.kind == kind_of(record), Revision.number.in_(self._added))
        gone = delete(record).where(record.id.in_(self._added))
        for statement in (delete(Revision).where(*mine), gone):
            session.execute(statement, execution_options={"synchronize_session": False})

    def _leaned_on(self) -> bool:
        """Say whether a record that was not part of the import cannot be without one of them."""
        for other in RECORDS:
            for each in fields_of(other):
                if each.refers_to != kind_of(self.record) or not (each.holds or each.owned):
                    continue
                brought = select(ImportedRecord.record_id).where(
                    ImportedRecord.record_kind == kind_of(other)
                )
                leaning = select(func.count(other.id)).where(
                    other.__table__.c[each.name].in_(self._added), other.id.not_in(brought)
                )
                if self._session.scalar(leaning):
                    return True
        return False

    def _count(self) -> Select[int]:
        return select(func.count()).select_from(ImportedRecord).where(self._mine)

    def _number(self, statement: Select[int]) -> int:
        return self._session.scalar(statement) or 0
