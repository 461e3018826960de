"""Backups in words, and what is worth a warning about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from peerdesk.paths import synced_by
from peerdesk.safe import Activity, Backup, Preview
from peerdesk.services.inventory import counts_in_words
from peerdesk.vocabulary import vocabulary

DRILL_DAYS = 31
WORDS_DAYS = 365
OFF_MACHINE_DAYS = 14
_SHEETS = ("recovery", "cards")


def moment(at: datetime) -> str:
    """Return a moment in local time: ``Nov 24, 2026, 2:05 PM``."""
    local = at.astimezone()
    clock = f"{local:%I:%M %p}".lstrip("0")
    return f"{local:%b} {local.day}, {local.year}, {clock}"


def size(count: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{max(count, 0) / 1000:.0f} kB"


def why(backup: Backup) -> str:
    """Return why a backup was made."""
    return vocabulary("backup_reason").label(backup.reason)


def where(backup: Backup) -> str:
    """Return where it lies."""
    return "On another disk" if backup.off_machine else "On this disk"


def verified(backup: Backup) -> str:
    """Return when all of it was last read, or what is wrong with it."""
    if backup.problem and not _away(backup):
        return "Cannot be used"
    if backup.verified_at is None:
        return "Not yet"
    local = backup.verified_at.astimezone()
    return f"{local:%b} {local.day}, {local.year}"


def details(backup: Backup) -> str:
    """Return what the list has no room for."""
    if backup.problem:
        return backup.problem
    openers = ", ".join(backup.openers) or "nobody that this version knows"
    return f"Opens for: {openers}. Written by PeerDesk {backup.app_version}: {backup.path.name}"


def differences(preview: Preview) -> tuple[tuple[str, int, int, int], ...]:
    """Return what restoring would change: kind, then, now, and the difference."""
    then = _by_label(preview.backup.counts)
    now = _by_label(preview.current)
    labels = [*then, *(each for each in now if each not in then)]
    rows = [(label, then.get(label, 0), now.get(label, 0)) for label in labels]
    return tuple((label, old, new, old - new) for label, old, new in rows if old or new)


def advice(backups: Sequence[Backup], off_machine: datetime | None, now: datetime) -> list[str]:
    """Return the warnings about where backups lie and how old they are."""
    said = []
    services = {synced_by(each.path) for each in backups} - {""}
    if services:
        said.append(
            f"{' and '.join(sorted(services))} copies this folder to the internet, and can put "
            "old files back. Keep the vault and its backups out of such folders."
        )
    if off_machine is None:
        said.append("No backup is on another disk yet. If this computer is lost, so is all of it.")
    elif now - off_machine > timedelta(days=OFF_MACHINE_DAYS):
        days = (now - off_machine).days
        said.append(f"The last copy on another disk is {days} days old. Make one now.")
    if any(each.problem and not _away(each) for each in backups):
        said.append("A backup in the list cannot be used. Choose it to see why.")
    return said


def drill_due(entries: Sequence[Activity], now: datetime) -> str:
    """Return the reminder to try a restore; empty where one is fresh enough."""
    drills = [each for each in entries if each.action == "drill"]
    newest = max((each.at for each in drills), default=None)
    by_words = max((each.at for each in drills if each.outcome in _SHEETS), default=None)
    if newest is None or now - newest > timedelta(days=DRILL_DAYS):
        return "Try a restore this month, best from the stick. It takes three minutes."
    if by_words is None or now - by_words > timedelta(days=WORDS_DAYS):
        return "Once a year, try a restore with the printed words instead of the passphrase."
    return ""


def _away(backup: Backup) -> bool:
    """Say whether it is only known of, on a disk that is not plugged in."""
    return backup.off_machine and not backup.size


def _by_label(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(counts_in_words(counts))
