"""The vault's folder: its lock, the names of its files, and what lies in it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from peerdesk.errors import CannotWrite, VaultDamaged, VaultInUse, VaultMissing
from peerdesk.paths import VAULT_FILE, make_private_folder
from peerdesk.vault.database import PAGE
from peerdesk.vault.header import DATABASE_NAME, SEAL_END

LOCK_NAME = "vault.lock"
NEW_NAME = "vault.new"
"""A database that is being made; once a header names it, it is renamed to what the header says."""
SCRATCH_NAMES = tuple(f"vault.copy-{number}" for number in range(4))
"""Copies of a database that a check or a backup works on."""
TRIAL_NAME = "vault.trial"
"""The folder of a restore that is only tried."""
BACKUPS = "backups"
PACKAGE = ".pdbackup"
NAME = re.compile(r"peerdesk-(\d{8}T\d{6}Z)-(\d{6,})(?:-(\d+))?\.pdbackup")
"""How PeerDesk names a backup: when it was made, the header's number, and which of that second."""
STAMP = "%Y%m%dT%H%M%SZ"
_PARTS = ("", "-journal", "-wal", "-shm", SEAL_END, f"{SEAL_END}.partial")
"""How the names of a database and of what belongs to it end."""
_CLAIMED = re.compile(rf"{re.escape(VAULT_FILE)}(\.bak|\.before-[\w-]+)?|{DATABASE_NAME.pattern}.*")


def make(folder: Path) -> None:
    """Make the folder, for this user only; raises CannotWrite."""
    try:
        make_private_folder(folder)
    except OSError:
        raise cannot_write() from None


def cannot_write() -> CannotWrite:
    """Return the error for a folder that takes no file."""
    return CannotWrite(
        "PeerDesk cannot write to this folder.",
        "Check that the disk is not full and that the folder is yours, or choose another.",
    )


def locked(folder: Path) -> FileLock:
    """Take the vault's lock, which a crash releases; raises VaultInUse or CannotWrite."""
    # Opened on a worker and closed by the window: the lock must not belong to a thread.
    lock = FileLock(folder / LOCK_NAME, mode=0o600, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise VaultInUse(
            "This vault is open in another window.", "Close the other PeerDesk first."
        ) from None
    except OSError:
        raise cannot_write() from None
    return lock


def remains(folder: Path) -> tuple[str, ...]:
    """Return the names of what belongs to a vault, or did: where there is any, none is made.

    A lock, or what was being made when power failed, says nothing. Raises OSError where the folder
    cannot be looked through.
    """
    here = sorted(path.name for path in folder.iterdir() if _CLAIMED.fullmatch(path.name))
    backups = sorted(path.name for path in (folder / BACKUPS).glob(f"*{PACKAGE}"))
    return (*here, *(f"{BACKUPS}/{name}" for name in backups))


def check_file(database: Path) -> None:
    """Refuse a database file that is none; raises VaultMissing or VaultDamaged.

    Where a journal lies beside it, a part of a page at its end is what a power cut left of a change
    that is about to be taken back.
    """
    size = database.stat().st_size if database.is_file() else 0
    if size == 0:
        raise VaultMissing("The vault's database is missing or empty.", advice(database.parent))
    if size % PAGE and not journal_left(database):
        raise VaultDamaged("The vault's database is cut short.", advice(database.parent))


def journal_left(database: Path) -> bool:
    """Say whether a change was under way, or whether somebody put a journal there."""
    files = (database.with_name(database.name + end) for end in ("-journal", "-wal"))
    return any(file.is_file() and file.stat().st_size > 0 for file in files)


def advice(folder: Path) -> str:
    """Return what to do about a damaged database, with the newest backup by its time."""
    names = [path.name for path in (folder / BACKUPS).glob(f"*{PACKAGE}")]
    now = f"{datetime.now(UTC):{STAMP}}"
    # A name that a person gave tells no time, and one dated ahead tells a wrong one.
    newest = max(
        (found for name in names if (found := NAME.fullmatch(name))),
        key=lambda each: (each[1] <= now, each[1], int(each[2]), int(each[3] or 1)),
        default=None,
    )
    return f"Nothing was changed. Restore your newest backup{f': {newest[0]}' if newest else ''}."


def remove(database: Path) -> None:
    """Remove a database and what belongs to it; a folder of that name is somebody else's."""
    for path in parts(database):
        remove_file(path)


def parts(database: Path) -> tuple[Path, ...]:
    """Return the files of a database: itself, and what belongs to it."""
    return tuple(database.with_name(database.name + end) for end in _PARTS)


def remove_file(path: Path) -> None:
    """Remove a file that may be there."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)


@contextmanager
def scratch_file(folder: Path) -> Iterator[Path]:
    """Lend the name of a database that is not there yet; it is removed in every case.

    Raises CannotWrite where something lies under every name that there is.
    """
    names = (folder / name for name in SCRATCH_NAMES)
    path = next((each for each in names if not any(map(os.path.lexists, parts(each)))), None)
    if path is None:
        raise cannot_write()
    try:
        yield path
    finally:
        remove(path)
