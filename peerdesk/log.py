"""The log: an allow-list of facts about what happened, and never the value of a record."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

_log = logging.getLogger("peerdesk")
_LARGEST = 1_000_000


@dataclass(frozen=True)
class Event:
    """One line of the log. There is no free text: a field that is not listed cannot be written."""

    name: str
    kind: str = ""
    count: int | None = None
    milliseconds: int | None = None
    error: str = ""
    """The class of an exception, never its text."""


def write(event: Event) -> None:
    """Write one event to the log."""
    _log.info("%s", json.dumps({key: value for key, value in asdict(event).items() if value}))


def to_file(path: Path) -> None:
    """Send the log to a file; one that has grown past a megabyte is put aside first."""
    if path.exists() and path.stat().st_size > _LARGEST:
        path.replace(path.with_suffix(".old.log"))
    # The rotating handler would load the socket module, at some cost and for nothing.
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
