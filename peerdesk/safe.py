"""What window, paper and command line may know of the vault: facts and requests, never a key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

BOOKKEEPING = frozenset(
    {
        *("audit", "backup", "binned", "draft", "frozen_count", "import_batch", "imported_record"),
        *("opener", "program_area", "published_cell", "restore_answer", "restore_mark"),
        *("revision", "searched", "vault_meta"),
    }
)
"""Tables in which the program writes about itself, or a second time what stands in a record."""
NOTES = "notes"
"""Where a session keeps what its transaction adds to the record of activity."""


@dataclass(frozen=True)
class Note:
    """One thing that was done, for the record of activity: codes and numbers, never a value."""

    action: str
    """Code of the vocabulary ``activity``."""
    kind: str = ""
    record: int | None = None
    """Number of the record, where it says nothing about who was helped."""
    outcome: str = "ok"
    """``ok``, ``refused``, or a count such as ``214``."""


@dataclass(frozen=True)
class Opener:
    """One way to open the vault."""

    slot: str
    kind: str
    """Code of ``opener_kind``: ``pass``, ``second``, ``recovery`` or ``cards``."""
    name: str
    role: str
    """Code of ``opener_role``: ``coordinator``, ``deputy`` or ``clinical_adviser``."""
    since: date
    proven_on: date | None = None
    """When a sheet or its cards were last typed back; None for a passphrase."""


@dataclass(frozen=True)
class Sheet:
    """A printed way back in: one sheet, or three cards of which any two open the vault.

    Its words exist only until it is kept or dropped; no file ever holds them.
    """

    kind: str
    """``recovery`` for one sheet, ``cards`` for three cards."""
    agency: str
    vault: str
    """The first eight characters of the vault's id, to tell sheets apart."""
    made_on: date
    cards: tuple[tuple[str, ...], ...]
    """The words of each card; a sheet has one."""

    @property
    def needed(self) -> int:
        """How many of the cards open the vault."""
        return 1 if len(self.cards) == 1 else 2


@dataclass(frozen=True)
class Backup:
    """A backup file as it is now."""

    path: Path
    made_at: datetime
    reason: str
    """Code of ``backup_reason``."""
    size: int
    """In bytes."""
    counts: Mapping[str, int]
    """Rows of each table."""
    app_version: str
    schema: int
    openers: tuple[str, ...]
    """Who can open it, in words."""
    verified_at: datetime | None = None
    off_machine: bool = False
    """Whether it lies on another disk than the vault."""
    problem: str = ""
    """Why it cannot be used, in a sentence; empty where it can."""

    @property
    def records(self) -> int:
        """How many records it holds."""
        return sum(of_records(self.counts).values())


