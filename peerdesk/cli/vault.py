"""The ``vault`` commands: everything that the vault promises, open to checks from outside."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from peerdesk.cli import backups as cli_backups
from peerdesk.cli import records as cli_records
from peerdesk.cli.terminal import Arguments, Verbs, answer, kept_sheet, open_vault, say, verb
from peerdesk.errors import UsageError
from peerdesk.opened import VaultFolder
from peerdesk.safe import Keys, Opener

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
    cli_backups.add_verbs(inner)
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


def _init(arguments: Arguments) -> None:
    if arguments.test_kdf and os.environ.get("PEERDESK_TEST") != "1":
        raise UsageError("Fast key derivation is for tests only.")
    profile = {"name": arguments.agency, "logging_mode": arguments.mode}
    place = VaultFolder(arguments.data)
    opened = place.create(arguments.secrets.next(), profile, fast=bool(arguments.test_kdf))
    try:
        words = {"recovery": kept_sheet(opened.safe.keys)} if arguments.sheet else {}
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
        opened, before = place.recover(words, new)
    finally:
        say(f"kdf_ms: {place.derivation_ms}")
    try:
        words_now = kept_sheet(opened.safe.keys)
        answer({"recovered": True, "recovery": words_now, "counts_before": dict(before)})
    finally:
        opened.close()


def _new_sheet(arguments: Arguments) -> None:
    with open_vault(arguments) as at:
        answer({arguments.kind: kept_sheet(at.safe.keys, arguments.kind)})


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
        with _telling(at.safe.keys):
            answer({"removed": slot, "anew": _named(at.safe.keys.remove(slot, secret))})


def _rotate(arguments: Arguments) -> None:
    secret = arguments.secrets.next()
    with open_vault(arguments, secret) as at, _telling(at.safe.keys):
        answer({"rotated": True, "anew": _named(at.safe.keys.rotate(secret))})


@contextmanager
def _telling(keys: Keys) -> Iterator[None]:
    """Say where a change of the data key turned the strict lock off."""
    before = keys.strict()
    yield
    if before and not keys.strict():
        say("The strict lock is off now: no other way in is left that could end it.")


def _named(openers: Iterable[Opener]) -> list[dict[str, str]]:
    return [{"kind": each.kind, "role": each.role, "slot": each.slot} for each in openers]
