"""One thing that is due, with its next step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session


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


Provider = Callable[[Session, date], list[Due]]
"""Returns what is due about one kind of record, up to some time after the given day."""
