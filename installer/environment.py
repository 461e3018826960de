"""Makes PeerDesk's environment, or says that the one that is there can be used.

``environment.py FOLDER LOCK [LOCK …]`` uses an environment made from any of the locks and otherwise
makes one from the first; with ``--check`` before the folder it makes none. Nothing but the standard
library is used, because nothing else is there.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
"""The first and the last Python for which every locked package has a wheel."""
_MARK = "peerdesk-environment.json"
"""Lies in every environment from its beginning; once it is whole, the mark says what it is."""


def main() -> int:
    """Say in the exit code whether the environment can be used now: 0, or 3 with the reason."""
    words = [each for each in sys.argv[1:] if each != "--check"]
    folder, locks = Path(words[0]).absolute(), [Path(name) for name in words[1:]]
    if usable(folder, locks):
        return 0
    if "--check" in sys.argv:
        return 3
    if refused := _refused(folder):
        return _say(refused)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            if usable(folder, locks):  # made by another start, while this one waited
                return 0
            _say("Setting up PeerDesk (once)…")
            _make(folder, locks[0])
    except (OSError, subprocess.CalledProcessError) as problem:
        return _say(
            f"PeerDesk could not be set up in {folder}: {problem}. "
            "Where that folder cannot be written to, name another in PEERDESK_VENV."
        )
    return 0


def _refused(folder: Path) -> str:
    """Say why no environment can be made here with this Python, or nothing."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return f"PeerDesk needs Python {_dotted(OLDEST)} to {_dotted(NEWEST)}."
    if not _ours(folder):
        return f"{folder} holds something else. Name another folder in PEERDESK_VENV."
    return ""


def usable(folder: Path, locks: list[Path]) -> bool:
    """Whether an environment made from one of the locks lies here and its Python still answers."""
    try:
        made = json.loads((folder / _MARK).read_text(encoding="utf-8"))
        answer = subprocess.run(  # noqa: S603 - the environment's own Python
            [_python(folder), "-c", "import pip, sys; print('{}.{}'.format(*sys.version_info))"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    except (OSError, ValueError, subprocess.CalledProcessError):
        return False
    return made in [_made(folder, lock, answer) for lock in locks]


def _make(folder: Path, lock: Path) -> None:
    """Make the environment anew."""
    folder.mkdir(exist_ok=True)
    mark = folder / _MARK
    mark.write_text("{}", encoding="utf-8")  # first: whatever is left behind can be known as ours
    for old in folder.iterdir():
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif old != mark:
            old.unlink()
    venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    # The lock is complete, so nothing is left to find out: with extras, pip's resolver may ask
    # for a newer version than the lock names, and then miss its hash.
    _pip(folder, "install", "--quiet", "--no-deps", "--require-hashes", "-r", str(lock))
    _pip(folder, "check")
    made = _made(folder, lock, _dotted(sys.version_info[:2]))
    mark.write_text(json.dumps(made), encoding="utf-8")


def _made(folder: Path, lock: Path, python: str) -> dict[str, str]:
    """Return what the mark says of an environment that is whole."""
    fingerprint = hashlib.sha256(lock.read_bytes()).hexdigest()
    return {"folder": str(folder), "lock": fingerprint, "python": python}


def _pip(folder: Path, *words: str) -> None:
    command = [_python(folder), "-m", "pip", "--disable-pip-version-check", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - as above


def _python(folder: Path) -> str:
    return str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def _ours(folder: Path) -> bool:
    """Whether the folder may be emptied: it is not there, empty, or an environment."""
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    return not any(folder.iterdir()) or any((folder / n).exists() for n in (_MARK, "pyvenv.cfg"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one start at a time make the environment; the lock ends with its process."""
    with folder.with_name(f"{folder.name}.lock").open("w") as held:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - Windows only

            msvcrt.locking(held.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not on Windows

            fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _say(words: str) -> int:
    print(words, file=sys.stderr)  # noqa: T201
    return 3


if __name__ == "__main__":
    raise SystemExit(main())
