"""The log: an allow-list of facts about what happened, and never the value of a record."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

_log = logging.getLogger("peerdesk")


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
    """Send the log to a file beside the settings, one megabyte at most."""
    from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - only the window keeps a log

    handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    _log.propagate = False
