"""What may be removed from a vault's folder: files that PeerDesk made and can name, no others.

Nothing here goes by a pattern or by the date of a file: a clock can be wrong, and a name that looks
like one of ours can be somebody's.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, func, select

from peerdesk import log
from peerdesk.vault import folder as folders
from peerdesk.vault.attempts import BOUND_NAME
from peerdesk.vault.header import COPY_NAME, FILE_NAME, Header, Left, on_disk
from peerdesk.vault.meta import audit

KEPT_DAYS = 7
"""On how many days a vault is opened before a database that was replaced goes."""
_ENDS = (".json", ".db")
_MOST_NAMED = 3


def sweep(folder: Path, header: Header, connection: Connection) -> None:
    """Remove what was interrupted, and databases that the header let go long enough ago."""
    partials = [folder / f"{name}.partial" for name in (FILE_NAME, COPY_NAME, BOUND_NAME)]
    backups = folder / folders.BACKUPS
    try:
        for path in (*partials, backups / partial_name(header.vault_id)):
            folders.remove_file(path)
        for name in (folders.NEW_NAME, *folders.SCRATCH_NAMES):
            folders.remove(folder / name)
        remove_trial(folder / folders.TRIAL_NAME)
        for left in header.left:
            if left.forget or _is_over(left, connection):
                folders.remove(folder / left.database)
    except OSError as error:
        # Nothing of the vault depends on it; the next opening tries again.
        log.write(log.Event("leftovers stay", error=type(error).__name__))


def partial_name(vault_id: str) -> str:
    """Return what a backup is called, wherever it is made, until it is whole."""
    return f"peerdesk-{vault_id[:8]}.partial"


def remove_trial(folder: Path) -> None:
    """Remove what a tried restore makes; anything else in its folder stays, and so does it."""
    if not folder.is_dir() or folder.is_symlink():
        return
    header = on_disk(folder)
    made = (folders.NEW_NAME, *folders.SCRATCH_NAMES, *([header.database] if header else []))
    for name in made:
        folders.remove(folder / name)
    for name in (COPY_NAME, FILE_NAME):
        folders.remove_file(folder / f"{name}.partial")
        folders.remove_file(folder / name)
    folders.remove_file(folder / folders.LOCK_NAME)
    if not any(folder.iterdir()):
        folder.rmdir()


def is_bare(folder: Path) -> bool:
    """Say whether a folder holds nothing but what an interrupted beginning left there."""
    known = {
        folders.LOCK_NAME,
        BOUND_NAME,
        *(f"{name}.partial" for name in (FILE_NAME, COPY_NAME, BOUND_NAME)),
        *(path.name for path in folders.parts(folder / folders.NEW_NAME)),
    }
    return all(path.name in known for path in folder.iterdir())


def still_left(folder: Path, header: Header) -> tuple[Left, ...]:
    """Return what a header let go and is still there."""
    return tuple(each for each in header.left if (folder / each.database).exists())


def strangers(folder: Path, header: Header) -> tuple[str, ...]:
    """Return the names of files that look like the vault's and are not its own any more.

    A sync program makes copies of two versions; accepting and restoring set databases aside.
    """
    ours = {FILE_NAME, COPY_NAME, header.database, *(each.database for each in header.left)}
    found = []
    for path in sorted(folder.iterdir()):
        name = path.name.lower()
        alike = name.startswith(("vault", "data-")) or "conflict" in name
        if alike and name.endswith(_ENDS) and path.name not in ours:
            found.append(path.name)
    return tuple(found)


def told(names: tuple[str, ...]) -> str:
    """Say that such files are there."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return (
        f"PeerDesk does not use these files in its folder: {', '.join(names[:_MOST_NAMED])}{more}. "
        "They may be other versions of your records, from a sync program or set aside earlier. "
        "PeerDesk leaves them alone; move them away when you know that nothing is missing."
    )


def _is_over(left: Left, connection: Connection) -> bool:
    """Whether the vault was opened on enough days since; a date that is wrong counts as one."""
    if left.after is None:
        return False
    day = func.substr(audit.c.utc, 1, 10)
    days = select(func.count(func.distinct(day))).where(
        audit.c.n > left.after, audit.c.action == "unlock"
    )
    return bool((connection.scalar(days) or 0) >= KEPT_DAYS)
