"""Simulates power cuts: every state a disk may be in when a program is stopped between two steps.

What was not flushed may be there, or not, or in part, in any order. Two models tell when a name
is durable: ``journaled`` keeps the order of names, and any flush makes the earlier ones durable,
as common file systems do; ``strict`` promises only what POSIX does, so a name is durable after its
folder was flushed, and until then it may come before or after any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

from tests.slow.operations import (
    Content,
    Folder,
    Link,
    Naming,
    Operation,
    Rename,
    Resize,
    Said,
    Sync,
    SyncFolder,
    Unlink,
    Write,
)
from tests.slow.trace import Files, Traced, put, resize

Model = Literal["journaled", "strict"]
MODELS: tuple[Model, ...] = ("journaled", "strict")
SECTOR = 512


@dataclass(frozen=True)
class State:
    """What a disk holds after a power cut, and what had been acknowledged before it."""

    files: Files
    said: tuple[str, ...]
    step: str

    def write(self, folder: Path) -> None:
        """Put the state into an empty folder."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@dataclass
class _Disk:
    """What is durable, and what is still on its way."""

    model: Model
    chances: int
    """How many random choices of what reached the disk are tried at each step."""
    names: dict[str, int] = field(default_factory=dict)
    data: dict[int, bytes] = field(default_factory=dict)
    naming: list[Naming] = field(default_factory=list)
    content: dict[int, list[Content]] = field(default_factory=dict)

    def take(self, operation: Operation) -> None:
        if isinstance(operation, Write | Resize):
            self.content.setdefault(operation.file, []).append(operation)
        elif isinstance(operation, Sync):
            self._flush(operation.file)
            if self.model == "journaled":
                self._settle(self.naming)
        elif isinstance(operation, SyncFolder):
            everything = self.model == "journaled"
            self._settle(
                [each for each in self.naming if everything or _concerns(each, operation.path)]
            )
        elif isinstance(operation, Link | Unlink | Rename | Folder):
            self.naming.append(operation)

    def pictures(self, dice: Random) -> Iterator[Files]:
        """Yield what the disk may hold if the power fails now."""
        waiting = list(self.naming)
        for names in self._orders(waiting, dice):
            for part in ("none", "all", *("some",) * self.chances):
                yield self._picture(names, part, dice)

    def _orders(self, waiting: list[Naming], dice: Random) -> Iterator[list[Naming]]:
        yield []
        if not waiting:
            return
        yield waiting
        if self.model == "journaled":
            yield waiting[: dice.randrange(len(waiting))]
            return
        yield waiting[1:]
        yield waiting[:-1]
        yield [each for each in waiting if dice.random() < 0.5]

    def _picture(self, naming: Sequence[Naming], part: str, dice: Random) -> Files:
        names = dict(self.names)
        for operation in naming:
            rename(names, operation)
        return {path: self._content(file, part, dice) for path, file in names.items()}

    def _content(self, file: int, part: str, dice: Random) -> bytes:
        content = bytearray(self.data.get(file, b""))
        if part != "none":
            for operation in self.content.get(file, ()):
                if part == "all" or dice.random() < 0.6:
                    _change(content, operation, torn=part == "some", dice=dice)
        return bytes(content)

    def _flush(self, file: int) -> None:
        content = bytearray(self.data.get(file, b""))
        for operation in self.content.pop(file, ()):
            _change(content, operation)
        self.data[file] = bytes(content)

    def _settle(self, operations: Sequence[Naming]) -> None:
        for operation in operations:
            rename(self.names, operation)
        self.naming = [each for each in self.naming if each not in operations]


def states(run: Traced, chances: int = 1, models: Sequence[Model] = MODELS) -> Iterator[State]:
    """Yield the distinct states of a run under each model, each step's in turn."""
    seen: set[int] = set()
    for model in models:
        for state in _states(run, _Disk(model, chances), Random(f"{model} {chances}")):
            mark = hash((tuple(sorted(state.files.items())), len(state.said)))
            if mark not in seen:
                seen.add(mark)
                yield state


def _states(run: Traced, disk: _Disk, dice: Random) -> Iterator[State]:
    for number, (path, content) in enumerate(sorted(run.before.items())):
        disk.names[path] = number
        disk.data[number] = content
    said: tuple[str, ...] = ()
    for step, operation in enumerate((SyncFolder(""), *run.operations)):
        disk.take(operation)
        if isinstance(operation, Said):
            said = (*said, operation.text)
        for files in disk.pictures(dice):
            yield State(files, said, f"{disk.model} {step}")


def rename(names: dict[str, int], operation: Naming) -> None:
    """Apply a change of names.

    An old name goes only if it still stands for the same file: otherwise a new file that took the
    name meanwhile would vanish, which no disk does.
    """
    if isinstance(operation, Unlink) and names.get(operation.path) == operation.file:
        del names[operation.path]
    elif isinstance(operation, Link):
        names[operation.path] = operation.file
    elif isinstance(operation, Rename):
        if names.get(operation.old) == operation.file:
            del names[operation.old]
        names[operation.path] = operation.file


def _concerns(operation: Naming, folder: str) -> bool:
    return str(Path(operation.path).parent) == (folder or ".")


def _change(
    content: bytearray, operation: Content, *, torn: bool = False, dice: Random | None = None
) -> None:
    if isinstance(operation, Resize):
        resize(content, operation.size)
    elif not torn or dice is None or dice.random() < 0.5:
        put(content, operation.offset, operation.data)
    else:
        _tear(content, operation, dice)


def _tear(content: bytearray, write: Write, dice: Random) -> None:
    """Let some sectors of a write reach the disk, and the file grow without its content."""
    for start in range(0, len(write.data), SECTOR):
        if dice.random() < 0.5:
            put(content, write.offset + start, write.data[start : start + SECTOR])
    if dice.random() < 0.5 and len(content) < write.offset + len(write.data):
        resize(content, write.offset + len(write.data))
