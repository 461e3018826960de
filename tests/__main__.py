"""Everything that must hold before a change lands: ``python -m tests``."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHECKS = (
    ("style", ("ruff", "check", ".")),
    ("format", ("ruff", "format", "--check", ".")),
    ("types", ("mypy",)),
    ("layers", ("importlinter.cli",)),
    ("tests", ("pytest", "-q")),
)


def main() -> int:
    """Run every check, the tests last; return 1 when any of them fails."""
    failed = []
    for name, command in CHECKS:
        started = time.monotonic()
        extra = sys.argv[1:] if name == "tests" else []
        code = subprocess.run(  # noqa: S603 - fixed commands of this project
            [sys.executable, *_invocation(command), *extra], cwd=ROOT, check=False
        ).returncode
        if code:
            failed.append(name)
        outcome = "failed" if code else "ok"
        print(f"== {name}: {outcome} in {time.monotonic() - started:.0f} s", flush=True)  # noqa: T201
    return 1 if failed else 0


def _invocation(command: tuple[str, ...]) -> list[str]:
    if command[0] == "importlinter.cli":
        return ["-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return ["-m", *command]


if __name__ == "__main__":
    raise SystemExit(main())
