"""Ways into the vault in words, and what is worth a warning about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from peerdesk.safe import Backup, Opener
from peerdesk.services.summaries.papers import OpenerLine
from peerdesk.vocabulary import vocabulary

SHEETS = ("recovery", "cards")
_YEAR = timedelta(days=365)
_SINCE = " (shut out since)"
"""What a backup's list of openers adds to a way in that no longer opens the vault."""
ROLE_WORDS = {
    "coordinator": "does everything: closes quarters, lets people in, restores backups, erases.",
    "deputy": "enters and changes records and prints drafts, and no more.",
    "clinical_adviser": "looks at records and prints drafts, and changes nothing.",
}
NOT_CRYPTOGRAPHIC = (
    "Roles narrow what PeerDesk shows. They are not a lock of their own: each passphrase opens the "
    "whole vault, so let in only people you would trust with all of it."
)


def long_date(day: date) -> str:
    """Return ``November 24, 2026``."""
    return f"{day:%B} {day.day}, {day.year}"


def what(opener: Opener) -> str:
    """Return what a way in is: a role for people, a kind for papers."""
    if opener.kind in SHEETS:
        return vocabulary("opener_kind").label(opener.kind)
    return vocabulary("opener_role").label(opener.role)


def warning(openers: Sequence[Opener], today: date) -> str:
    """Return the red line: no sheet opens the vault, or none was typed back for a year."""
    sheets = [each for each in openers if each.kind in SHEETS]
    if not sheets:
        return (
            "No recovery sheet opens this vault. If the passphrase is lost, so are all records. "
            "Make a sheet now."
        )
    newest = max((each.proven_on or each.since for each in sheets), default=today)
    if today - newest > _YEAR:
        return (
            "No sheet was typed back for over a year. Take it from its drawer and type it back, "
            "so that you know it works."
        )
    return ""


def line(opener: Opener) -> OpenerLine:
    """Return a way in as it is printed."""
    proven = "–"
    if opener.kind in SHEETS:
        proven = long_date(opener.proven_on) if opener.proven_on else "Never"
    return OpenerLine(opener.name, what(opener), opener.since, proven)


def still_open_for(opener: Opener, backups: Sequence[Backup]) -> list[Backup]:
    """Return the backups that a way in opens, and goes on opening once it is shut out."""
    return [
        each
        for each in backups
        if any(words.removesuffix(_SINCE) == opener.name for words in each.openers)
    ]
