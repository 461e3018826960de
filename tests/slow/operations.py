"""What a program does to the files of one folder, as steps that a simulated disk can take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A name comes to stand for a file; whatever had the name before is gone."""

    path: str
    file: int


@dataclass(frozen=True)
class Unlink:
    """A name stops standing for a file."""

    path: str
    file: int


@dataclass(frozen=True)
class Rename:
    """A file changes its name at one stroke."""

    old: str
    path: str
    file: int


@dataclass(frozen=True)
class Folder:
    """A folder comes to be, or goes."""

    path: str
    made: bool


@dataclass(frozen=True)
class Write:
    """Bytes go into a file."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class Resize:
    """A file is cut or stretched."""

    file: int
    size: int


@dataclass(frozen=True)
class Sync:
    """A file's content is on the disk for good."""

    file: int


@dataclass(frozen=True)
class SyncFolder:
    """What was done to the names in a folder is on the disk for good."""

    path: str


@dataclass(frozen=True)
class Said:
    """The program told the world something: what it acknowledged must hold from now on."""

    text: str


Naming = Link | Unlink | Rename | Folder
Content = Write | Resize
Operation = Naming | Content | Sync | SyncFolder | Said
