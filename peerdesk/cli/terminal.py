"""What the commands share: secrets come in, one JSON object goes out, the rest is plain words."""

from __future__ import annotations

import argparse
import getpass
import io
import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn, TextIO

from peerdesk.errors import CannotWrite, UsageError
from peerdesk.opened import Opened, VaultFolder
from peerdesk.paths import write_private
from peerdesk.safe import Keys

Arguments = argparse.Namespace
Action = Callable[[Arguments], None]
Verbs = Any
"""What argparse hands out to add verbs to; its type is private."""
_ENCODING = "utf-8-sig"
"""Some programs of Windows begin what they write with a mark, which belongs to no secret."""


class Parser(argparse.ArgumentParser):
    """Refuses what it does not know, without repeating it."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError; the message as it comes repeats what was typed, perhaps a name."""
        said = re.sub(r"(invalid (\S+ value|choice)|unrecognized arguments):.*", r"\1", message)
        raise UsageError(f"{said[:1].upper()}{said[1:]}.", "See: peerdesk --help")


class Secrets:
    """Secrets in the order in which a command asks for them.

    They are the lines of standard input or of a descriptor, or typed unseen at a terminal; never
    an argument, since any program on the computer can read those.
    """

    def __init__(self, from_stdin: bool, descriptor: int | None) -> None:  # noqa: FBT001
        self._from_stdin = from_stdin
        self._descriptor = descriptor
        self._file: TextIO | None = None
        if from_stdin and isinstance(sys.stdin, io.TextIOWrapper):
            # Read alike everywhere, whatever the computer's own encoding and end of line are.
            sys.stdin.reconfigure(encoding=_ENCODING, newline="\n")

    def next(self, what: str = "Passphrase") -> str:
        """Return the next secret; raises UsageError where there is none."""
        line = self._line(what)
        if line is None:
            raise UsageError(f"{what}: this line is missing.", "See --help for the order of lines.")
        return line

    def optional(self, what: str) -> str:
        """Return the next secret, or an empty text where there is none."""
        return self._line(what) or ""

    def close(self) -> None:
        """Close the descriptor that was read."""
        if self._file is not None:
            self._file.close()

    def _line(self, what: str) -> str | None:
        """Return the next line, or None after the last one."""
        try:
            stream = self._stream()
            line = stream.readline() if stream else f"{getpass.getpass(f'{what}: ')}\n"
            line.encode()
        except (OSError, ValueError):
            raise UsageError(f"{what}: this cannot be read.", "It must be UTF-8 text.") from None
        # A line of Windows ends in two signs; neither belongs to the secret.
        return line.removesuffix("\n").removesuffix("\r") if line else None

    def _stream(self) -> TextIO | None:
        if self._descriptor is not None:
            if self._file is None:
                self._file = os.fdopen(self._descriptor, encoding=_ENCODING, newline="\n")
            return self._file
        if not self._from_stdin and not sys.stdin.isatty():
            raise UsageError("A passphrase is needed.", "Give it with --secret-stdin.")
        return sys.stdin if self._from_stdin else None


def say(text: str) -> None:
    """Tell the user something in plain words."""
    print(text, file=sys.stderr)


def answer(value: Any) -> None:
    """Print the answer of a command, one JSON object on a line, at once."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    # A file may have a name that is no text; JSON can write that all the same.
    print(text.encode(errors="backslashreplace").decode(), flush=True)


def write_out(path: Path, content: bytes) -> None:
    """Write a file that a command was asked for; raises CannotWrite."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, content)
    except (OSError, ValueError):
        raise CannotWrite(
            "The file could not be written.", "Check the folder and the space on the disk."
        ) from None


def verb(verbs: Verbs, name: str, action: Action, about: str, lines: str = "") -> Any:
    """Add a verb to the command line and return its parser; ``lines`` says what it reads."""
    reads = f"Reads {lines}." if lines else "Reads no secret."
    parser = verbs.add_parser(name, help=about, description=f"{about}. {reads}")
    parser.set_defaults(run=action)
    parser.add_argument("--json", action="store_true", help="answers are JSON with or without")
    for option, kind in (("--data", Path), ("--secret-fd", int)):
        parser.add_argument(option, type=kind, default=argparse.SUPPRESS, help="as before the verb")
    parser.add_argument("--secret-stdin", action="store_true", default=argparse.SUPPRESS)
    return parser


def open_vault(
    arguments: Arguments, secret: str | None = None, kind: str = "pass", *, altered: bool = False
) -> closing[Opened]:
    """Open the vault with a secret, by default the next one, and say what deriving a key took."""
    place = VaultFolder(arguments.data)
    secret = arguments.secrets.next() if secret is None else secret
    try:
        opened = place.open(secret, kind, accept_altered=altered)
    finally:
        say(f"kdf_ms: {place.derivation_ms}")
    for warning in opened.safe.warnings:
        say(warning)
    return closing(opened)


def kept_sheet(keys: Keys, kind: str = "recovery") -> Any:
    """Make words that open the vault at once; whoever reads them here could type them back."""
    sheet = keys.new_sheet(kind)
    cards = [" ".join(card) for card in sheet.cards]
    keys.keep_sheet(sheet, cards[: sheet.needed])
    return cards[0] if kind == "recovery" else cards
