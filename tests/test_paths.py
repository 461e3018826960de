"""Folders that are copied to the internet are known by name; what is written aside stays here."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest

from peerdesk.paths import synced_by, write_private, write_together


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\jo\OneDrive - Pine County\PeerDesk", "OneDrive"),
        (r"C:\Users\jo\Dropbox\PeerDesk", "Dropbox"),
        (r"C:\Users\jo\iCloudDrive\PeerDesk", "iCloud"),
        (r"G:\My Drive\PeerDesk", "Google Drive"),
        (r"C:\Users\jo\Google Drive\x.pdbackup", "Google Drive"),
        (r"C:\Users\jo\AppData\Local\PeerDesk", ""),
        (r"C:\Users\jo\Documents\no dropbox here", ""),
    ],
)
def test_services_are_known_by_the_folder_that_begins_with_their_name(
    path: Any, service: str
) -> None:
    assert synced_by(PureWindowsPath(path)) == service  # type: ignore[arg-type]


_LINUX = pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A file of somebody else."""
    path = tmp_path / "strange"
    path.write_bytes(b"theirs")
    return path


@_LINUX
@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_at_a_temporary_name_is_never_followed(
    tmp_path: Path, strange: Path, dangling: bool
) -> None:
    if dangling:
        strange.unlink()
    for name in ("one", "two"):
        (tmp_path / f"{name}.partial").symlink_to(strange)
    write_together({tmp_path / "one": b"1", tmp_path / "two": b"2"})
    assert [(tmp_path / name).read_bytes() for name in ("one", "two")] == [b"1", b"2"]
    assert not (tmp_path / "one").is_symlink()
    assert not strange.exists() if dangling else strange.read_bytes() == b"theirs"
    assert sorted(path.name for path in tmp_path.glob("*.partial")) == []


@_LINUX
def test_a_link_that_is_planted_in_between_is_not_followed_either(
    tmp_path: Path, strange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = Path.unlink

    def planting(path: Path, missing_ok: bool = False) -> None:
        remove(path, missing_ok=missing_ok)
        path.symlink_to(strange)

    monkeypatch.setattr(Path, "unlink", planting)
    with pytest.raises(FileExistsError):
        write_private(tmp_path / "one", b"1")
    assert strange.read_bytes() == b"theirs"


@_LINUX
def test_the_control_follows_a_planted_link(tmp_path: Path, strange: Path) -> None:
    (tmp_path / "one.partial").symlink_to(strange)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(tmp_path / "one.partial", flags, 0o600), "wb") as stream:
        stream.write(b"1")
    assert strange.read_bytes() == b"1"


def test_a_leftover_is_replaced_and_a_folder_is_not(tmp_path: Path) -> None:
    (tmp_path / "one.partial").write_bytes(b"what a crash left, longer than what follows")
    write_private(tmp_path / "one", b"1")
    assert (tmp_path / "one").read_bytes() == b"1"
    (tmp_path / "two.partial").mkdir()
    (tmp_path / "two.partial" / "kept").write_bytes(b"kept")
    with pytest.raises(OSError, match=r"two\.partial"):
        write_together({tmp_path / "one": b"new", tmp_path / "two": b"2"})
    assert (tmp_path / "one").read_bytes() == b"1"
    assert (tmp_path / "two.partial" / "kept").read_bytes() == b"kept"
    assert not (tmp_path / "one.partial").exists()
    assert not (tmp_path / "two").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="asks for modes of POSIX")
def test_what_is_written_is_for_this_user_only(tmp_path: Path) -> None:
    write_private(tmp_path / "one", b"1")
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o600
