"""What a program leaves on the disk that is killed at a system call: the state before each one.

A kill takes nothing back: the system keeps all that was written, flushed or not. So a run that was
traced once gives the disk of every kill there can be. Calls that change no name and no content (a
flush, a mode, a date) leave the state of the call before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.slow.operations import Content, Folder, Link, Naming, Rename, Resize, Unlink, Write
from tests.slow.powercut import rename
from tests.slow.trace import Files, Traced, put, resize


@dataclass(frozen=True)
class Killed:
    """What is there after a kill."""

    files: Files
    folders: frozenset[str]
    step: str
    """The last call that took effect."""

    def write(self, place: Path) -> None:
        """Put it into a folder that is not there yet."""
        place.mkdir(parents=True)
        for name in sorted(self.folders):
            (place / name).mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (place / name).write_bytes(content)


def before(run: Traced) -> Killed:
    """Return what was there before a run."""
    return Killed(run.before, run.folders, "nothing")


def kills(run: Traced) -> Iterator[Killed]:
    """Yield what a kill before each system call of a run leaves, and what the run itself leaves."""
    names = {path: number for number, path in enumerate(sorted(run.before))}
    data = {number: bytearray(run.before[path]) for path, number in names.items()}
    folders = set(run.folders)
    yield before(run)
    for number, operation in enumerate(run.operations, 1):
        if isinstance(operation, Link | Unlink | Rename | Folder | Write | Resize):
            _take(operation, names, data, folders)
            files = {path: bytes(data[file]) for path, file in names.items()}
            yield Killed(files, frozenset(folders), f"{number} {_told(operation, names)}")


def _take(
    operation: Naming | Content,
    names: dict[str, int],
    data: dict[int, bytearray],
    folders: set[str],
) -> None:
    if isinstance(operation, Link):
        data.setdefault(operation.file, bytearray())
    if isinstance(operation, Link | Unlink | Rename):
        rename(names, operation)
    elif isinstance(operation, Folder):
        (folders.add if operation.made else folders.discard)(operation.path)
    elif isinstance(operation, Write):
        put(data[operation.file], operation.offset, operation.data)
    else:
        resize(data[operation.file], operation.size)


def _told(operation: Naming | Content, names: dict[str, int]) -> str:
    if isinstance(operation, Write | Resize):
        paths = [path for path, file in names.items() if file == operation.file]
    else:
        paths = [operation.path]
    return f"{type(operation).__name__} {' '.join(paths)}"
