"""Where things are: the data folder, the settings folder and the files that ship with PeerDesk."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import platformdirs

_PACKAGE = Path(__file__).parent
VAULT_FILE = "vault.json"
"""Where this file is, there is a vault."""


def data_folder() -> Path:
    """Return the folder that holds the vault unless the user names another."""
    return platformdirs.user_data_path("PeerDesk", appauthor=False)


def settings_folder() -> Path:
    """Return the folder for window size and theme; nothing about the program's records."""
    return platformdirs.user_config_path("PeerDesk", appauthor=False)


def resource(*parts: str) -> Path:
    """Return a shipped file's path, in a checkout, an installed wheel or a frozen build."""
    for root in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        if root.is_dir():
            return root.joinpath(*parts)
    raise FileNotFoundError("resources")


def make_private_folder(folder: Path) -> None:
    """Create a folder that only this user may read (on Windows the profile's rights apply).

    One that is there already keeps the rights that somebody gave it.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_private(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all: write aside, flush to disk, rename, flush folder.

    The file can be read by this user only. Raises OSError, leaving any older file as it was.
    """
    write_together({path: content})


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Put files of one folder in place, in their order; no name changes until all are on disk.

    Raises OSError where a folder stands in the way: one of them is never removed.
    """
    partials = {path: path.with_name(path.name + ".partial") for path in contents}
    made: list[Path] = []
    try:
        for path, partial in partials.items():
            partial.unlink(missing_ok=True)
            with new_file(partial) as stream:
                made.append(partial)
                stream.write(contents[path])
                stream.flush()
                os.fsync(stream.fileno())
        for path, partial in partials.items():
            partial.replace(path)
    except BaseException:
        for partial in made:
            partial.unlink(missing_ok=True)
        raise
    for folder in {path.parent for path in contents}:
        sync_folder(folder)


def new_file(path: Path) -> IO[bytes]:
    """Open a file that was not there before, for this user only, to write into it.

    Raises FileExistsError for whatever has the name, a link as well: what it leads to belongs to
    somebody else.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


# Sticks and some network disks cannot flush a folder, and need not.
_NO_FOLDER_FLUSH = (errno.EINVAL, errno.ENOTSUP, errno.EACCES)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder durable, where the file system can; Windows has no such call."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NO_FOLDER_FLUSH:
            raise


_SYNC_SERVICES = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "box sync": "Box",
    "nextcloud": "Nextcloud",
    "syncthing": "Syncthing",
}
"""Words in the name of a folder by which services that copy folders elsewhere are known."""


def synced_by(path: Path) -> str:
    """Return the service that seems to copy a folder to the internet; empty where none does."""
    names = [part.casefold() for part in path.parts]
    return next(
        (
            service
            for word, service in _SYNC_SERVICES.items()
            if any(name.startswith(word) for name in names)
        ),
        "",
    )