def of_records(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts of the tables that hold what the agency entered."""
    return {table: count for table, count in counts.items() if table not in BOOKKEEPING}


@dataclass(frozen=True)
class Preview:
    """What restoring a backup would change: rows by kind, there and here."""

    backup: Backup
    current: Mapping[str, int]


@dataclass(frozen=True)
class Drill:
    """A restore that was tried on a backup without touching the vault."""

    backup: Backup
    done_at: datetime
    opened_with: str
    """``pass``, ``second``, ``recovery`` or ``cards``."""
    milliseconds: int


@dataclass(frozen=True)
class Activity:
    """One entry of the record of activity."""

    number: int
    at: datetime
    who: str
    action: str
    kind: str
    record: int | None
    outcome: str


@dataclass(frozen=True)
class Chain:
    """What checking the whole record of activity found."""

    count: int
    head: str
    """The newest entry's mark, in hexadecimal."""
    broken_at: int | None = None
    """Number of the first entry that was altered, removed or put in; None where all is well."""

    @property
    def mark(self) -> str:
        """The mark printed on the coordinator's own papers, by which a later cut is noticed."""
        return f"{self.count}:{self.head[:8]}"


class Keys(Protocol):
    """Who can open the vault. Every change needs the passphrase again, and is slow."""

    def openers(self) -> tuple[Opener, ...]:
        """Return every way in, the passphrases first."""
        ...

    def me(self) -> Opener:
        """Return the way by which the vault was opened."""
        ...

    def reauthenticate(self, passphrase: str) -> None:
        """Check the passphrase of whoever is there; raises WrongSecret."""
        ...

    def change_passphrase(self, old: str, new: str) -> None:
        """Replace the passphrase; old backups still open with the old one."""
        ...

    def new_sheet(self, kind: str) -> Sheet:
        """Draw a sheet or a set of cards. It opens nothing until it is kept."""
        ...

    def keep_sheet(self, sheet: Sheet, typed: Sequence[str]) -> Opener:
        """Let a sheet open the vault, once it was typed back; it replaces the one before.

        ``typed`` holds the words of ``sheet.needed`` of its cards. Raises InputRefused, with the
        word in question, where they are not the same.
        """
        ...

    def prove_sheet(self, typed: Sequence[str]) -> Opener:
        """Check that the sheet or cards in a drawer still open the vault; raises WrongSecret."""
        ...

    def add_person(self, name: str, role: str, secret: str, passphrase: str) -> Opener:
        """Let a second person in, with a passphrase and a role of their own."""
        ...

    def strict(self) -> bool:
        """Say whether many wrong tries shut the coordinator's passphrase until another way in."""
        ...

    def set_strict(self, strict: bool, passphrase: str) -> None:  # noqa: FBT001 - a setting
        """Choose what too many wrong passphrases do."""
        ...

    def hand_over(self, passphrase: str, name: str, new: str) -> tuple[Opener, ...]:
        """Give the vault to a new coordinator: only the new passphrase opens it afterwards.

        Returns what ``rotate`` returns. Only a coordinator can hand over.
        """
        ...

    def remove(self, slot: str, passphrase: str) -> tuple[Opener, ...]:
        """Shut out one way in and change the data key; returns what ``rotate`` returns."""
        ...

    def rotate(self, passphrase: str) -> tuple[Opener, ...]:
        """Change the data key, and return the ways in that have to be made anew."""
        ...


class Backups(Protocol):
    """Copies of the vault, each opened and counted before it is called a backup."""

    def list(self) -> tuple[Backup, ...]:
        """Return the backups beside the vault and those known elsewhere, newest first."""
        ...

    def make(self, reason: str, to: Path | None = None) -> Backup:
        """Make and verify a backup, beside the vault or in a folder such as a USB stick's."""
        ...

    def verify(self, path: Path) -> Backup:
        """Read all of a backup again and check it; raises VaultDamaged."""
        ...

    def preview(self, path: Path) -> Preview:
        """Return what restoring would change."""
        ...

    def restore(self, path: Path, secret: str) -> None:
        """Put a backup in the vault's place, after a safety backup; the vault must be reopened.

        ``secret`` opens the backup: a passphrase, or the words of a sheet.
        """
        ...

    def drill(self, path: Path, secret: str) -> Drill:
        """Open and count a backup as a restore would, without touching the vault."""
        ...

    def discard(self, path: Path) -> None:
        """Delete a backup, such as one that a retired secret still opens.

        Raises InputRefused where no newer verified backup would be left.
        """
        ...

    def last_off_machine(self) -> datetime | None:
        """Return when a backup on another disk was last verified."""
        ...


class Log(Protocol):
    """The record of activity."""

    def entries(self, newest: int = 500, action: str = "") -> tuple[Activity, ...]:
        """Return the newest entries, of one action where it is given, newest first."""
        ...

    def check(self, anchor: str = "") -> Chain:
        """Check every entry, and a mark printed earlier where one is given.

        It is written ``0a1b2c3d4e5f``, or with the number of its entry: ``12:0a1b2c3d``.
        """
        ...

    def note(self, note: Note) -> None:
        """Add an entry for something that changed no record, such as printing."""
        ...


@dataclass(frozen=True)
class Safe:
    """The safe of an open vault."""

    keys: Keys
    backups: Backups
    log: Log
    warnings: tuple[str, ...] = ()
    """What whoever opened the vault should know, in sentences."""
