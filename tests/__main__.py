"""Everything that must hold before a change lands: ``python -m tests``, then with ``slow``."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHECKS = (
    ("style", ("ruff", "check", ".")),
    ("format", ("ruff", "format", "--check", ".")),
    ("types", ("mypy",)),
    ("layers", ("importlinter.cli",)),
    ("tests", ("pytest", "-q", "-n", "2")),
)
SLOW = (("slow tests", ("pytest", "-q", "-n", "2", "--dist", "loadfile", "-m", "slow")),)
"""Kills, power cuts, full disks and long histories: minutes, so they have a lane of their own.

Each file stays in one process: some of them set something up for all of their tests.
"""


def main() -> int:
    """Run every check of a lane, the tests last; return 1 when any of them fails."""
    slow = sys.argv[1:2] == ["slow"]
    lane, given = (SLOW, sys.argv[2:]) if slow else (CHECKS, sys.argv[1:])
    failed = []
    environment = os.environ | ({} if os.access(ROOT, os.W_OK) else _caches_elsewhere())
    for name, command in lane:
        started = time.monotonic()
        extra = given if command[0] == "pytest" else []
        code = subprocess.run(  # noqa: S603 - fixed commands of this project
            [sys.executable, *_invocation(command), *extra], cwd=ROOT, check=False, env=environment
        ).returncode
        if code:
            failed.append(name)
        outcome = "failed" if code else "ok"
        print(f"== {name}: {outcome} in {time.monotonic() - started:.0f} s", flush=True)  # noqa: T201
    return 1 if failed else 0


def _invocation(command: tuple[str, ...]) -> list[str]:
    if command[0] == "importlinter.cli":
        return ["-c", "from importlinter.cli import lint_imports as run; exit(run(no_cache=True))"]
    return ["-m", *command]


def _caches_elsewhere() -> dict[str, str]:
    """Return where the tools may remember things, for a checkout that cannot be written to."""
    place = tempfile.mkdtemp(prefix="peerdesk-caches-")
    return {
        "RUFF_CACHE_DIR": f"{place}/ruff",
        "MYPY_CACHE_DIR": f"{place}/mypy",
        "HYPOTHESIS_STORAGE_DIRECTORY": f"{place}/hypothesis",
        "PYTEST_ADDOPTS": f"-o cache_dir={place}/pytest",
    }


if __name__ == "__main__":
    raise SystemExit(main())
