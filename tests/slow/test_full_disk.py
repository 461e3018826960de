"""A full disk costs nothing that was there: a plain message, no half files, and it works again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from peerdesk.opened import VaultFolder
from peerdesk.vault.header import read_headers
from tests.conftest import PASSPHRASE
from tests.slow.child import Home, typed
from tests.terminal import Terminal, terminal

__all__ = ["terminal"]  # a fixture
pytestmark = pytest.mark.slow

NEW = "another lantern by the door"
SIZE = 8 * 1024 * 1024
FREE = (0, 0.02, 0.05, 0.2, 0.6, 1.2, 2.4, 8)
"""How much is left on the disk, as a share of the vault, to stop commands at different steps."""
VERBS = {
    "add": ("vault", "add", "--text", "Sunniva Roe"),
    "delete": ("vault", "delete", "1"),
    "backup": ("vault", "backup"),
    "rotate": ("vault", "rotate"),
    "change-passphrase": ("vault", "change-passphrase"),
}
NO_LARGE_FILES = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))"


@dataclass
class Disk:
    """A small disk of its own, that can be filled."""

    at: Path

    @property
    def data(self) -> Path:
        """The folder of the vault."""
        return self.at / "data"

    def fill(self, free: int) -> None:
        """Fill the disk but for some bytes."""
        status = os.statvfs(self.at)
        size = status.f_bavail * status.f_frsize - free
        with (self.at / "filler").open("wb") as stream:
            os.posix_fallocate(stream.fileno(), 0, max(size, 1))

    def empty(self) -> None:
        """Make room again."""
        (self.at / "filler").unlink()

    def reset(self, whole: Path) -> None:
        """Put the vault back as it was."""
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(whole, self.data)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    place = tmp_path / "small"
    place.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place))
    if os.geteuid() or subprocess.run(mount, check=False).returncode:  # noqa: S603 - fixed
        pytest.skip("a small disk cannot be made here; a limit on files stands in for it")
    yield Disk(place)
    subprocess.run(("umount", str(place)), check=True)  # noqa: S603, S607 - a fixed command


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A closed vault with two supporters."""
    folder = tmp_path / "whole"
    opened = VaultFolder(folder).create(PASSPHRASE, {"name": "Pine County"}, fast=True)
    for name in ("Ottoline Quill", "Bram Fenwick"):
        person = {"role": "peer", "personnel_class": "sworn", "status": "active"}
        opened.workspace.records.save("supporter", {**person, "full_name": name})
    opened.close()
    return folder


def _names(folder: Path, *secrets: str) -> set[str]:
    """Return the supporters of a vault that only the last of some secrets may open."""
    opened = VaultFolder(folder).open(secrets[-1])
    try:
        with opened.vault.sessions.read() as session:
            run = session.connection().exec_driver_sql
            assert run("PRAGMA integrity_check").scalars().all() == ["ok"]
            return set(run("SELECT full_name FROM supporter").scalars())
    finally:
        opened.close()


def _half_files(folder: Path) -> list[str]:
    """Return what an interrupted write would have left."""
    current = read_headers(folder)[0].database
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file()
        and (
            path.suffix in {".partial", ".new"}
            or path.name.startswith("vault.copy")
            or (path.suffix == ".db" and path.name != current)
            or (path.stat().st_size == 0 and path.suffix not in {".db-journal", ".lock"})
        )
    ]


def _expected(verb: str) -> Callable[[set[str]], bool]:
    """Return what may be there after a command that may have failed at its very end."""
    before = {"Ottoline Quill", "Bram Fenwick"}
    after = {"add": before | {"Sunniva Roe"}, "delete": {"Bram Fenwick"}}.get(verb, before)
    return lambda names: names in (before, after)


@pytest.mark.parametrize("verb", VERBS)
def test_a_full_disk_costs_nothing(terminal: Terminal, disk: Disk, whole: Path, verb: str) -> None:
    codes = []
    terminal.folder = disk.data
    lines = (PASSPHRASE, NEW) if verb == "change-passphrase" else (PASSPHRASE,)
    size = sum(path.stat().st_size for path in whole.iterdir())
    for free in FREE:
        disk.reset(whole)
        disk.fill(round(free * size))
        code = terminal.run(*VERBS[verb], secret=lines)
        assert "Traceback" not in terminal.err
        assert not _half_files(disk.data), (free, code)
        disk.empty()
        codes.append(code)
        changed = verb == "change-passphrase" and '"changed": true' in terminal.out
        secret = NEW if changed else PASSPHRASE
        assert _expected(verb)(_names(disk.data, secret)), free
        if not terminal.out:
            assert code == 11, free
            again = (secret, NEW) if verb == "change-passphrase" else (secret,)
            assert terminal.run(*VERBS[verb], secret=again) in {0, 1}, terminal.err
    assert codes[0] == 11
    assert codes[-1] == 0
    assert set(codes) == {0, 11}


@pytest.mark.parametrize("verb", VERBS)
def test_a_file_that_may_not_grow_costs_nothing(tmp_path: Path, whole: Path, verb: str) -> None:
    home = Home(tmp_path)
    shutil.copytree(whole, home.data)
    lines = (PASSPHRASE, NEW) if verb == "change-passphrase" else (PASSPHRASE,)
    done = subprocess.run(  # noqa: S603 - fixed commands of this project
        home.words(*VERBS[verb], weakened=NO_LARGE_FILES),
        input=typed(*lines),
        text=True,
        capture_output=True,
        env=home.environment,
        check=False,
    )
    assert done.returncode == 11, done.stderr
    assert "Traceback" not in done.stderr
    assert not _half_files(home.data)
    assert _names(home.data, PASSPHRASE) == {"Ottoline Quill", "Bram Fenwick"}
    assert home.run(*VERBS[verb], secrets=lines).returncode == 0


@pytest.mark.parametrize("how", ["full", "read-only"])
def test_a_disk_that_takes_nothing_is_read_all_the_same(
    terminal: Terminal, disk: Disk, whole: Path, how: str
) -> None:
    terminal.folder = disk.data
    disk.reset(whole)
    if how == "full":
        disk.fill(0)
    else:
        _remounted(disk, "ro")
    count = ("vault", "count", "--table", "supporter")
    assert terminal.json(*count)["count"] == 2
    assert "nothing can be saved" in terminal.err
    assert terminal.run("vault", "add", "--text", "Sunniva Roe") == 11
    assert terminal.json(*count)["count"] == 2
    if how == "full":
        disk.empty()
    else:
        _remounted(disk, "rw")
    terminal.json("vault", "add", "--text", "Sunniva Roe")
    assert terminal.json(*count)["count"] == 3
    assert "nothing can be saved" not in terminal.err


def _remounted(disk: Disk, how: str) -> None:
    command = ("mount", "-o", f"remount,{how}", str(disk.at))
    subprocess.run(command, check=True)  # noqa: S603 - a fixed command


def test_a_half_file_would_be_noticed(whole: Path) -> None:
    assert not _half_files(whole)
    (whole / "backups").mkdir()
    (whole / "backups" / "x.pdbackup").touch()
    (whole / "vault.json.partial").write_text("{")
    (whole / "data-00000000-2.db").write_text("half")
    assert len(_half_files(whole)) == 3
