"""Making backups: of a vault in use, on disks that fail, and never in place of another file."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from peerdesk.errors import CannotWrite, VaultDamaged
from peerdesk.models.opener import KnownOpener
from peerdesk.vault.backups import backups, package
from peerdesk.vault.backups.backups import facts, files, make, verify
from peerdesk.vault.backups.package import read_manifest
from peerdesk.vault.database import connect
from peerdesk.vault.folder import BACKUPS, NAME, PACKAGE, advice
from peerdesk.vault.vault import Vault
from tests.vault.filled import MARK, NOW, add_contacts, add_supporters, source, tree


def test_the_name_tells_time_and_number_and_nobody(vault: Vault) -> None:
    path = make(source(vault), "asked", NOW)
    assert path == vault.folder / "backups" / "peerdesk-20261124T213000Z-000001.pdbackup"
    assert NAME.fullmatch(path.name)
    second = make(source(vault), "asked", NOW)
    assert second.name == "peerdesk-20261124T213000Z-000001-2.pdbackup"
    assert NAME.fullmatch(second.name)
    assert set(files(path.parent)) == {path, second}


def test_nothing_is_left_beside_it(vault: Vault) -> None:
    before = set(tree(vault.folder))
    path = make(source(vault), "asked", NOW)
    assert set(tree(vault.folder)) == before | {f"backups/{path.name}"}


def test_it_is_verified_with_the_key_and_the_copy_is_gone(vault: Vault) -> None:
    path = make(source(vault), "asked", NOW)
    before = tree(vault.folder)
    verify(path, vault.data_key, vault.folder)
    assert tree(vault.folder) == before


def test_a_damaged_vault_makes_no_backup(vault: Vault) -> None:
    add_contacts(vault, 500)
    content = bytearray(vault.database.read_bytes())
    content[-2000] ^= 4
    vault.database.write_bytes(content)
    with pytest.raises(VaultDamaged):
        make(source(vault), "asked", NOW)
    assert not files(vault.folder / "backups")
    vault.abandon()


def test_a_backup_during_an_open_write_holds_the_committed_state(vault: Vault) -> None:
    add_supporters(vault, MARK)
    with closing(connect(vault.database, vault.database_key)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM supporter")
        started = time.monotonic()
        path = make(source(vault), "hours", NOW)
        assert time.monotonic() - started < 10
        writer.execute("ROLLBACK")
    assert read_manifest(path).counts["supporter"] == 1


def test_a_backup_of_a_locked_vault_fails_in_time(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peerdesk.vault.database.BUSY_SECONDS", 0.2)
    with closing(connect(vault.database, vault.database_key)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        with pytest.raises(CannotWrite, match="busy"):
            make(source(vault), "hours", NOW)
        assert time.monotonic() - started < 10
    assert not files(vault.folder / "backups")
    # The control: what held it up was the lock.
    make(source(vault), "hours", NOW)


def test_backups_during_continuous_writes_hold_whole_transactions(vault: Vault) -> None:
    """Each transaction adds three; a backup that holds another number caught one in the middle."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            add_supporters(vault, *(f"Person {number} {each}" for each in "abc"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        counts = []
        for _ in range(8):
            started = time.monotonic()
            path = make(source(vault), "hours", NOW)
            assert time.monotonic() - started < 10
            counts.append(read_manifest(path).counts["supporter"])
    finally:
        stop.set()
        writer.join()
    assert all(count % 3 == 0 for count in counts)
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_a_read_only_folder_takes_nothing(vault: Vault, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    if os.geteuid() == 0:
        # Root may write anywhere; a file in the folder's place refuses root as well.
        stick.rmdir()
        stick.write_text("not a folder")
        to = stick / "inside"
    else:
        stick.chmod(0o500)
        to = stick
    with pytest.raises(CannotWrite):
        make(source(vault), "usb", NOW, to)


def test_a_folder_that_is_not_there_is_not_made(vault: Vault, tmp_path: Path) -> None:
    """The place where a stick was mounted: a backup there would be on the vault's own disk."""
    with pytest.raises(CannotWrite):
        make(source(vault), "usb", NOW, tmp_path / "gone" / "backup.pdbackup")
    assert not (tmp_path / "gone").exists()


def test_an_existing_file_stays(vault: Vault, tmp_path: Path) -> None:
    there = tmp_path / "mine.pdbackup"
    there.write_text("precious")
    before = tree(tmp_path)
    with pytest.raises(CannotWrite):
        make(source(vault), "usb", NOW, there)
    assert tree(tmp_path) == before
    # The control: under a name of its own it is made.
    assert make(source(vault), "usb", NOW, tmp_path / "other.pdbackup").is_file()


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit of file size")
def test_a_disk_that_fills_up_keeps_nothing_half(vault: Vault, tmp_path: Path) -> None:
    add_contacts(vault, 1000)
    stick = tmp_path / "stick"
    stick.mkdir()
    older = make(source(vault), "usb", NOW, stick)
    before = tree(stick)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (older.stat().st_size - 4096, limits[1]))
        with pytest.raises(CannotWrite):
            make(source(vault), "usb", NOW, stick)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert tree(stick) == before
    # The control: with room again it is made.
    assert make(source(vault), "usb", NOW, stick).is_file()


