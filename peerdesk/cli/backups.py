"""The ``vault`` commands on backups, and those that prove that nothing was altered."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from peerdesk.cli.terminal import Arguments, Verbs, answer, kept_sheet, open_vault, say, verb
from peerdesk.errors import UsageError, VaultDamaged
from peerdesk.opened import VaultFolder
from peerdesk.safe import Backup, Chain

# The vault is imported inside functions: `peerdesk --help` and the window's start need none of it.

_SECRET = "the passphrase"  # noqa: S105 - says what is read
_NEW = "New passphrase, or nothing"
_NEXT = (
    "The words opened the backup, and the passphrase of its time opens the vault too. If it is "
    "lost, set a new one now: peerdesk vault recover"
)


def add_verbs(verbs: Verbs) -> None:
    """Add the verbs that keep copies and prove that nothing was altered."""
    _add_backups(verbs)
    _add_activity(verbs)


def _add_backups(verbs: Verbs) -> None:
    making = verb(verbs, "backup", _backup, "make a backup and read it back", _SECRET)
    making.add_argument("--to", type=Path, metavar="PATH", help="a folder, or a new file")
    verifying = verb(
        verbs, "verify", _verify, "read all of a backup, or of the vault", f"{_SECRET} of either"
    )
    verifying.add_argument("path", type=Path, nargs="?")
    verifying.add_argument("--vault", action="store_true")
    restoring = verb(
        verbs,
        "restore",
        _restore,
        "make a vault of a backup, in the empty folder that --data names",
        "the secret of the backup, and after recovery words a new passphrase if you like; with "
        "--replace, the vault's passphrase before it",
    )
    restoring.add_argument("path", type=Path)
    restoring.add_argument(
        "--replace", action="store_true", help="put it in the place of the vault in --data"
    )


def _add_activity(verbs: Verbs) -> None:
    checking = verb(verbs, "audit-verify", _audit_verify, "check the record of activity", _SECRET)
    checking.add_argument("--anchor", default="", metavar="[N:]HEAD", help="a mark printed earlier")
    verb(verbs, "audit-head", _audit_head, "print the newest mark of activity", _SECRET)


def _backup(arguments: Arguments) -> None:
    with open_vault(arguments) as at:
        answer(_facts(at.safe.backups.make("asked", arguments.to)))


def _verify(arguments: Arguments) -> None:
    if arguments.vault == (arguments.path is not None):
        raise UsageError("Name a backup to verify, or say --vault.")
    if arguments.vault:
        _verify_vault(arguments)
    elif VaultFolder(arguments.data).exists():
        with open_vault(arguments) as at:
            answer(_facts(at.safe.backups.verify(arguments.path)))
    else:
        _verify_alone(arguments)


def _verify_vault(arguments: Arguments) -> None:
    from peerdesk.vault.integrity import check_database  # noqa: PLC0415 - see the top of the file

    with open_vault(arguments) as at:
        vault = at.vault
        counts = check_database(vault.database, vault.database_key, vault.header.vault_id)
        _refuse_broken(at.safe.log.check())
        answer({"verified": True, "counts": dict(counts)})


def _verify_alone(arguments: Arguments) -> None:
    """Verify a backup where there is no vault, as on a new computer: by trying to restore it."""
    from peerdesk.vault.backups.restore import (  # noqa: PLC0415 - see the top of the file
        try_restore,
    )

    near = Path(tempfile.gettempdir())
    secret = arguments.secrets.next()
    with VaultFolder(arguments.data).counted(arguments.path):
        backup, milliseconds = try_restore(arguments.path, secret, near)
    say(f"kdf_ms: {milliseconds}")
    answer({"verified": True, "counts": dict(backup.manifest.counts)})


def _restore(arguments: Arguments) -> None:
    from peerdesk.vault.backups.restore import (  # noqa: PLC0415 - see the top of the file
        open_backup,
        restore_opened,
    )
    from peerdesk.vault.slots import SHEETS  # noqa: PLC0415 - see above
    from peerdesk.vault.vault import check_passphrase  # noqa: PLC0415 - see above

    if arguments.replace:
        with open_vault(arguments) as at:
            at.safe.backups.restore(arguments.path, arguments.secrets.next("Backup's secret"))
        answer({"restored": True})
        return
    path, secret = arguments.path, arguments.secrets.next("Backup's secret")
    place = VaultFolder(arguments.data)
    with place.counted(path):
        backup = open_backup(path, secret)
    by_words = backup.slot.kind in SHEETS
    new = arguments.secrets.optional(_NEW) if by_words else ""
    if new:
        check_passphrase(new)
    restore_opened(backup, arguments.data)
    answer({"restored": True, **(_recovered(place, secret, new) if new else {})})
    if by_words and not new:
        say(_NEXT)


def _recovered(place: VaultFolder, words: str, new: str) -> dict[str, Any]:
    """Set a passphrase in a vault that came back by words alone, and draw new ones."""
    opened, _ = place.recover(words, new)
    with closing(opened):
        return {"recovery": kept_sheet(opened.safe.keys)}


def _facts(backup: Backup) -> dict[str, Any]:
    return {
        "path": str(backup.path),
        "made_at": backup.made_at.isoformat(),
        "size": backup.size,
        "counts": dict(backup.counts),
        "verified": backup.verified_at is not None,
    }


def _audit_verify(arguments: Arguments) -> None:
    with open_vault(arguments) as at:
        chain = at.safe.log.check(arguments.anchor)
        answer({"count": chain.count, "head": chain.head, "broken_at": chain.broken_at})
        _refuse_broken(chain)


def _refuse_broken(chain: Chain) -> None:
    if chain.broken_at is not None:
        raise VaultDamaged(
            f"The record of activity was altered at entry {chain.broken_at}.",
            "Compare it with the marks on printed reports and in backups.",
        )


def _audit_head(arguments: Arguments) -> None:
    with open_vault(arguments) as at:
        chain = at.safe.log.check()
        answer({"n": chain.count, "head": chain.head, "mark": chain.mark})
