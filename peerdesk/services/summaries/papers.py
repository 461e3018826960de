"""What the working papers about the vault are made from; none of it is the value of a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from peerdesk.safe import Drill


@dataclass(frozen=True)
class Holding:
    """How much of one kind of record the vault holds, and from when to when."""

    label: str
    count: int
    first: str = ""
    """The earliest date, month or period in words; empty where the kind has none."""
    last: str = ""


@dataclass(frozen=True)
class Holdings:
    """What the vault holds, without a word of it."""

    holdings: tuple[Holding, ...]


@dataclass(frozen=True)
class OpenerLine:
    """One way into the vault, in words."""

    name: str
    what: str
    since: date
    proven: str


@dataclass(frozen=True)
class OpenerList:
    """Who and what can open the vault."""

    lines: tuple[OpenerLine, ...]
    warning: str = ""


@dataclass(frozen=True)
class DrillRecord:
    """A restore that was tried, by whom, and what it found."""

    drill: Drill
    by: str
    opened_with: str
    """In words: a passphrase, or the words of a sheet."""
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ActivityList:
    """A part of the record of activity, as sentences, oldest last."""

    sentences: tuple[str, ...]
    shown: str
    """Which part it is."""
    result: str
    """What checking the whole record found."""
    mark: str


@dataclass(frozen=True)
class RegisterLine:
    """One report that was issued: to whom, why, and how much of it was left out."""

    number: int
    report: str
    """Title and period."""
    issued_on: date
    audience: str
    purpose: str
    """With the legal basis, where there is one."""
    numbers: str
    """How many were printed and left out, and whether guarded against insiders, in words."""
    state: str
    digest: str
    """SHA-256 of the paper."""


@dataclass(frozen=True)
class Register:
    """Everything that was ever issued, newest first."""

    lines: tuple[RegisterLine, ...]


@dataclass(frozen=True)
class HandOver:
    """What two coordinators sign when the program changes hands."""

    old: str
    new: str
    on: date
    holdings: tuple[Holding, ...]
    backup: str
    """The first backup under the new key, in a sentence."""
    retired: tuple[str, ...]
    """Ways in that no longer open the vault."""
    old_backups: tuple[str, ...]
    """Backups that the old secrets still open, and were kept."""
    deleted: int
    """How many such backups were deleted."""