def test_a_stick_pulled_while_writing_leaves_no_backup(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    def pulled(out: object) -> None:
        shutil.rmtree(stick)
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("peerdesk.vault.backups.package._flush", pulled)
    with pytest.raises(CannotWrite):
        make(source(vault), "usb", NOW, stick)
    assert not stick.exists()


def test_damaged_and_foreign_files_are_listed_with_their_problem(vault: Vault) -> None:
    good = make(source(vault), "asked", NOW)
    folder = good.parent
    (folder / "peerdesk-20260101T000000Z-000001.pdbackup").write_bytes(good.read_bytes()[:-1])
    (folder / "letter.pdbackup").write_text("Dear colleague")
    (folder / "empty.pdbackup").touch()
    (folder / "folder.pdbackup").mkdir()
    (folder / "notes.txt").write_text("not one")
    found = {path.name: facts(path) for path in files(folder)}
    assert len(found) == 4
    assert found.pop(good.name).problem == ""
    assert all("damaged" in each.problem for each in found.values())
    cut = found["peerdesk-20260101T000000Z-000001.pdbackup"]
    assert cut.made_at.date() == date(2026, 1, 1)


def test_a_file_that_vanishes_has_a_problem(tmp_path: Path) -> None:
    assert facts(tmp_path / "gone.pdbackup").problem
    assert files(tmp_path / "gone") == ()


def test_who_can_open_it_is_said_even_if_they_were_shut_out(vault: Vault) -> None:
    slot = vault.slot
    known = [
        KnownOpener(slot=slot.id, name="Sam Rivera", kind="pass", removed_on=date(2026, 11, 1))
    ]
    assert backups.opener_words(slot, known) == "Sam Rivera (shut out since)"
    known[0].removed_on = None
    assert backups.opener_words(slot, known) == "Sam Rivera"
    assert backups.opener_words(slot, []) == "Passphrase"
    assert "does not know" in backups.opener_words(replace(slot, kind="retina"), [])


def test_another_disk_is_told_by_the_system(vault: Vault, tmp_path: Path) -> None:
    assert not backups.on_another_disk(tmp_path, vault.folder)
    assert not backups.on_another_disk(tmp_path / "gone", vault.folder)
    memory = Path("/dev/shm")  # noqa: S108 - another file system on most computers
    if memory.is_dir() and memory.stat().st_dev != tmp_path.stat().st_dev:
        assert backups.on_another_disk(memory, vault.folder)


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A real disk of its own, with room for one backup; only root can make one."""
    place = tmp_path / "stick"
    place.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)]
    if os.geteuid() or not mount or subprocess.run([mount, *options], check=False).returncode:  # noqa: S603
        pytest.skip("needs to mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)  # noqa: S603, S607


def test_a_real_disk_that_is_full_and_then_read_only(vault: Vault, stick: Path) -> None:
    first = make(source(vault), "usb", NOW, stick)
    assert backups.on_another_disk(first, vault.folder)
    verify(first, vault.data_key, vault.folder)
    before = tree(stick)
    vault_before = tree(vault.folder)
    with pytest.raises(CannotWrite):
        for _ in range(4):
            make(source(vault), "usb", NOW, stick)
            before = tree(stick)
    assert tree(stick) == before
    assert tree(vault.folder) == vault_before
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)  # noqa: S603, S607
    with pytest.raises(CannotWrite):
        make(source(vault), "usb", NOW, stick)
    assert tree(stick) == before
    # The control: writable and empty again, it takes a backup.
    subprocess.run(["mount", "-o", "remount,rw", str(stick)], check=True)  # noqa: S603, S607
    for path in stick.iterdir():
        path.unlink()
    assert make(source(vault), "usb", NOW, stick).is_file()


def test_a_real_disk_pulled_while_writing(
    vault: Vault, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = package.check_bytes

    def pull(path: Path) -> object:
        subprocess.run(["umount", "-l", str(stick)], check=True)  # noqa: S603, S607
        return check(path)

    monkeypatch.setattr(package, "check_bytes", pull)
    with pytest.raises(CannotWrite):
        make(source(vault), "usb", NOW, stick)
    assert not tree(stick), "nothing went to the vault's own disk under the stick's name"


@pytest.mark.parametrize(
    ("names", "newest"),
    [
        (["peerdesk-20260102T000000Z-000009", "peerdesk-20260101T000000Z-000010"], 0),
        (["peerdesk-20260101T000000Z-000009", "zz before the audit"], 0),
        (["peerdesk-20260101T000000Z-000009", "peerdesk-20990101T000000Z by hand"], 0),
        (["peerdesk-20260101T000000Z-000009-2", "peerdesk-20260101T000000Z-000009"], 0),
        (["peerdesk-20260101T000000Z-000009-10", "peerdesk-20260101T000000Z-000009-9"], 0),
        (["peerdesk-20260101T000000Z-1000000", "peerdesk-20260101T000000Z-999999"], 0),
        (["peerdesk-20260101T000000Z-000009", "peerdesk-20990101T000000Z-000009"], 0),
        (["peerdesk-20990101T000000Z-000009"], 0),
        (["only by hand"], None),
        ([], None),
    ],
)
def test_advice_names_the_newest_by_its_time(
    tmp_path: Path, names: list[str], newest: int | None
) -> None:
    (tmp_path / BACKUPS).mkdir()
    for name in names:
        (tmp_path / BACKUPS / f"{name}{PACKAGE}").write_bytes(b"")
    said = "" if newest is None else f": {names[newest]}{PACKAGE}"
    assert advice(tmp_path) == f"Nothing was changed. Restore your newest backup{said}."
