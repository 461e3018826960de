"""What an import stored, record by record, and which row of its file it may not store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from peerdesk.services.store.checks import Invalid


@dataclass(frozen=True)
class Stored:
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
