"""No crash of this program writes its memory to a file."""

from __future__ import annotations

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
