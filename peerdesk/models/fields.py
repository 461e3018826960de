"""One declaration for each field: what it is called, who may see it, and what may count by it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, ClassVar, get_args, get_type_hints

from sqlalchemy import ForeignKey, MetaData, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from peerdesk.hours import Hours
from peerdesk.models.types import Codes, CodesType, HoursType, MonthType, PeriodType
from peerdesk.periods import Month, Period

Problems = dict[str, str]
"""Field name to a sentence that says what to do."""
NOT_YET = "This day has not come yet."
NOT_BEGUN = "This month has not begun."
TOO_EARLY = "This is before the date it follows."


class Privacy(enum.Enum):
    """Who may see a field."""

    COUNTABLE = "countable"
    """May be counted for command staff, behind the small-number protection."""
    INTERNAL = "internal"
    """The coordinator's own screens and working papers."""
    CONFIDENTIAL = "confidential"
    """Shown on its own form and nowhere else: not in lists, filters, working papers or exports."""


@dataclass(frozen=True)
class Field:
    """All that form, list, import, field guide and counting need to know about one column."""

    name: str
    label: str
    privacy: Privacy
    required: bool
    type: type
    """Python type of the value: str, int, bool, date, Month, Period, Hours or Codes."""
    vocabulary: str | None = None
    refers_to: str | None = None
    """The kind of record whose number this field holds."""
    section: str = ""
    hint: str = ""
    most: int | None = None
    """The longest text, the largest number, or how many codes may be chosen."""
    default: Any = None
    sticky: bool = False
    """Whether "Save and new" keeps the value for the next record."""
    editable: bool = True
    """False for what the program itself fills in."""
    holds: bool = False
    """Whether the record referred to cannot be removed while this one is there."""
    owned: bool = False
    """Whether this one goes into the bin, and comes back, with the record referred to."""


def field(  # noqa: PLR0913 - a declaration: every argument is named at each use
    label: str,
    *,
    privacy: Privacy,
    vocabulary: str | None = None,
    refers_to: str | None = None,
    section: str = "",
    hint: str = "",
    most: int | None = None,
    default: Any = None,
    sticky: bool = False,
    editable: bool = True,
    index: bool = False,
    holds: bool = False,
    owned: bool = False,
) -> MappedColumn[Any]:
    """Declare a column; ``Mapped[X | None]`` makes it optional, ``Mapped[X]`` required.

    A text field without a vocabulary needs ``most``, its longest length. A reference that ``holds``
    keeps the record it names from being removed; one that is ``owned`` goes into the bin with it;
    any other becomes empty with that removal.
    """
    declared = {
        "label": label,
        "privacy": privacy,
        "vocabulary": vocabulary,
        "refers_to": refers_to,
        "section": section,
        "hint": hint,
        "most": most,
        "default": default,
        "sticky": sticky,
        "editable": editable,
        "holds": holds,
        "owned": owned,
    }
    gone = "RESTRICT" if holds or owned else "SET NULL"
    keys = [ForeignKey(f"{refers_to}.id", ondelete=gone)] if refers_to else []
    return mapped_column(*keys, index=index, info={"declared": declared})


class Record(DeclarativeBase):
    """Anything kept in the vault. Its text form is its kind and number, never what it holds."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Month: MonthType,
        Period: PeriodType,
        Hours: HoursType,
        Codes: CodesType,
    }

    label: ClassVar[str]
    """What one record is called on screen, in lower case: ``peer supporter``."""
    plural: ClassVar[str]
    titled_by: ClassVar[tuple[str, ...]] = ()
    """The fields that make a record's title; the first declared one where none are named."""
    by_hand: ClassVar[bool] = False
    """Whether people add, change and remove it in a form of its own: it has a place in the bin."""
    sensitive: ClassVar[bool] = False
    """Whether it speaks of support given: then the record of activity leaves its number out, and
    it has no history and no words to search for."""
    noted: ClassVar[bool] = True
    """Whether the record of activity says when one is added, changed or removed."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-2)
    version: Mapped[int] = mapped_column(sort_order=-1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by SQLAlchemy

    @classmethod
    def wrong(cls, values: Mapping[str, Any], today: date) -> Problems:
        """Return what a whole record refuses by its own values, beyond the rules of its fields.

        Fields may be missing or empty here; what it asks of other records is ``services.kinds``.
        """
        return {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {inspect(self).identity or 'new'}>"


def kind_of(record: type[Record]) -> str:
    """Return the stable name of a record type, which is its table's name."""
    return str(record.__tablename__)


@cache
def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """Return the declared fields of a record type, in the order of their declaration."""
    hints = get_type_hints(record)
    return tuple(
        _finish(column.key, column.info["declared"], hints[column.key])
        for column in record.__table__.columns
        if "declared" in column.info
    )


def field_of(record: type[Record], name: str) -> Field:
    """Return one declared field; raises KeyError where there is none of that name."""
    return {each.name: each for each in fields_of(record)}[name]


def _finish(name: str, declared: dict[str, Any], hint: Any) -> Field:
    inner = get_args(hint)[0]
    choices = [each for each in get_args(inner) if each is not type(None)]
    kind = choices[0] if choices else inner
    required = not choices and kind not in (bool, Codes)
    return Field(name=name, type=kind, required=required, **declared)


def title_fields(record: type[Record]) -> tuple[Field, ...]:
    """Return the fields that make a record's title."""
    if not record.titled_by:
        return fields_of(record)[:1]
    return tuple(field_of(record, name) for name in record.titled_by)


def blank_values(record: type[Record]) -> dict[str, Any]:
    """Return the values with which a new record starts."""
    given = {each.name: each.default for each in fields_of(record)}
    return {**given, **empty_values(record)}


def empty_values(record: type[Record]) -> dict[str, Any]:
    """Return the values of the fields that are never without one: no, and no codes."""
    empty: dict[type, Any] = {bool: False, Codes: Codes()}
    return {
        each.name: empty[each.type]
        for each in fields_of(record)
        if each.type in empty and each.default is None
    }


def plain(record: Record) -> dict[str, Any]:
    """Return a record's declared values, apart from any session, with its id."""
    names = [each.name for each in fields_of(type(record))]
    return {"id": record.id, **{name: getattr(record, name) for name in names}}
