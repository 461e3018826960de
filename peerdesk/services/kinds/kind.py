"""How one kind of record behaves beside others; what it is by itself, its class says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from peerdesk.models.fields import Problems, Record
from peerdesk.services.store.history import Stamp

Values = Mapping[str, Any]
NEW, DRAFT = "new", "draft"
"""Places on every page of records: a new one, and the entry that was begun and not saved."""


@dataclass(frozen=True)
class Deed:
    """One field of one record, set by the press of a button and taken back by another."""

    kind: str
    record: int
    field: str
    value: Any
    said: str
    """What was done, in a sentence."""


@dataclass(frozen=True)
class Due:
    """What is due, and what to do about it. The words hold for before and after the day."""

    on: date
    words: str
    kind: str
    """The kind of record whose page has the next step."""
    record: int | None
    """The record to open there, where there is one."""
    step: str
    """What the button says."""
    at: str = ""
    """Where on that page: a field of the record or a kind of its parts, a group of the list, a
    month or period, or what else the page knows by that name."""
    does: Deed | None = None
    """What the button does at once, where no page is needed for it."""


@dataclass(frozen=True)
class Look:
    """A sentence about a record; one that does not warn is there to know only."""

    words: str
    warns: bool = True


def _nothing(_session: Session, _values: Values) -> Problems:
    return {}


def _nothing_more(_session: Session, _values: Values) -> dict[str, Any]:
    return {}


def _never(_session: Session, _record: Any) -> str:
    return ""


def _never_frozen(_session: Session, _record: Any, _today: date) -> str:
    return ""


def _no_more(_session: Session, _record: Any, _before: Values, _stamp: Stamp) -> None:
    return


@dataclass(frozen=True)
class Kind:
    """One declaration for each kind of record that asks for, or changes, more than itself."""

    record: type[Record]
    beside: Callable[[Session, Values], Problems] = _nothing
    """What is wrong with a record beside those it belongs to."""
    fills: Callable[[Session, Values], dict[str, Any]] = _nothing_more
    """The fields that the program itself fills in when a record is stored."""
    frozen: Callable[[Session, Any, date], str] = _never_frozen
    """Why a stored record may no longer be changed; empty where it may."""
    held: Callable[[Session, Any], str] = _never
    """Why a record cannot be removed yet, beyond what refers to it; empty where it can."""
    follows: Callable[[Session, Any, Values, Stamp], None] = _no_more
    """What storing a record brings with it, given its values before: empty for a new one."""
    looks: Callable[[Session, Values, int | None, date], Sequence[Look]] | None = None
    """What deserves a second look although it may be stored: shown on the form, no refusal."""
    due: Callable[[Session, date], list[Due]] | None = None
    """What is due about records of the kind, up to some time after the given day."""
