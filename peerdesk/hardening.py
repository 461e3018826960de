"""Keeps memory to this process, out of crash files and other programs; bounds what reads files.

What Windows is asked goes through a ``windll`` that is handed in, so that it can be looked at
elsewhere: it was written from Microsoft's documentation and has not run on Windows yet.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

_PR_SET_DUMPABLE = 4
_DACL_SECURITY_INFORMATION = 4
_SYNCHRONIZE, _READ_CONTROL, _QUERY_LIMITED_INFORMATION, _TERMINATE = 0x100000, 0x20000, 0x1000, 1
_MAY_BE_ENDED = _SYNCHRONIZE | _READ_CONTROL | _QUERY_LIMITED_INFORMATION | _TERMINATE
_TIME, _PROCESSES, _MEMORY, _NO_CRASH_REPORT = 0x2, 0x8, 0x100, 0x400
_EXTENDED_LIMITS = 9
_TICKS = 10_000_000
"""Of Windows, in a second."""


def keep_memory_private() -> None:
    """Let no crash of this program write its memory to a file, nor another program read it."""
    if sys.platform == "win32":
        deny_reading(ctypes.windll)
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def deny_reading(windll: Any) -> bool:
    """Let other programs of this user wait for this process and end it, and no more.

    As KeePassXC does. An administrator can take the right back. Returns whether Windows did it.
    """
    security = ctypes.c_void_p()
    # Protected from what it would inherit; the rights of the owner are these and no others.
    rights = f"D:P(A;;0x{_MAY_BE_ENDED:x};;;OW)"
    made = windll.advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        rights, 1, ctypes.byref(security), None
    )
    if not made:
        return False
    this = ctypes.c_void_p(windll.kernel32.GetCurrentProcess())
    done = windll.advapi32.SetKernelObjectSecurity(this, _DACL_SECURITY_INFORMATION, security)
    windll.kernel32.LocalFree(security)
    return bool(done)


def confine(memory: int, seconds: int) -> None:
    """Bound for good what this process may take, and let it open no file and start no program.

    macOS keeps no bound on memory; there the time alone ends what runs away. Windows lets it open
    files.
    """
    keep_memory_private()
    if sys.platform == "win32":
        put_in_job(ctypes.windll, memory, seconds)
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


class Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION of the Windows API."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def put_in_job(windll: Any, memory: int, seconds: int) -> bool:
    """Put this process into a job of Windows that bounds it; return whether Windows did it."""
    limits = Limits(
        process_time=seconds * _TICKS,
        flags=_TIME | _PROCESSES | _MEMORY | _NO_CRASH_REPORT,
        processes=1,
        process_memory=memory,
    )
    kernel = windll.kernel32
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    size = ctypes.sizeof(limits)
    told = kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
    this = ctypes.c_void_p(kernel.GetCurrentProcess())
    return bool(told and kernel.AssignProcessToJobObject(job, this))
