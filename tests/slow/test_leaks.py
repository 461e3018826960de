"""What is in the vault is nowhere else: no file, name, output, open handle or core dump."""

from __future__ import annotations

import json
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from peerdesk.opened import VaultFolder
from tests.conftest import PASSPHRASE
from tests.slow.at_work import at_work
from tests.slow.canary import Search, marker
from tests.slow.child import Home

pytestmark = pytest.mark.slow

_ALLOW_DUMPS = ("sh", "-c", 'ulimit -c unlimited; exec "$@"', "sh")
_DUMPING = """
import os, sys
%s
text = sys.stdin.readline()
os.abort()
"""


def _dumps_lie_beside() -> bool:
    """Say whether this computer writes core dumps into the folder of the program."""
    pattern = Path("/proc/sys/kernel/core_pattern").read_text(encoding="ascii")
    return "/" not in pattern and resource.getrlimit(resource.RLIMIT_CORE)[1] != 0


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    VaultFolder(made.data).create(PASSPHRASE, {"name": "Pine County"}, fast=True).close()
    return made


def test_records_leave_no_trace_through_their_life(home: Home) -> None:
    text = marker()
    search = Search(text, [home.at])
    done = home.run("vault", "add", "--text", f"Person {text}")
    record = str(json.loads(done.stdout)["id"])
    assert not search.everywhere(done.stdout, done.stderr)
    seen = home.run("vault", "get", record)
    assert text in seen.stdout  # it is there, and only here
    assert not search.everywhere(seen.stderr)
    for verb in (("delete", record), ("count",), ("purge", record), ("get", record)):
        done = home.run("vault", *verb)
        assert not search.everywhere(done.stdout, done.stderr)


def test_a_program_at_work_leaves_no_trace(home: Home) -> None:
    text = marker()
    search = Search(text, [home.at])
    with at_work(home, text) as child:
        assert not search.everywhere(process=child.pid)
    assert not search.everywhere()


def test_temporary_tables_on_disk_would_be_found(home: Home) -> None:
    text = marker()
    search = Search(text, [home.at])
    setting = 'run("COMMIT"); run("PRAGMA temp_store = FILE"); run("BEGIN IMMEDIATE")'
    with at_work(home, text, setting) as child:
        assert search.everywhere(process=child.pid)


def test_errors_tell_nothing(home: Home) -> None:
    text = marker()
    search = Search(text, [home.at])
    for words in (
        ("vault", "add", "--text", f"{text} " * 50),
        ("vault", "add", "--type", text),
        ("vault", "get", text),
        ("vault", text),
        ("import", f"{text}.csv"),
        ("report", text, "--period", "2025-Q3", "--out", str(home.at / "x.pdf")),
    ):
        done = home.run(*words)
        assert done.returncode
        assert done.stderr
        assert "Traceback" not in done.stderr
        assert not search.everywhere(done.stdout, done.stderr)


def test_a_crash_dumps_no_memory(home: Home) -> None:
    text = marker()
    assert not _dumped(home, text, "from peerdesk.hardening import *; keep_memory_private()")


@pytest.mark.skipif(not _dumps_lie_beside(), reason="core dumps go elsewhere here, or nowhere")
def test_a_crash_would_dump_memory_otherwise(home: Home) -> None:
    assert _dumped(home, marker(), "pass")


def test_the_command_line_forbids_dumps_before_it_reads_a_secret(home: Home) -> None:
    with subprocess.Popen(  # noqa: S603 - fixed commands of this project
        [*_ALLOW_DUMPS, *home.words("vault", "unlock-check")],
        stdin=subprocess.PIPE,
        env=home.environment,
        cwd=home.at,
    ) as child:
        limits = Path(f"/proc/{child.pid}/limits")
        started = time.monotonic()
        while not re.search(r"core file size +0 +0 ", limits.read_text()):
            assert child.poll() is None
            assert time.monotonic() - started < 60
            time.sleep(0.01)
        child.send_signal(signal.SIGABRT)
    assert child.returncode == -signal.SIGABRT
    assert not list(home.at.glob("core*"))


def _dumped(home: Home, text: str, line: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 - a fixed program
        [*_ALLOW_DUMPS, sys.executable, "-c", _DUMPING % line],
        input=f"{text}\n",
        text=True,
        env=home.environment,
        cwd=home.at,
        check=False,
    )
    assert done.returncode == -signal.SIGABRT
    return Search(text, [home.at], shared=[]).everywhere()
