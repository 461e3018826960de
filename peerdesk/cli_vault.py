"""The ``vault`` commands: everything that the vault promises, open to checks from outside."""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import count, islice
from typing import Any

from peerdesk.errors import UsageError
from peerdesk.places import VaultFolder
from peerdesk.terminal import Arguments, answer, open_vault, say

Verbs = Any
"""What argparse hands out to add commands to; it has no public type."""


def add_verbs(verbs: Verbs) -> None:
    """Add ``vault VERB`` to the command line."""
    parser = verbs.add_parser("vault", help="the vault: keys, backups, records, checks")
    inner = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_opening(inner)
    _add_records(inner)


def _verb(verbs: Verbs, name: str, action: Callable[[Arguments], None], about: str) -> Any:
    parser = verbs.add_parser(name, help=about, description=about)
    parser.set_defaults(run=action)
    parser.add_argument("--json", action="store_true", help="answers are always JSON")
    return parser


def _add_opening(verbs: Verbs) -> None:
    init = _verb(verbs, "init", _init, "make a vault; reads its passphrase")
    init.add_argument("--agency", default="My agency")
    init.add_argument("--mode", choices=("tally", "coded"), default="tally")
    init.add_argument("--test-kdf", choices=("fast",))
    _verb(verbs, "unlock-check", _unlock_check, "open the vault and close it; reads the secret")
    _verb(verbs, "info", _info, "what the header says; reads no secret")


def _add_records(verbs: Verbs) -> None:
    add = _verb(verbs, "add", _add, "add a record; reads the passphrase")
    add.add_argument("--type", default="supporter")
    add.add_argument("--text", default="")
    for name, action, about in (
        ("get", _get, "print a record; reads the passphrase"),
        ("delete", _delete, "remove a record; reads the passphrase"),
        ("purge", _purge, "remove a record for good; reads the passphrase"),
    ):
        parser = _verb(verbs, name, action, about)
        parser.add_argument("id", type=int)
        parser.add_argument("--type", default="supporter")
    counting = _verb(verbs, "count", _count, "count records; reads the passphrase")
    counting.add_argument("--table", metavar="KIND")
    writer = _verb(
        verbs, "run-writer", _run_writer, "add records and say each when it is durable, until ended"
    )
    writer.add_argument("--count", type=int, metavar="N")


def _init(arguments: Arguments) -> None:
    if arguments.test_kdf and os.environ.get("PEERDESK_TEST") != "1":
        raise UsageError("Fast key derivation is for tests only.")
    profile = {"name": arguments.agency, "logging_mode": arguments.mode}
    place = VaultFolder(arguments.data)
    place.create(arguments.secrets.next(), profile, fast=bool(arguments.test_kdf)).close()
    answer({"created": True})


def _unlock_check(arguments: Arguments) -> None:
    with open_vault(arguments):
        answer({"unlocked": True})


def _info(arguments: Arguments) -> None:
    from peerdesk.vault.header import read_headers  # noqa: PLC0415 - loads cryptography

    header = read_headers(arguments.data)[0]
    slots = [{"kind": slot.kind, "kdf": "argon2id", **_costs(slot.kdf)} for slot in header.slots]
    answer({"vault_id": header.vault_id, "db": header.database, "slots": slots})


def _costs(kdf: Any) -> dict[str, Any]:
    weak = kdf.memory < 64 * 1024
    return {"m": kdf.memory, "t": kdf.passes, "p": kdf.lanes, "test_kdf": weak}


def _add(arguments: Arguments) -> None:
    from peerdesk.services.adding import add  # noqa: PLC0415 - loads SQLAlchemy

    with open_vault(arguments) as at:
        space = at.workspace
        added = add(space.records, arguments.type, arguments.text, space.clock.today())
        answer({"id": added.id, "committed": True, "field": added.field})
    if added.field is None and arguments.text:
        say("This kind of record holds no text; the text was left out.")


def _get(arguments: Arguments) -> None:
    with open_vault(arguments) as at:
        answer(at.workspace.records.get(arguments.type, arguments.id))


def _delete(arguments: Arguments) -> None:
    with open_vault(arguments) as at:
        at.workspace.records.delete(arguments.type, arguments.id)
        answer({"id": arguments.id, "deleted": True})


def _purge(arguments: Arguments) -> None:
    _delete(arguments)


def _count(arguments: Arguments) -> None:
    from peerdesk.services.adding import counts  # noqa: PLC0415 - loads SQLAlchemy

    with open_vault(arguments) as at:
        found = counts(at.workspace.records, arguments.table)
        answer({"counts": found} if arguments.table is None else found)


def _run_writer(arguments: Arguments) -> None:
    from peerdesk.services.adding import add  # noqa: PLC0415 - loads SQLAlchemy

    with open_vault(arguments) as at:
        space = at.workspace
        for number in islice(count(1), arguments.count):
            text = f"Writer {number} " + "long enough to change more than a page now and then"
            added = add(space.records, "supporter", text, space.clock.today())
            answer({"id": added.id, "n": number, "committed": True})
