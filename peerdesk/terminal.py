"""What the commands share: secrets come in, one JSON object goes out, the rest is plain words."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import re
import sys
from contextlib import closing
from typing import Any, NoReturn, TextIO

from peerdesk.errors import UsageError
from peerdesk.places import Opened, VaultFolder

Arguments = argparse.Namespace


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

    def next(self, what: str = "Passphrase") -> str:
        """Return the next secret; raises UsageError where there is none."""
        try:
            line = self._line(what)
            line.encode()
        except (OSError, ValueError):
            raise UsageError(f"{what}: this cannot be read.", "It must be UTF-8 text.") from None
        return line

    def close(self) -> None:
        """Close the descriptor that was read."""
        if self._file is not None:
            self._file.close()

    def _line(self, what: str) -> str:
        stream = self._stream()
        if stream is None:
            return getpass.getpass(f"{what}: ")
        line = stream.readline()
        if not line:
            raise UsageError(f"{what}: this line is missing.", "See --help for the order of lines.")
        return line.removesuffix("\n")

    def _stream(self) -> TextIO | None:
        if self._descriptor is not None:
            self._file = self._file or os.fdopen(self._descriptor, encoding="utf-8")
            return self._file
        if not self._from_stdin and not sys.stdin.isatty():
            raise UsageError("A passphrase is needed.", "Give it with --secret-stdin.")
        return sys.stdin if self._from_stdin else None


def say(text: str) -> None:
    """Tell the user something in plain words."""
    print(text, file=sys.stderr)


def answer(value: Any) -> None:
    """Print the answer of a command, one JSON object on a line, at once."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


def open_vault(arguments: Arguments) -> closing[Opened]:
    """Open the vault with the first secret, and say how long key derivation took."""
    place = VaultFolder(arguments.data)
    try:
        return closing(place.open(arguments.secrets.next()))
    finally:
        say(f"kdf_ms: {place.derivation_ms}")
