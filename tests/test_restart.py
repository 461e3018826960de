"""The process that comes after a long lock is a new one, with the same arguments."""

from __future__ import annotations

import subprocess
import sys

import pytest

from peerdesk.restart import arguments

_TWICE = """
import os, sys
from peerdesk.restart import began_anew, restart
if began_anew():
    print(os.getpid(), sys.argv[1:], "PEERDESK_ANEW" in os.environ, flush=True)
else:
    secret = "zqx" + str(6 * 7)
    print(os.getpid(), flush=True)
    restart()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows starts a second process")
def test_becomes_itself_with_the_same_arguments() -> None:
    command = [sys.executable, "-c", _TWICE, "--data", "a folder", "--secret-fd", "3"]
    done = subprocess.run(  # noqa: S603 - fixed commands
        command, check=True, timeout=30, capture_output=True, text=True
    )
    before, after = done.stdout.splitlines()
    assert after == f"{before} ['--data', 'a folder'] False"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["-m", "peerdesk"], ["-m", "peerdesk"]),
        (["--secret-stdin", "--data", "x"], ["--data", "x"]),
        (["--data", "x", "--secret-fd", "3", "demo"], ["--data", "x", "demo"]),
        (["--secret-fd=3"], []),
    ],
)
def test_hands_on_no_secret(given: list[str], kept: list[str]) -> None:
    assert arguments(given) == kept
