"""Ends this process and begins it anew, with nothing of what it held in memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import NoReturn

_ANEW = "PEERDESK_ANEW"
_READ_ONCE = {"--secret-stdin": 1, "--secret-fd": 2}
"""Arguments that handed in a secret, and how many words they take: what they name is used up."""


def restart() -> NoReturn:
    """Become a new process with the same arguments."""
    frozen = bool(getattr(sys, "frozen", False))
    command = [sys.executable, *arguments(sys.argv[1:] if frozen else sys.orig_argv[1:])]
    os.environ[_ANEW] = "1"
    if sys.platform == "win32":  # where a process cannot become another
        subprocess.Popen(command, close_fds=True)  # noqa: S603 - this program itself
        os._exit(0)
    os.execv(command[0], command)  # noqa: S606 - this program itself


def began_anew() -> bool:
    """Say, once, whether this process was begun by another one."""
    return os.environ.pop(_ANEW, "") == "1"


def arguments(words: Sequence[str]) -> list[str]:
    """Leave out what handed in a secret."""
    kept = list(words)
    for word, length in _READ_ONCE.items():
        if word in kept:
            at = kept.index(word)
            del kept[at : at + length]
    return [each for each in kept if not each.startswith("--secret-fd=")]
