"""The backup file: a manifest and an encrypted database in one piece, written and read back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from peerdesk.errors import CannotWrite, VaultDamaged, VaultMissing
from peerdesk.paths import new_file, sync_folder
from peerdesk.vault.backups.manifest import LARGEST_MANIFEST, Manifest, damaged, parse
from peerdesk.vault.leftovers import partial_name

MAGIC = b"peerdesk backup\n"
_LENGTH_BYTES = 4
_CHUNK = 1024 * 1024


def read_manifest(path: Path) -> Manifest:
    """Read what a backup says of itself, without a key.

    Raises VaultMissing where there is no file, VaultDamaged where it is no whole backup (its
    database is not read yet), and NewerVersion for a later format.
    """
    return _read_head(path)[0]


def check_bytes(path: Path) -> Manifest:
    """Read all of a backup without a key; raises VaultDamaged where a byte is not as written."""
    manifest = read_manifest(path)
    for _chunk in _database(path, manifest):
        pass
    return manifest


def copy_database(path: Path, manifest: Manifest, target: Path) -> None:
    """Take the database out of a backup into a new private file.

    Raises VaultDamaged where it is not the database the manifest speaks of, and CannotWrite where
    ``target`` exists or cannot be written; a target of its own making is removed again.
    """
    try:
        with new_file(target) as out:
            try:
                for chunk in _database(path, manifest):
                    out.write(chunk)
                _flush(out)
            except BaseException:
                target.unlink()
                raise
    except OSError:
        raise cannot_write() from None


def write_package(target: Path, manifest: Manifest, database: Path) -> None:
    """Write a backup of a closed database and read it back before it gets its name.

    Raises CannotWrite, leaving nothing new, where there is a file of that name already, the
    folder cannot be written, or the medium does not give back what was written to it.
    """
    partial = target.with_name(partial_name(manifest.vault_id))
    try:
        if target.exists():
            raise CannotWrite(
                "There is a file of that name already.", "Choose another name or another folder."
            )
        _write(partial, manifest, database)
        _compare(partial, manifest)
        partial.replace(target)
        sync_folder(target.parent)
    except OSError:
        raise cannot_write() from None
    finally:
        _discard(partial)


def cannot_write() -> CannotWrite:
    """Return the error for a disk that is full, read-only or gone."""
    return CannotWrite(
        "The backup could not be written.",
        "The disk is full, read-only or was unplugged. Check it, or choose another folder.",
    )


def digest_of(database: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with database.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write(partial: Path, manifest: Manifest, database: Path) -> None:
    head = manifest.as_bytes()
    partial.unlink(missing_ok=True)
    with new_file(partial) as out, database.open("rb") as source:
        out.write(MAGIC + len(head).to_bytes(_LENGTH_BYTES, "big") + head)
        while chunk := source.read(_CHUNK):
            out.write(chunk)
        _flush(out)
        # What was just written must come from the medium, and not from memory.
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _compare(partial: Path, manifest: Manifest) -> None:
    try:
        same = check_bytes(partial) == manifest
    except (VaultDamaged, VaultMissing):
        same = False
    if not same:
        raise CannotWrite(
            "The disk did not give back what was written to it.",
            "It may be failing. Nothing was kept there: use another disk.",
        )


def _flush(out: IO[bytes]) -> None:
    out.flush()
    os.fsync(out.fileno())


def _discard(partial: Path) -> None:
    try:
        partial.unlink(missing_ok=True)
    except OSError:
        return  # the disk is gone, and the unfinished file with it


def _read_head(path: Path) -> tuple[Manifest, int]:
    """Return the manifest and where the database begins."""
    try:
        if not path.is_file():
            raise VaultMissing("There is no such backup.", "It may have been moved or removed.")
        with path.open("rb") as stream:
            magic = stream.read(len(MAGIC))
            length = int.from_bytes(stream.read(_LENGTH_BYTES), "big")
            if magic != MAGIC or length > LARGEST_MANIFEST:
                raise damaged()
            content = stream.read(length)
            start, size = stream.tell(), stream.seek(0, os.SEEK_END)
    except (OSError, ValueError):
        raise damaged() from None
    manifest = parse(content)
    if size != start + manifest.size:
        raise damaged()
    return manifest, start


def _database(path: Path, manifest: Manifest) -> Iterator[bytes]:
    """Return the database of a backup piece by piece; raises VaultDamaged at a wrong end."""
    found, start = _read_head(path)
    if found != manifest:
        raise damaged()
    digest = hashlib.sha256()
    with _reading(path) as stream:
        stream.seek(start)
        while chunk := _next(stream):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != manifest.sha256:
        raise damaged()


def _reading(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError:
        raise damaged() from None


def _next(stream: IO[bytes]) -> bytes:
    try:
        return stream.read(_CHUNK)
    except OSError:
        raise damaged() from None
