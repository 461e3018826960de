"""Deleting a backup by hand: never the last one that would bring the records back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from peerdesk.errors import InputRefused, VaultMissing
from peerdesk.safe import Backup
from peerdesk.vault.folder import PACKAGE, cannot_write


def discard(backup: Backup, others: Sequence[Backup]) -> None:
    """Delete a backup's file.

    Raises InputRefused where it is no backup, or where no other one that was verified is as new;
    a backup that cannot be used may always go, while there is one that can.
    """
    path = backup.path
    if path.suffix != PACKAGE:
        raise InputRefused("This is not a backup.", f"The name of a backup ends in {PACKAGE}.")
    if not path.is_file():
        raise VaultMissing("This backup is not there.", "Plug in its disk and choose it again.")
    kept = [each for each in others if _counts(each) and each.path.resolve() != path.resolve()]
    if not any(backup.problem or each.made_at >= backup.made_at for each in kept):
        raise InputRefused(
            "This is the newest backup that works.", "Make another one first, then delete this."
        )
    _remove(path)


def _counts(backup: Backup) -> bool:
    return backup.verified_at is not None and not backup.problem


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        raise cannot_write() from None
