"""What may be removed from a vault's folder: files that PeerDesk made and can name, no others.

Nothing here goes by a pattern or by the date of a file: a clock can be wrong, and a name that looks
like one of ours can be somebody's.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, func, select

from peerdesk import log
from peerdesk.vault import folder as folders
from peerdesk.vault.attempts import BOUND_NAME
from peerdesk.vault.generations import next_database
from peerdesk.vault.header import COPY_NAME, FILE_NAME, SEAL_END, Header, Left, on_disk
from peerdesk.vault.meta import audit

KEPT_DAYS = 7
"""On how many days a vault is opened before a database that was replaced goes."""
_ENDS = (".json", ".db", ".seal")
_MOST_NAMED = 3


def sweep(folder: Path, header: Header, connection: Connection) -> None:
    """Remove what was interrupted, and databases that the header let go long enough ago."""
    gone = [folder / left.database for left in header.left if _is_over(left, connection)]
    made = [folder / name for name in (folders.NEW_NAME, *folders.SCRATCH_NAMES)]
    partials = [
        *(folder / f"{name}.partial" for name in (FILE_NAME, COPY_NAME, BOUND_NAME)),
        folder / folders.BACKUPS / partial_name(header.vault_id),
        folder / (next_database(folder, header) + SEAL_END),
    ]
    for remove, paths in ((folders.remove, [*gone, *made]), (folders.remove_file, partials)):
        for path in paths:
            _removed(remove, path)
    _removed(remove_trial, folder / folders.TRIAL_NAME)


def let_go(folder: Path, header: Header) -> None:
    """Remove the databases whose keys were given up; what is held waits for the next opening."""
    for left in header.left:
        if left.forget:
            _removed(folders.remove, folder / left.database)


def _removed(remove: Callable[[Path], None], path: Path) -> None:
    try:
        remove(path)
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
    named = [header.database, *(each.database for each in header.left)] if header else []
    made = (folders.NEW_NAME, *folders.SCRATCH_NAMES, *named)
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


def strangers(folder: Path, header: Header) -> tuple[str, ...]:
    """Return the names of files that look like the vault's and are not its own any more.

    A sync program makes copies of two versions; accepting and restoring set databases aside.
    """
    databases = (header.database, *(each.database for each in header.left))
    ours = {FILE_NAME, COPY_NAME, *databases, *(f"{name}{SEAL_END}" for name in databases)}
    found = [path.name for path in folder.iterdir() if _looks_alike(path.name.lower())]
    others = [name for name in found if name not in ours]
    return tuple(sorted(others, key=lambda name: ("conflict" not in name.lower(), name)))


def _looks_alike(name: str) -> bool:
    alike = name.startswith(("vault", "data-")) or "conflict" in name
    return alike and name.endswith(_ENDS)


def told(names: tuple[str, ...]) -> str:
    """Say that such files are there."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return (
        f"PeerDesk does not use these files in its folder: {', '.join(names[:_MOST_NAMED])}{more}. "
        "They may be other versions of your records, from a sync program or set aside earlier. "
        "PeerDesk leaves them alone; move them away when you know that nothing is missing."
    )


def _is_over(left: Left, connection: Connection) -> bool:
    """Whether its key was given up, or the vault was opened on enough days since.

    A date that is wrong counts as one day.
    """
    if left.forget or left.after is None:
        return left.forget
    day = func.substr(audit.c.utc, 1, 10)
    days = select(func.count(func.distinct(day))).where(
        audit.c.n > left.after, audit.c.action == "unlock"
    )
    return bool((connection.scalar(days) or 0) >= KEPT_DAYS)
