"""Searches a computer for traces of a text that may exist inside the vault only."""

from __future__ import annotations

import base64
import re
import secrets
import string
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_LARGEST = 256 * 1024 * 1024
_LONGEST_STREAM = 1024 * 1024
_STREAM_STARTS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b")
_ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
SHARED_TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - searched, not used


def marker() -> str:
    """Return a text that is nowhere yet; drawn at run time, so that no source file holds it."""
    letters = "".join(secrets.choice(string.ascii_letters) for _ in range(16))
    return f"ZQX{letters}"


def forms(text: str) -> Mapping[str, bytes]:
    """Return the ways in which a text may be written, all in lower case."""
    low = text.lower()
    return {
        "plain": low.encode(),
        "utf-16": low.encode("utf-16-le")[:-1],  # either byte order
        "hex": low.encode().hex().encode(),
        "hex as typed": text.encode().hex().encode(),
        "reversed": low[::-1].encode(),
        "reversed hex": text[::-1].encode().hex().encode(),
    }


def traces_in(content: bytes, text: str) -> list[str]:
    """Return the ways in which a text occurs in some bytes, also inside base64 and zlib."""
    plain = _forms_in(content, text)
    packed = [f"{how} in zlib" for part in _unpacked(content) for how in _forms_in(part, text)]
    coded = [f"{how} in base64" for part in _decoded(content) for how in _forms_in(part, text)]
    return [*plain, *packed, *coded]


def _forms_in(content: bytes, text: str) -> list[str]:
    low = content.lower()
    return [how for how, form in forms(text).items() if form in low]


def _unpacked(content: bytes) -> Iterator[bytes]:
    for start in _STREAM_STARTS:
        at = content.find(start)
        while at >= 0:
            with suppress(zlib.error):
                packed = content[at : at + _LONGEST_STREAM]
                yield zlib.decompressobj(wbits=47).decompress(packed, 10 * _LONGEST_STREAM)
            at = content.find(start, at + 1)


def _decoded(content: bytes) -> Iterator[bytes]:
    for found in _ENCODED.finditer(content.translate(None, b"\r\n")):
        body = found[0].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        for cut in range(4):  # the text may begin anywhere in the code
            part = body[cut:]
            if len(part) % 4 == 1:  # no code has such a length
                part = part[:-1]
            yield base64.b64decode(part + b"=" * (-len(part) % 4))


@dataclass(frozen=True)
class Search:
    """Where to look: whole folders, and what appeared in shared ones since a time."""

    text: str
    folders: Sequence[Path]
    shared: Sequence[Path] = SHARED_TEMPORARY
    since: float = field(default_factory=time.time)

    def everywhere(self, *said: str, process: int | None = None) -> list[str]:
        """Return every place where the text was found: file, its name, output or open handle."""
        found = [f"{how} in output" for each in said for how in traces_in(each.encode(), self.text)]
        for path in self._files():
            found += [f"{how} in the name of {path}" for how in traces_in(bytes(path), self.text)]
            found += [f"{how} in {path}" for how in traces_in(_read(path), self.text)]
        if process is not None:
            found += self._handles(process)
        return found

    def _files(self) -> Iterator[Path]:
        for folder in self.folders:
            yield from (path for path in folder.rglob("*") if path.is_file())
        for folder in self.shared:
            for path in folder.iterdir():
                if path.is_file() and path.lstat().st_mtime >= self.since:
                    yield path

    def _handles(self, process: int) -> list[str]:
        """Look into files that a program holds open, which may have no name any more."""
        return [
            f"{how} in handle {handle.name}"
            for handle in Path(f"/proc/{process}/fd").iterdir()
            if handle.is_file()
            for how in traces_in(_read(handle), self.text)
        ]


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_LARGEST)
    except OSError:  # it went away, or is nobody's to read
        return b""
