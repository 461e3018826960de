"""The commands for a region: an issued report's totals as a file, and such files added up."""

from __future__ import annotations

from pathlib import Path

from peerdesk.cli.terminal import Arguments, Verbs, answer, open_vault, say, verb, write_out
from peerdesk.clock import SystemClock

# Services and paper are imported inside functions: `peerdesk --help` needs none of them.


def add_verbs(verbs: Verbs) -> None:
    """Add the two verbs."""
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
