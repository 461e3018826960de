"""Runs a program under strace and reads from the log what it did to the files of a folder."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.slow.operations import (
    Folder,
    Link,
    Operation,
    Rename,
    Resize,
    Said,
    Sync,
    SyncFolder,
    Unlink,
    Write,
)

Files = dict[str, bytes]
"""Content of each file by its path inside the folder."""

_CALLS = (
    "open,openat,creat,close,dup,dup2,dup3,lseek,write,pwrite64,writev,pwritev,sendfile,"
    "copy_file_range,truncate,ftruncate,fallocate,fsync,fdatasync,sync_file_range,rename,renameat,"
    "renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir"
)
_LINE = re.compile(r"^(?P<pid>\d+) +(?P<call>\w+)\((?P<rest>.*)$", re.DOTALL)
_RESUMED = re.compile(r"^(?P<pid>\d+) +<\.\.\. \w+ resumed>(?P<rest>.*)$", re.DOTALL)
_RESULT = re.compile(r"^(?P<arguments>.*)\) += (?P<result>-?\d+)", re.DOTALL)
_PART = re.compile(r'"(?:\\x[0-9a-f]{2})*"|\[[^\]]*\]|[^,\[\]]+')


@dataclass(frozen=True)
class Traced:
    """A program's run: what the folder held before, and everything done to it, in order."""

    before: Files
    operations: tuple[Operation, ...]
    code: int
    error: str
    folders: frozenset[str] = frozenset()
    """The folders that were there before."""


def traced(
    words: Sequence[str],
    folder: Path,
    typed: str,
    environment: Mapping[str, str],
    log: Path,
    fault: str = "",
) -> Traced:
    """Run a program to its end under strace.

    ``fault`` is what strace does to a system call: ``rename:signal=KILL:when=2`` kills the program
    at the second one, before it takes effect.

    Raises AssertionError where replaying the log does not give what is on the disk, which means
    that something was read wrongly.
    """
    before = contents(folder)
    inside = folders(folder)
    # The faster way of stopping at calls misses those that are to fail.
    how = ("-e", f"inject={fault}") if fault else ("--seccomp-bpf",)
    strace = ("strace", "-f", "-qq", "-xx", "-s", "4000000", "-o", str(log))
    done = subprocess.run(  # noqa: S603 - fixed commands of this project
        [*strace, "-e", f"trace={_CALLS}", *how, *words],
        input=typed,
        text=True,
        capture_output=True,
        env=environment,
        check=False,
    )
    reader = _Reader(str(folder), before)
    operations = tuple(reader.read(log.read_text(encoding="ascii")))
    assert reader.now() == contents(folder), "the log does not tell what happened"
    return Traced(before, operations, done.returncode, done.stderr, inside)


