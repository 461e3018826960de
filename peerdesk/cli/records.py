"""The ``vault`` commands on single records: for checks from outside, not for daily work."""

from __future__ import annotations

from itertools import count, islice

from peerdesk.cli.terminal import Arguments, Verbs, answer, open_vault, say, verb
from peerdesk.errors import UsageError

_SECRET = "the passphrase"  # noqa: S105 - says what is read


def add_verbs(verbs: Verbs) -> None:
    """Add the verbs on records."""
    adding = verb(verbs, "add", _add, "add a record of any kind", _SECRET)
    adding.add_argument("--type", default="supporter", metavar="KIND")
    adding.add_argument("--text", default="", help="goes into the kind's first field for text")
    for name, action, about in (
        ("get", _get, "print a record"),
        ("delete", _delete, "remove a record"),
        ("purge", _purge, "remove a record for good"),
    ):
        parser = verb(verbs, name, action, about, _SECRET)
        parser.add_argument("id", type=int)
        parser.add_argument("--type", default="supporter", metavar="KIND")
    counting = verb(verbs, "count", _count, "count the records of one kind, or of each", _SECRET)
    counting.add_argument("--table", metavar="KIND")
    about = "add records, and say each when it is durable, until ended"
    writer = verb(verbs, "run-writer", _run_writer, about, _SECRET)
    writer.add_argument("--count", type=int, metavar="N")


def _add(arguments: Arguments) -> None:
    from peerdesk.services.records.scripted import add  # noqa: PLC0415 - loads SQLAlchemy

    with open_vault(arguments) as at:
        space = at.workspace
        added = add(space.records, arguments.type, arguments.text, space.clock.today())
        answer({"id": added.id, "committed": True, "field": added.field})
    if added.field is None and arguments.text:
        say("This kind of record has no place for a text; it was left out.")


def _get(arguments: Arguments) -> None:
    from peerdesk.services.records.scripted import record_kind  # noqa: PLC0415 - loads SQLAlchemy

    with open_vault(arguments) as at:
        record_kind(arguments.type)
        answer(at.workspace.records.get(arguments.type, _number(arguments)))


def _delete(arguments: Arguments) -> None:
    from peerdesk.services.records.scripted import own_kind  # noqa: PLC0415 - loads SQLAlchemy

    with open_vault(arguments) as at:
        own_kind(arguments.type)
        at.workspace.records.delete(arguments.type, _number(arguments))
        answer({"id": arguments.id, "deleted": True})


def _purge(arguments: Arguments) -> None:
    """Leave nothing of a record, also where it was removed before."""
    from peerdesk.services.records.scripted import own_kind  # noqa: PLC0415 - loads SQLAlchemy

    with open_vault(arguments) as at:
        own_kind(arguments.type)
        space, number = at.workspace, _number(arguments)
        if space.records.rows(arguments.type, [number], []):
            space.records.delete(arguments.type, number)
        for item in space.bin.items():
            if (item.kind, item.number) == (arguments.type, number):
                space.bin.erase(item.id)
        answer({"id": arguments.id, "purged": True})


def _number(arguments: Arguments) -> int:
    if not 0 < arguments.id < 2**63:
        raise UsageError("There is no record of this number.")
    return int(arguments.id)


def _count(arguments: Arguments) -> None:
    from peerdesk.services.records.scripted import counts  # noqa: PLC0415 - loads SQLAlchemy

    with open_vault(arguments) as at:
        found = counts(at.workspace.records, arguments.table)
    if arguments.table is None:
        answer({"counts": found})
    else:
        answer({"table": arguments.table, "count": found[arguments.table]})


def _run_writer(arguments: Arguments) -> None:
    from peerdesk.services.records import scripted as adding  # noqa: PLC0415 - loads SQLAlchemy

    with open_vault(arguments) as at:
        space = at.workspace
        for number in islice(count(1), arguments.count):
            text = f"Writer {number}, long enough to need another page every now and then"
            added = adding.add(space.records, "supporter", text, space.clock.today())
            answer({"id": added.id, "n": number, "committed": True})
