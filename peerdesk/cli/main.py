"""The command line: the services without a window, for scripts, tests and rescue."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peerdesk import __version__
from peerdesk.app import issue_report, print_report, run_window
from peerdesk.cli import region as cli_region
from peerdesk.cli import vault
from peerdesk.cli.terminal import Arguments, Parser, Secrets, answer, open_vault, say, write_out
from peerdesk.errors import InputRefused, NotShown, UsageError, UserFacing
from peerdesk.foreign import OBJECT, content_of, parse
from peerdesk.opened import SAMPLE_PASSPHRASE, VaultFolder, open_sample, sample_folder
from peerdesk.paths import data_folder
from peerdesk.periods import Period
from peerdesk.safe import Note
from peerdesk.services.summaries.catalogue import REPORTS, is_working_paper, report
from peerdesk.vocabulary import vocabulary

if TYPE_CHECKING:
    from peerdesk.services.issuing.ledger import Delivery

_MOST_OF_MAPPING = 1_000_000


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit code; no traceback reaches the user."""
    try:
        arguments = _parser().parse_args(words)
        with closing(Secrets(arguments.secret_stdin, arguments.secret_fd)) as arguments.secrets:
            return int(arguments.run(arguments) or 0)
    except UserFacing as error:
        say(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        say("Stopped.")
        return 2
    except Exception as error:
        if os.environ.get("PEERDESK_TEST") == "1":
            raise
        say(f"PeerDesk has a fault ({type(error).__name__}). Nothing half-done was kept.")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="peerdesk", description="Records of a peer support program.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--data", type=Path, default=data_folder(), metavar="DIR")
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument("--secret-stdin", action="store_true")
    secret.add_argument("--secret-fd", type=int, metavar="N")
    parser.set_defaults(run=_window)
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", parser_class=Parser)
    _add_printing(verbs)
    _add_keeping(verbs)
    cli_region.add_verbs(verbs)
    vault.add_verbs(verbs)
    return parser


def _add_printing(verbs: Any) -> None:
    demo = _verb(verbs, "demo", _demo, "make the sample agency and open it")
    demo.add_argument("--no-window", action="store_true")
    demo.add_argument("--out", type=Path, default=Path("demo-out"), metavar="DIR")
    demo.add_argument("--years", type=int, default=3)

    report = _verb(verbs, "report", _report, "print a report, or: report list")
    report.add_argument("name")
    report.add_argument("--period", type=Period.parse)
    report.add_argument("--out", type=Path)
    report.add_argument("--paper", choices=("letter", "a4"), default="letter")
    report.add_argument("--lang", choices=("en",), default="en")
    report.add_argument("--issue", action="store_true")
    report.add_argument("--audience", default="command", help="for whom an issued report is")
    report.add_argument("--json", action="store_true")

    summary = _verb(verbs, "summary", _summary, "the protected numbers of a report")
    summary.add_argument("name")
    summary.add_argument("--period", type=Period.parse, required=True)
    summary.add_argument("--json", action="store_true")


def _add_keeping(verbs: Any) -> None:
    bring = _verb(verbs, "import", _import, "bring in an office file")
    bring.add_argument("file", type=Path, nargs="?")
    bring.add_argument("--as", dest="kind", choices=("supporter", "contact", "tally", "training"))
    bring.add_argument("--mapping", type=Path)
    bring.add_argument("--dry-run", action="store_true")
    bring.add_argument("--undo", type=int, metavar="ID")
    bring.add_argument("--json", action="store_true")

    find = _verb(verbs, "search", _search, "what Ctrl+K finds")
    find.add_argument("text")
    find.add_argument("--json", action="store_true")
    schema = _verb(verbs, "schema", _schema, "what the vault can hold")
    schema.add_argument("--json", action="store_true")
    close = _verb(verbs, "close", _close, "close a period")
    close.add_argument("period", type=Period.parse)


def _verb(
    verbs: Any, name: str, action: Callable[[Arguments], int | None], about: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=about, description=about)
    parser.set_defaults(run=action)
    return parser


def _window(arguments: Arguments) -> int:
    return run_window(VaultFolder(arguments.data))


