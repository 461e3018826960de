"""The vault's folder: its lock, its files, and what may be swept out of it."""

from __future__ import annotations

import os
import re
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from peerdesk.errors import CannotWrite, VaultDamaged, VaultInUse, VaultMissing
from peerdesk.paths import make_private_folder
from peerdesk.vault.database import PAGE

LOCK_NAME = "vault.lock"
BACKUPS = "backups"
PACKAGE = ".pdbackup"
NAME = re.compile(r"peerdesk-(\d{8}T\d{6}Z)-(\d{6,})(?:-(\d+))?\.pdbackup")
"""How PeerDesk names a backup: when it was made, the header's number, and which of that second."""
STAMP = "%Y%m%dT%H%M%SZ"
TRIAL = "trial-"
"""How the folder of a restore that is only tried begins."""
_KEPT_SECONDS = 7 * 24 * 3600
"""How long a database that was replaced stays, in case the new one disappoints."""


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


def check_file(database: Path) -> None:
    """Refuse a database file that is none; raises VaultMissing or VaultDamaged.

    Where a journal lies beside it, a part of a page at its end is what a power cut left of a change
    that is about to be taken back.
    """
    size = database.stat().st_size if database.is_file() else 0
    if size == 0:
        raise VaultMissing("The vault's database is missing or empty.", advice(database.parent))
    journal = database.with_name(f"{database.name}-journal")
    if size % PAGE and not (journal.is_file() and journal.stat().st_size):
        raise VaultDamaged("The vault's database is cut short.", advice(database.parent))


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


def make_file(path: Path) -> None:
    """Make an empty file that nobody else may read; raises FileExistsError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def retire(database: Path) -> None:
    """Keep a replaced database for a week from now."""
    if database.exists():
        os.utime(database)


def remove(database: Path) -> None:
    """Remove a database with what lies beside it."""
    for path in database.parent.glob(f"{database.name}*"):
        path.unlink(missing_ok=True)


def sweep(folder: Path, current: str) -> None:
    """Remove what an interrupted write left, and databases replaced more than a week ago."""
    for path in folder.iterdir():
        if path.suffix in (".partial", ".new", ".aside"):
            path.unlink(missing_ok=True)
    for path in (*folder.glob("*.partial-*"), *(folder / BACKUPS).glob("*.partial")):
        path.unlink(missing_ok=True)
    for trial in folder.glob(f"{TRIAL}*"):
        shutil.rmtree(trial, ignore_errors=True)
    for database in folder.glob("data-*.db"):
        if database.name != current and time.time() - database.stat().st_mtime > _KEPT_SECONDS:
            remove(database)
