"""The command ``receipts``: what a vault asks after a restore, and its answer."""

from __future__ import annotations

from pathlib import Path

from peerdesk.cli.terminal import Arguments, Verbs, answer, open_vault, say, verb
from peerdesk.errors import InputRefused

_MOST = 5_000_000
"""No receipt is longer than this."""
_OPEN = "It is not known which reports were issued after the backup that this vault was made from."


def add_verbs(verbs: Verbs) -> None:
    """Add the verb on receipts of issued reports."""
    about = "say what is asked after a restore, take receipts of issued reports in, or answer"
    parser = verb(verbs, "receipts", _receipts, about, "the passphrase")
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    parser.add_argument(
        "--nothing-missing",
        action="store_true",
        help="answer that every report issued since the backup is known now",
    )


def _receipts(arguments: Arguments) -> None:
    texts = [_read(path) for path in arguments.files]
    with open_vault(arguments) as at:
        space = at.workspace
        taken = sum([space.receipts.receive(text) for text in texts])
        if arguments.nothing_missing:
            space.receipts.nothing_missing()
        gap = space.receipts.missing_since()
    if gap:
        say(_OPEN)
    answer({"open": gap is not None, "taken": taken, "known": len(texts) - taken})


def _read(path: Path) -> str:
    try:
        if path.stat().st_size <= _MOST:
            return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        pass
    raise InputRefused("A file is no receipt.", "Choose the file saved when the report was issued.")
