"""The commands for files about issued reports: totals, totals added up, and receipts."""

from __future__ import annotations

from pathlib import Path

from peerdesk.cli.terminal import Arguments, Verbs, answer, open_vault, say, verb, write_out
from peerdesk.clock import SystemClock

# Services and paper are imported inside functions: `peerdesk --help` needs none of them.

_OPEN = "It is not known which reports were issued after the backup that this vault was made from."


def add_verbs(verbs: Verbs) -> None:
    """Add the three verbs."""
    about = "say what is asked after a restore, take receipts of issued reports in, or answer"
    receipts = verb(verbs, "receipts", _receipts, about, "the passphrase")
    receipts.add_argument("files", type=Path, nargs="*", metavar="FILE")
    receipts.add_argument(
        "--nothing-missing",
        action="store_true",
        help="answer that every report issued since the backup is known now",
    )
    about = "save the totals of an issued report, for a regional team"
    totals = verb(verbs, "totals", _totals, about, "the passphrase")
    totals.add_argument("number", type=int, help="as on the page of issued reports")
    totals.add_argument("--out", type=Path, required=True, metavar="FILE")
    about = "add up the totals of several agencies, from their files"
    combining = verb(verbs, "combine", _combine, about)
    combining.add_argument("files", type=Path, nargs="+", metavar="FILE")
    combining.add_argument("--out", type=Path, required=True, metavar="PDF")
    combining.add_argument("--paper", choices=("letter", "a4"), default="letter")


def _totals(arguments: Arguments) -> None:
    from peerdesk.safe import Note  # noqa: PLC0415 - see the top of the file
    from peerdesk.services.issuing.totals_file import own_totals, write_totals  # noqa: PLC0415

    with open_vault(arguments) as at:
        space = at.workspace
        totals = own_totals(space.ledger, space.agency, arguments.number)
        write_out(arguments.out, write_totals(totals))
        at.safe.log.note(Note("export", "publication", arguments.number))
    say(f"Wrote {arguments.out}.")


def _combine(arguments: Arguments) -> None:
    from peerdesk.reports.catalogue import Page  # noqa: PLC0415 - see the top of the file
    from peerdesk.reports.region import region_paper  # noqa: PLC0415
    from peerdesk.services.issuing.totals_file import open_totals  # noqa: PLC0415
    from peerdesk.services.summaries.region import combine  # noqa: PLC0415

    parts = [open_totals(path) for path in arguments.files]
    summary = combine(parts, SystemClock().today())
    write_out(arguments.out, region_paper(summary, Page(arguments.paper, draft=False)))
    say(f"Wrote {arguments.out}.")
    answer(summary.as_json())


def _receipts(arguments: Arguments) -> None:
    from peerdesk.services.issuing.receipts import open_receipt  # noqa: PLC0415 - see the top

    texts = [open_receipt(path) for path in arguments.files]
    with open_vault(arguments) as at:
        space = at.workspace
        taken = sum([space.receipts.receive(text) for text in texts])
        if arguments.nothing_missing:
            space.receipts.nothing_missing()
        gap = space.receipts.missing_since()
    if gap:
        say(_OPEN)
    answer({"open": gap is not None, "taken": taken, "known": len(texts) - taken})
