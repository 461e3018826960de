"""Writes ``locks/requires.json``: what each locked package says that it requires.

Run it after making the locks anew, with the network and Python 3.12 or 3.13, for which every locked
version has a wheel: ``python installer/lock_metadata.py``. A test then proves without the network
that the locks lack nothing, for any Python and system.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LOCKS = Path(__file__).parent / "locks"


def main() -> None:
    """Ask the wheels, one version of each package at a time, and write their answers down."""
    found: dict[str, list[str]] = {}
    pins = _pins()
    while pins:
        once = {name.partition("==")[0]: name for name in pins}
        found.update(_asked(sorted(once.values())))
        pins -= set(once.values())
    text = json.dumps(found, indent=1, sort_keys=True)
    (LOCKS / "requires.json").write_text(text + "\n", encoding="utf-8")


def _pins() -> set[str]:
    lines = (line for lock in LOCKS.glob("*.txt") for line in lock.read_text("utf-8").splitlines())
    return {line.split()[0] for line in lines if line[:1].isalnum()}


def _asked(pins: list[str]) -> dict[str, list[str]]:
    command = [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--no-deps"),
        *("--ignore-installed", "--report", "-", "--only-binary=:all:", *pins),
    ]
    report = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    answers = (each["metadata"] for each in json.loads(report.stdout)["install"])
    return {
        f"{_name(each['name'])}=={each['version']}": each.get("requires_dist", [])
        for each in answers
    }


def _name(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


if __name__ == "__main__":
    main()
