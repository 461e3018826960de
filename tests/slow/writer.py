"""A program that writes until it is killed, started quickly from a warm process."""

from __future__ import annotations

import io
import multiprocessing
import os
import sys
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

# What opening a vault needs, loaded once and not for each of hundreds of programs.
import peerdesk.exchange.reader
import peerdesk.vault.vault  # noqa: F401
from peerdesk.cli import main
from peerdesk.cli.terminal import answer
from peerdesk.services.records import scripted
from peerdesk.services.records.records import ListQuery, Records
from tests.conftest import PASSPHRASE

_PERSON = {"role": "peer", "personnel_class": "sworn", "status": "active"}


def context() -> ForkServerContext:
    """Return where writers are started: a process that has loaded everything and done nothing."""
    warm = multiprocessing.get_context("forkserver")
    warm.set_forkserver_preload([__name__])
    return warm


def start(
    warm: ForkServerContext, folder: Path, *, hasty: bool = False
) -> tuple[ForkServerProcess, int]:
    """Start the command line's writer; return it, and the descriptor of what it acknowledges.

    A hasty one acknowledges before it has written, as no program should.
    """
    reading, writing = warm.Pipe(duplex=False)
    process = warm.Process(target=_write, args=(str(folder), writing, hasty))
    process.start()
    writing.close()
    descriptor = os.dup(reading.fileno())
    reading.close()
    return process, descriptor


def _write(folder: str, pipe: Connection, hasty: bool) -> None:
    sys.stdin = io.StringIO(f"{PASSPHRASE}\n")
    sys.stdout = os.fdopen(pipe.fileno(), "w", encoding="utf-8", closefd=False)
    sys.stderr = io.StringIO()
    if hasty:
        scripted.add = _promised
    raise SystemExit(main.run(["--data", folder, "--secret-stdin", "vault", "run-writer"]))


def _promised(records: Records, kind: str, text: str, today: date) -> scripted.Added:
    answer({"id": len(records.ids(ListQuery(kind))) + 1, "committed": True})
    return scripted.Added(records.save(kind, {**_PERSON, "full_name": text}), "full_name")
