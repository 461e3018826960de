"""No crash of this program writes its memory to a file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

LIMITS = """
import ctypes, resource
from peerdesk.hardening import forbid_core_dumps
forbid_core_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_nothing_may_be_dumped_nor_read_by_others() -> None:
    done = subprocess.run(  # noqa: S603 - a fixed program
        [sys.executable, "-c", LIMITS], capture_output=True, text=True, check=True
    )
    assert done.stdout == "(0, 0) 0\n"


CONFINED = """
import ctypes, sys
from peerdesk.hardening import confine
if sys.argv[1] == "confined":
    confine(1 << 29, 1)
def open_file(): open("/dev/null")
def start_program(): __import__("os").fork() or __import__("os")._exit(0)
def take_memory(): bytes(1 << 30)
try:
    {"open": open_file, "start": start_program, "take": take_memory}[sys.argv[2]]()
except (OSError, MemoryError) as error:
    print(type(error).__name__)
else:
    print("did")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
@pytest.mark.parametrize(
    ("deed", "refusal"),
    [("open", "OSError"), ("start", "BlockingIOError"), ("take", "MemoryError")],
)
def test_a_confined_process_opens_starts_and_takes_nothing(deed: str, refusal: str) -> None:
    if deed == "start" and os.geteuid() == 0:
        pytest.skip("the first user of a computer may always start programs")
    for confined, outcome in (("confined", refusal), ("free", "did")):
        done = subprocess.run(  # noqa: S603 - a fixed program
            [sys.executable, "-c", CONFINED, confined, deed],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == f"{outcome}\n"


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_a_confined_process_that_runs_away_is_ended() -> None:
    code = "from peerdesk.hardening import confine; confine(1 << 29, 1)\nwhile True: pass"
    done = subprocess.run(  # noqa: S603 - a fixed program
        [sys.executable, "-c", code], check=False, timeout=60
    )
    assert done.returncode in (-signal.SIGKILL, -signal.SIGXCPU)