def _demo(arguments: Arguments) -> int:
    folder = arguments.data
    if folder == data_folder():
        folder = sample_folder(folder)
    if not arguments.no_window and _has_screen():
        open_sample(folder, arguments.years).close()
        return run_window(VaultFolder(folder), SAMPLE_PASSPHRASE)
    with closing(open_sample(folder, arguments.years)) as opened:
        period = opened.workspace.closing.closed()[0]
        pdf = issue_report(opened.workspace, "quarterly", period, "letter")
    path = arguments.out / f"quarterly-{period}.pdf"
    write_out(path, pdf)
    say(f"The sample agency is in {folder}. Its passphrase is: {SAMPLE_PASSPHRASE}")
    print(path)
    return 0


def _has_screen() -> bool:
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _report(arguments: Arguments) -> None:
    if arguments.name == "list":
        answer({"reports": [each.as_json() for each in REPORTS]})
        return
    needed = bool(report(arguments.name).periods)
    if arguments.out is None or (needed and arguments.period is None):
        raise UsageError(f"This paper needs {'--period and ' * needed}--out.")
    with open_vault(arguments) as opened:
        name, period = arguments.name, arguments.period
        named, reporting = is_working_paper(name), opened.workspace.reporting
        given, issued = _delivery(arguments), arguments.issue and not named
        pdf = (
            issue_report(opened.workspace, name, period, arguments.paper, given)
            if issued
            else print_report(opened.workspace, name, period, arguments.paper)
        )
        outside = issued and given.outside
        blank = not named and reporting.summary(name, period, outside=outside).nothing_shown
        write_out(arguments.out, pdf)
        opened.safe.log.note(Note("export", name))
    say(f"Wrote {arguments.out}.")
    if blank:
        raise _not_shown(arguments.period)


def _delivery(arguments: Arguments) -> Delivery:
    from peerdesk.services.issuing.ledger import Delivery  # noqa: PLC0415 - loads SQLAlchemy

    audiences = vocabulary("report_audience").codes
    if arguments.audience not in audiences:
        raise UsageError("There is no such audience.", f"One of: {', '.join(audiences)}")
    return Delivery(arguments.audience)


def _summary(arguments: Arguments) -> None:
    with open_vault(arguments) as opened:
        reporting = opened.workspace.reporting
        summary = reporting.summary(arguments.name, arguments.period)
        answer(summary.as_json(reporting.thresholds(arguments.period)))
        if summary.nothing_shown:
            raise _not_shown(arguments.period)


def _not_shown(period: Period) -> NotShown:
    return NotShown(
        f"No number of contacts in {period.label} can be shown without pointing at someone.",
        "A longer period may carry numbers.",
    )


def _import(arguments: Arguments) -> None:
    if (arguments.file is None) == (arguments.undo is None):
        raise UsageError("Name a file to bring in, or an import to take back with --undo.")
    with open_vault(arguments) as opened:
        imports = opened.workspace.imports
        if arguments.undo is not None:
            imports.undo(arguments.undo)
            say("The import was taken back.")
            return
        mapping = _mapping(arguments.mapping)
        plan = imports.read(arguments.file, arguments.kind, mapping)
        result = None if arguments.dry_run else imports.apply(plan)
    answer({**plan.as_json(), "undo": result.undo if result else None})


def _mapping(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        mapping: dict[str, Any] = parse(content_of(path, _MOST_OF_MAPPING), OBJECT)
    except (OSError, ValueError):
        raise InputRefused(
            "The mapping file cannot be read, or holds no mapping.", "See: import --dry-run --json"
        ) from None
    return mapping


def _schema(_arguments: Arguments) -> None:
    from peerdesk.services.schema import schema  # noqa: PLC0415 - loads SQLAlchemy

    answer(schema())


def _search(arguments: Arguments) -> None:
    with open_vault(arguments) as opened:
        answer({"hits": [asdict(each) for each in opened.workspace.search.find(arguments.text)]})


def _close(arguments: Arguments) -> None:
    with open_vault(arguments) as opened:
        opened.workspace.closing.close(arguments.period)
    say(f"{arguments.period.label} is closed.")