def contents(folder: Path) -> Files:
    """Return every file of a folder and of those in it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def folders(folder: Path) -> frozenset[str]:
    """Return every folder in a folder."""
    found = (path for path in folder.rglob("*") if path.is_dir())
    return frozenset(str(path.relative_to(folder)) for path in found)


@dataclass
class _Handle:
    path: str
    file: int | None
    """Number of the file; None for a folder, and for what lies elsewhere."""
    position: int = 0


@dataclass
class _Reader:
    """Follows handles, names and contents through a log."""

    root: str
    before: Files
    handles: dict[int, _Handle] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    data: dict[int, bytearray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, (path, content) in enumerate(sorted(self.before.items())):
            self.names[path] = number
            self.data[number] = bytearray(content)

    def now(self) -> Files:
        return {path: bytes(self.data[file]) for path, file in self.names.items()}

    def read(self, log: str) -> Iterator[Operation]:
        for call, arguments, result in _calls(log):
            if handler := getattr(self, f"_{call}", None):
                for operation in handler(arguments, result):
                    self._apply(operation)
                    yield operation

    def _apply(self, operation: Operation) -> None:
        if isinstance(operation, Rename):
            del self.names[operation.old]
        if isinstance(operation, Link | Rename):
            self.names[operation.path] = operation.file
            self.data.setdefault(operation.file, bytearray())
        elif isinstance(operation, Unlink):
            del self.names[operation.path]
        elif isinstance(operation, Write):
            put(self.data[operation.file], operation.offset, operation.data)
        elif isinstance(operation, Resize):
            resize(self.data[operation.file], operation.size)

    # One method for each system call, found by its name.

    def _openat(self, arguments: list[str], result: int) -> Iterator[Operation]:
        path = self._path(arguments[1], arguments[0])
        inside = self._inside(path)
        flags = arguments[2]
        if inside is None or "O_DIRECTORY" in flags or (not inside):
            self.handles[result] = _Handle(path, None)
            return
        file = self.names.get(inside)
        if file is None and "O_CREAT" not in flags:  # a folder opened without saying so
            self.handles[result] = _Handle(path, None)
            return
        if file is None:
            file = len(self.data)
            yield Link(inside, file)
        elif "O_TRUNC" in flags and self.data[file]:
            yield Resize(file, 0)
        position = len(self.data[file]) if "O_APPEND" in flags else 0
        self.handles[result] = _Handle(path, file, position)

    def _close(self, arguments: list[str], _: int) -> Iterator[Operation]:
        self.handles.pop(int(arguments[0]), None)
        yield from ()

    def _dup(self, arguments: list[str], result: int) -> Iterator[Operation]:
        if handle := self.handles.get(int(arguments[0])):
            self.handles[result] = handle
        yield from ()

    _dup2 = _dup3 = _dup

    def _lseek(self, arguments: list[str], result: int) -> Iterator[Operation]:
        if handle := self.handles.get(int(arguments[0])):
            handle.position = result
        yield from ()

    def _write(self, arguments: list[str], result: int) -> Iterator[Operation]:
        data = _decoded(arguments[1])[:result]
        if arguments[0] == "1" and 1 not in self.handles:
            yield Said(data.decode())
        elif handle := self._file(arguments[0]):
            assert len(data) == result, "strace cut a string"
            yield Write(handle.file or 0, handle.position, data)
            handle.position += result

    def _pwrite64(self, arguments: list[str], result: int) -> Iterator[Operation]:
        if handle := self._file(arguments[0]):
            data = _decoded(arguments[1])[:result]
            assert len(data) == result, "strace cut a string"
            yield Write(handle.file or 0, int(arguments[3]), data)

    def _sendfile(self, arguments: list[str], result: int) -> Iterator[Operation]:
        if handle := self._file(arguments[0]):
            start = int(arguments[2].strip("[]")) if arguments[2] != "NULL" else 0
            yield Write(
                handle.file or 0, handle.position, self._content(arguments[1], start, result)
            )
            handle.position += result

    def _copy_file_range(self, arguments: list[str], result: int) -> Iterator[Operation]:
        if handle := self._file(arguments[2]):
            source = self.handles[int(arguments[0])]
            data = self._content(arguments[0], source.position, result)
            source.position += result
            yield Write(handle.file or 0, handle.position, data)
            handle.position += result

    def _ftruncate(self, arguments: list[str], _: int) -> Iterator[Operation]:
        if handle := self._file(arguments[0]):
            yield Resize(handle.file or 0, int(arguments[1]))

    def _fsync(self, arguments: list[str], _: int) -> Iterator[Operation]:
        handle = self.handles.get(int(arguments[0]))
        if handle is None:
            return
        inside = self._inside(handle.path)
        if handle.file is not None:
            yield Sync(handle.file)
        elif inside is not None:
            yield SyncFolder(inside)

    _fdatasync = _fsync

    def _rename(self, arguments: list[str], _: int) -> Iterator[Operation]:
        yield from self._renamed(self._path(arguments[0]), self._path(arguments[1]))

    def _renameat(self, arguments: list[str], _: int) -> Iterator[Operation]:
        old = self._path(arguments[1], arguments[0])
        yield from self._renamed(old, self._path(arguments[3], arguments[2]))

    _renameat2 = _renameat

    def _renamed(self, old: str, new: str) -> Iterator[Operation]:
        source, target = self._inside(old), self._inside(new)
        if source is None and target is None:
            return
        assert source is not None, "a file came from elsewhere"
        assert target is not None, "a file went elsewhere"
        yield Rename(source, target, self.names[source])

    def _unlink(self, arguments: list[str], _: int) -> Iterator[Operation]:
        inside = self._inside(self._path(arguments[0]))
        if inside is not None:
            yield Unlink(inside, self.names[inside])

    def _unlinkat(self, arguments: list[str], _: int) -> Iterator[Operation]:
        inside = self._inside(self._path(arguments[1], arguments[0]))
        if inside is None:
            return
        if "AT_REMOVEDIR" in arguments[2]:
            yield Folder(inside, made=False)
        else:
            yield Unlink(inside, self.names[inside])

    def _mkdir(self, arguments: list[str], _: int) -> Iterator[Operation]:
        if inside := self._inside(self._path(arguments[0])):
            yield Folder(inside, made=True)

    def _rmdir(self, arguments: list[str], _: int) -> Iterator[Operation]:
        if inside := self._inside(self._path(arguments[0])):
            yield Folder(inside, made=False)

    def _unknown(self, arguments: list[str], _: int) -> Iterator[Operation]:
        """Refuse what this reader does not understand, where it touches the folder."""
        touched = [each for each in arguments if each.isdigit() and self._file(each)]
        paths = [each for each in arguments if each.startswith('"')]
        assert not touched
        assert not any(self._inside(self._path(each)) for each in paths)
        yield from ()

    _open = _creat = _writev = _pwritev = _truncate = _fallocate = _link = _linkat = _mkdirat = (
        _unknown
    )

    def _content(self, handle: str, start: int, size: int) -> bytes:
        source = self.handles[int(handle)]
        whole = Path(source.path).read_bytes() if source.file is None else self.data[source.file]
        return bytes(whole[start : start + size])

    def _file(self, handle: str) -> _Handle | None:
        found = self.handles.get(int(handle))
        return found if found and found.file is not None else None

    def _path(self, text: str, folder: str = "AT_FDCWD") -> str:
        path = _decoded(text).decode()
        if folder == "AT_FDCWD" or path.startswith("/"):
            return path
        held = self.handles.get(int(folder))
        return f"{held.path}/{path}" if held else path

    def _inside(self, path: str) -> str | None:
        if path == self.root:
            return ""
        return path[len(self.root) + 1 :] if path.startswith(f"{self.root}/") else None


def put(content: bytearray, offset: int, data: bytes) -> None:
    """Write into a file's content; a gap fills with zeros, as on a disk."""
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def resize(content: bytearray, size: int) -> None:
    """Cut or stretch a file's content."""
    del content[size:]
    content.extend(bytes(size - len(content)))


def _calls(log: str) -> Iterator[tuple[str, list[str], int]]:
    """Return the calls that succeeded, each when it ended."""
    waiting: dict[str, tuple[str, str]] = {}
    for line in log.splitlines():
        if resumed := _RESUMED.match(line):
            call, start = waiting.pop(resumed["pid"])
            rest = start + resumed["rest"]
        elif begun := _LINE.match(line):
            call, rest = begun["call"], begun["rest"]
            if rest.endswith("<unfinished ...>"):
                waiting[begun["pid"]] = (call, rest.removesuffix("<unfinished ...>"))
                continue
        else:
            continue
        ended = _RESULT.match(rest)
        if ended and int(ended["result"]) >= 0:
            parts = [part.strip() for part in _PART.findall(ended["arguments"])]
            yield call, [part for part in parts if part], int(ended["result"])


def _decoded(text: str) -> bytes:
    return bytes.fromhex(text.strip('"').replace("\\x", ""))
