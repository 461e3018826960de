"""No crash of this program writes its memory to a file; what reads strangers' files is bounded."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from peerdesk.hardening import Limits, deny_reading, put_in_job

LIMITS = """
import ctypes, resource
from peerdesk.hardening import keep_memory_private
keep_memory_private()
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


class Windows:
    """Stands for ``ctypes.windll`` where there is none: writes down what it is asked."""

    def __init__(self, **answers: int) -> None:
        self.asked: list[str] = []
        self.given: dict[str, tuple[Any, ...]] = {}
        self._answers = answers
        self.kernel32 = self.advapi32 = self

    def __getattr__(self, name: str) -> Any:
        def asked(*given: Any) -> int:
            self.asked.append(name)
            self.given[name] = given
            return self._answers.get(name, 1)

        return asked


def test_on_windows_other_programs_may_end_this_one_and_no_more() -> None:
    windows = Windows(GetCurrentProcess=-1)
    assert deny_reading(windows)
    assert windows.asked == [
        "ConvertStringSecurityDescriptorToSecurityDescriptorW",
        "GetCurrentProcess",
        "SetKernelObjectSecurity",
        "LocalFree",
    ]
    rights = windows.given["ConvertStringSecurityDescriptorToSecurityDescriptorW"][0]
    allowed = int(rights.removeprefix("D:P(A;;").removesuffix(";;;OW)"), 16)
    reading, writing, handles, new_rights = 0x10, 0x20, 0x40, 0x40000
    assert allowed & 1
    assert not allowed & (reading | writing | handles | new_rights)
    this, what, _ = windows.given["SetKernelObjectSecurity"]
    assert (this.value, what) == (ctypes.c_void_p(-1).value, 4)


@pytest.mark.parametrize(
    "refused",
    ["ConvertStringSecurityDescriptorToSecurityDescriptorW", "SetKernelObjectSecurity"],
)
def test_what_windows_refuses_is_told(refused: str) -> None:
    assert not deny_reading(Windows(**{refused: 0}))


def test_on_windows_a_job_bounds_the_process() -> None:
    windows = Windows(CreateJobObjectW=77, GetCurrentProcess=-1)
    assert put_in_job(windows, 1 << 30, 60)
    job, kind, limits, size = windows.given["SetInformationJobObject"]
    assert (job.value, kind, size) == (77, 9, 144)  # as Microsoft's headers lay it out
    told: Limits = limits._obj
    assert (told.process_memory, told.process_time, told.processes) == (1 << 30, 600_000_000, 1)
    assert told.flags == 0x2 | 0x8 | 0x100 | 0x400
    assert windows.given["AssignProcessToJobObject"][0].value == 77
    for refused in ("SetInformationJobObject", "AssignProcessToJobObject"):
        assert not put_in_job(Windows(**{refused: 0}), 1 << 30, 60)
