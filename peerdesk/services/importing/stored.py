"""What an import stored, record by record, so that all of it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Stored:
    """A record as an import left it, with what a changed one held before."""

    id: int
    version: int
    before: dict[str, Any] | None = None
    record_kind: str | None = None
    """The kind of the record, where one import brings in several kinds."""
