"""The ``vault`` commands: everything that the vault promises, open to checks from outside."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from peerdesk import cli_records
from peerdesk.errors import UsageError, VaultDamaged
from peerdesk.places import VaultFolder
from peerdesk.safe import Backup, Keys, Opener
from peerdesk.terminal import Arguments, Verbs, answer, open_vault, say, verb

# The vault is imported inside functions: `peerdesk --help` and the window's start need none of it.

_SECRET = "the passphrase"  # noqa: S105 - says what is read
_KINDS = ("pass", "second", "recovery")


def add_verbs(verbs: Verbs) -> None:
    """Add ``vault VERB`` to the command line."""
    parser = verbs.add_parser(
        "vault",
        help="the vault: keys, backups, single records, checks",
        description="Secrets are lines of standard input (--secret-stdin) or of a descriptor "
        "(--secret-fd), in the order that each verb's help names.",
    )
    inner = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_opening(inner)
    _add_keys(inner)
    _add_backups(inner)
    _add_activity(inner)
    cli_records.add_verbs(inner)


def _add_opening(verbs: Verbs) -> None:
    init = verb(verbs, "init", _init, "make a vault", "its passphrase")
    init.add_argument("--agency", default="My agency")
    init.add_argument("--mode", choices=("tally", "coded"), default="tally")
    init.add_argument("--sheet", action="store_true", help="make recovery words, and print them")
    init.add_argument("--test-kdf", choices=("fast",))
    check = verb(verbs, "unlock-check", _unlock_check, "open the vault and close it", "the secret")
    check.add_argument("--kind", choices=_KINDS, default="pass")
    check.add_argument(
        "--accept-altered", action="store_true", help="though its files were changed from outside"
    )
    verb(verbs, "info", _info, "print what the vault's key file says")


def _add_keys(verbs: Verbs) -> None:
    two = "the passphrase, then the new one"
    verb(verbs, "change-passphrase", _change, "change the passphrase", two)
    words = "the recovery words on one line, then the new passphrase"
    verb(verbs, "recover", _recover, "set a new passphrase; prints new recovery words", words)
    adding = verb(
        verbs, "add-second", _add_second, "let a second person in", f"{_SECRET}, then theirs"
    )
    adding.add_argument("--name", default="Second person")
    roles = ("deputy", "clinical_adviser", "coordinator")
    adding.add_argument("--role", choices=roles, default="deputy")
    removing = verb(
        verbs, "remove-second", _remove_second, "shut a second person out, under a new key", _SECRET
    )
    removing.add_argument("--slot", help="as printed by add-second, where there are several")
    verb(verbs, "rotate", _rotate, "change the data key", _SECRET)
    sheet = verb(verbs, "new-sheet", _new_sheet, "make recovery words, and print them", _SECRET)
    sheet.add_argument("--kind", choices=("recovery", "cards"), default="recovery")


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
        "the secret of the backup; with --replace, the vault's passphrase before it",
    )
    restoring.add_argument("path", type=Path)
    restoring.add_argument(
        "--replace", action="store_true", help="put it in the place of the vault in --data"
    )


def _add_activity(verbs: Verbs) -> None:
    checking = verb(verbs, "audit-verify", _audit_verify, "check the record of activity", _SECRET)
    checking.add_argument("--anchor", default="", metavar="N:HEAD", help="a mark printed earlier")
    verb(verbs, "audit-head", _audit_head, "print the newest mark of activity", _SECRET)


def _init(arguments: Arguments) -> None:
    if arguments.test_kdf and os.environ.get("PEERDESK_TEST") != "1":
        raise UsageError("Fast key derivation is for tests only.")
    profile = {"name": arguments.agency, "logging_mode": arguments.mode}
    place = VaultFolder(arguments.data)
    opened = place.create(arguments.secrets.next(), profile, fast=bool(arguments.test_kdf))
    try:
        words = {"recovery": _kept_sheet(opened.safe.keys)} if arguments.sheet else {}
    finally:
        opened.close()
    answer({"created": True, **words})


def _unlock_check(arguments: Arguments) -> None:
    secret = arguments.secrets.next("The secret")
    with open_vault(arguments, secret, arguments.kind, altered=arguments.accept_altered) as at:
        answer({"unlocked": True, "kind": at.safe.keys.me().kind})


def _info(arguments: Arguments) -> None:
    from peerdesk.vault.header import read_headers  # noqa: PLC0415 - see the top of the file

    header = read_headers(arguments.data)[0]
    answer(
        {
            "vault_id": header.vault_id,
            "seq": header.sequence,
            "db": header.database,
            "slots": [_slot(slot.as_json()) for slot in header.slots],
            "test_kdf": any(slot.kdf.weak for slot in header.slots),
        }
    )


def _slot(slot: Mapping[str, Any]) -> dict[str, Any]:
    costs = dict(slot["kdf"])
    return {"id": slot["id"], "kind": slot["kind"], "kdf": costs.pop("alg"), **costs}


def _change(arguments: Arguments) -> None:
    old, new = arguments.secrets.next(), arguments.secrets.next("New passphrase")
    with open_vault(arguments, old) as at:
        at.safe.keys.change_passphrase(old, new)
        answer({"changed": True})


def _recover(arguments: Arguments) -> None:
    words = arguments.secrets.next("Recovery words")
    new = arguments.secrets.next("New passphrase")
    place = VaultFolder(arguments.data)
    try:
        opened = place.recover(words, new)
    finally:
        say(f"kdf_ms: {place.derivation_ms}")
    try:
        answer({"recovered": True, "recovery": _kept_sheet(opened.safe.keys)})
    finally:
        opened.close()


def _kept_sheet(keys: Keys, kind: str = "recovery") -> Any:
    """Make words that open the vault at once; whoever reads them here could type them back."""
    sheet = keys.new_sheet(kind)
    cards = [" ".join(card) for card in sheet.cards]
    keys.keep_sheet(sheet, cards[: sheet.needed])
    return cards[0] if kind == "recovery" else cards


def _new_sheet(arguments: Arguments) -> None:
    with open_vault(arguments) as at:
        answer({arguments.kind: _kept_sheet(at.safe.keys, arguments.kind)})


def _add_second(arguments: Arguments) -> None:
    secret, theirs = arguments.secrets.next(), arguments.secrets.next("Their passphrase")
    with open_vault(arguments, secret) as at:
        opener = at.safe.keys.add_person(arguments.name, arguments.role, theirs, secret)
        answer({"slot": opener.slot, "kind": opener.kind, "role": opener.role})


def _remove_second(arguments: Arguments) -> None:
    secret = arguments.secrets.next()
    with open_vault(arguments, secret) as at:
        slots = [each.slot for each in at.safe.keys.openers() if each.kind == "second"]
        if arguments.slot is None and len(slots) != 1:
            raise UsageError(f"There are {len(slots)} second persons.", "Name one with --slot.")
        slot = arguments.slot or slots[0]
        answer({"removed": slot, "anew": _named(at.safe.keys.remove(slot, secret))})


def _rotate(arguments: Arguments) -> None:
    secret = arguments.secrets.next()
    with open_vault(arguments, secret) as at:
        answer({"rotated": True, "anew": _named(at.safe.keys.rotate(secret))})


def _named(openers: Iterable[Opener]) -> list[dict[str, str]]:
    return [{"kind": each.kind, "role": each.role, "slot": each.slot} for each in openers]


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
    from peerdesk.vault.checks import check_database  # noqa: PLC0415 - see the top of the file

    with open_vault(arguments) as at:
        vault = at.vault
        counts = check_database(vault.database, vault.database_key, vault.header.vault_id)
        _refuse_broken(at.safe.log.check())
        answer({"verified": True, "counts": dict(counts)})


def _verify_alone(arguments: Arguments) -> None:
    """Verify a backup where there is no vault, as on a new computer: by trying to restore it."""
    from peerdesk.vault.restore import try_restore  # noqa: PLC0415 - see the top of the file

    near = Path(tempfile.gettempdir())
    backup, milliseconds = try_restore(arguments.path, arguments.secrets.next(), near)
    say(f"kdf_ms: {milliseconds}")
    answer({"verified": True, "counts": dict(backup.manifest.counts)})


def _restore(arguments: Arguments) -> None:
    from peerdesk.vault.restore import restore_into  # noqa: PLC0415 - see the top of the file

    if arguments.replace:
        with open_vault(arguments) as at:
            at.safe.backups.restore(arguments.path, arguments.secrets.next("Backup's secret"))
    else:
        restore_into(arguments.path, arguments.secrets.next("Backup's secret"), arguments.data)
    answer({"restored": True})


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


def _refuse_broken(chain: Any) -> None:
    if chain.broken_at is not None:
        raise VaultDamaged(
            f"The record of activity was altered at entry {chain.broken_at}.",
            "Compare it with the marks on printed reports and in backups.",
        )


def _audit_head(arguments: Arguments) -> None:
    with open_vault(arguments) as at:
        chain = at.safe.log.check()
        answer({"n": chain.count, "head": chain.head, "mark": chain.mark})
