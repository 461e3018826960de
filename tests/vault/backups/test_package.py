"""A backup file is taken back exactly as it was written, or not at all."""

from __future__ import annotations

import errno
import os
import random
import stat
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerdesk.errors import (
    CannotWrite,
    NewerVersion,
    UserFacing,
    VaultDamaged,
    VaultMissing,
    WrongSecret,
)
from peerdesk.vault.backups import backups, package
from peerdesk.vault.backups.manifest import parse
from peerdesk.vault.backups.package import (
    MAGIC,
    check_bytes,
    copy_database,
    read_manifest,
    write_package,
)
from peerdesk.vault.backups.restore import restore_here
from peerdesk.vault.leftovers import partial_name
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.vault.filled import MARK, NOW, add_supporters, forged, source, tree


@pytest.fixture
def made(vault: Vault) -> Path:
    add_supporters(vault, MARK)
    return backups.make(source(vault), "asked", NOW)


def _hurt(path: Path, content: bytes) -> Path:
    hurt = path.with_name("hurt.pdbackup")
    hurt.write_bytes(content)
    return hurt


def _outcome(path: Path, target: Path) -> int:
    """Try to restore a backup, and return the exit code; 0 where it was taken."""
    try:
        restore_here(path, PASSPHRASE, target)
    except UserFacing as error:
        return error.exit_code
    return 0


def test_what_is_written_is_read_back(made: Path, vault: Vault) -> None:
    manifest = check_bytes(made)
    assert manifest.created == NOW
    assert manifest.vault_id == vault.header.vault_id
    assert manifest.slots == vault.header.slots
    assert manifest.counts["supporter"] == 1
    assert manifest.reason == "asked"
    assert made.stat().st_mode & 0o077 == 0
    assert MARK.encode() not in made.read_bytes()


def test_three_hundred_flipped_bits_are_refused(made: Path, tmp_path: Path) -> None:
    """Half of them in the clear part, which is a small part of the file."""
    content = made.read_bytes()
    clear = len(content) - read_manifest(made).size
    dice = random.Random(3)
    places = [dice.randrange(clear) for _ in range(150)]
    places += [dice.randrange(clear, len(content)) for _ in range(150)]
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1 << dice.randrange(8)
        assert _outcome(_hurt(made, bytes(changed)), tmp_path / "new") in (5, 8)
        assert not (tmp_path / "new").exists()


def test_a_hundred_truncations_are_refused(made: Path, tmp_path: Path) -> None:
    content = made.read_bytes()
    dice = random.Random(4)
    lengths = [0, 1, len(MAGIC), len(MAGIC) + 4, len(content) - 1, len(content) - 4096]
    lengths += [dice.randrange(len(content)) for _ in range(94)]
    for length in lengths:
        assert _outcome(_hurt(made, content[:length]), tmp_path / "new") == 8
        assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("extra", [b"\0", b"more", bytes(4096)])
def test_appended_bytes_are_refused(made: Path, tmp_path: Path, extra: bytes) -> None:
    hurt = _hurt(made, made.read_bytes() + extra)
    assert _outcome(hurt, tmp_path / "new") == 8
    with pytest.raises(VaultDamaged):
        read_manifest(hurt)


def test_two_backups_spliced_are_refused(made: Path, vault: Vault, tmp_path: Path) -> None:
    """Both are genuine, of the same vault and the same size: head of one, database of the other."""
    add_supporters(vault, "Somebody Else")
    later = backups.make(source(vault), "asked", NOW)
    first, second = read_manifest(made), read_manifest(later)
    assert first.size == second.size
    head = made.read_bytes()[: -first.size]
    spliced = _hurt(made, head + later.read_bytes()[-second.size :])
    assert _outcome(spliced, tmp_path / "new") == 8
    # The control: the same pieces put together rightly are taken.
    whole = _hurt(made, head + made.read_bytes()[-first.size :])
    assert _outcome(whole, tmp_path / "new") == 0


def test_a_manifest_altered_with_its_checksum_renewed_is_refused(
    made: Path, tmp_path: Path
) -> None:
    """Somebody without the key can make the checksum fit, but not the code."""
    counts = {**read_manifest(made).counts, "supporter": 9}
    path = forged(made, tmp_path / "forged.pdbackup", {"counts": counts})
    manifest = check_bytes(path)
    assert manifest.counts["supporter"] == 9
    with pytest.raises(VaultDamaged):
        manifest.unlock(PASSPHRASE)
    assert _outcome(path, tmp_path / "new") == 8


def test_a_later_format_is_told_from_damage(made: Path, tmp_path: Path) -> None:
    path = forged(made, tmp_path / "later.pdbackup", {"format": 2, "new": "field"})
    with pytest.raises(NewerVersion):
        read_manifest(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"size": 4095},
        {"size": 0},
        {"size": "8192"},
        {"size": True},
        {"seq": -1},
        {"schema": 2**63},
        {"counts": {"contact": "many"}},
        {"counts": {f"table {number}": 1 for number in range(501)}},
        {"counts": []},
        {"slots": []},
        {"slots": [{}]},
        {"slots": "none"},
        {"reason": "x" * 65},
        {"app": None},
        {"sha256": "00"},
        {"mac": "Z" * 64},
        {"created": "yesterday"},
        {"created": 2026},
        {"format": "1"},
        {"extra": 1},
    ],
)
def test_claims_out_of_bounds_are_damage(
    made: Path, tmp_path: Path, changes: dict[str, object]
) -> None:
    path = forged(made, tmp_path / "forged.pdbackup", changes)
    with pytest.raises(VaultDamaged):
        read_manifest(path)


@pytest.mark.parametrize("costs", [{"m": 2**31}, {"t": 10**9}, {"p": 0}])
def test_a_slot_that_asks_for_too_much_is_refused_before_deriving(
    made: Path, tmp_path: Path, costs: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = read_manifest(made).slots[0].as_json()
    slot["kdf"] |= costs
    path = forged(made, tmp_path / "forged.pdbackup", {"slots": [slot]})
    monkeypatch.setattr("peerdesk.vault.keys.Kdf.derive", None)
    assert _outcome(path, tmp_path / "new") == 8


def test_a_backup_that_cannot_be_read_is_damage(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(VaultDamaged):
        check_bytes(made)


def test_the_wrong_passphrase_is_told_from_damage(made: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongSecret):
        restore_here(made, "not the passphrase", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_missing_file_is_missing_and_a_folder_too(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pdbackup", tmp_path):
        with pytest.raises(VaultMissing):
            read_manifest(path)


@given(st.binary(max_size=300) | st.text().map(str.encode))
def test_whatever_is_no_manifest_is_damage(content: bytes) -> None:
    with pytest.raises(VaultDamaged):
        parse(content)


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"{}",
        b"null",
        b"[" * 100_000,
        b'{"checksum": "x"}',
        b'{"format": 1e999, "checksum": 0}',
        b'{"slots": [' + b"{}," * 10_000 + b"{}]}",
        "{“”}".encode("utf-16"),
    ],
)
def test_a_hostile_manifest_is_damage(content: bytes) -> None:
    with pytest.raises(VaultDamaged):
        parse(content)


def test_a_manifest_that_claims_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdbackup"
    path.write_bytes(MAGIC + b"\xff\xff\xff\xff" + b"{}")
    with pytest.raises(VaultDamaged):
        read_manifest(path)


def test_the_database_is_not_put_over_a_file(made: Path, tmp_path: Path) -> None:
    target = tmp_path / "there"
    target.write_text("precious")
    with pytest.raises(CannotWrite):
        copy_database(made, read_manifest(made), target)
    assert target.read_text() == "precious"


def test_a_backup_is_not_put_over_a_file(made: Path, tmp_path: Path) -> None:
    target = tmp_path / "there.pdbackup"
    target.write_text("precious")
    with pytest.raises(CannotWrite):
        write_package(target, read_manifest(made), made)
    assert tree(tmp_path)["there.pdbackup"] == b"precious"
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_at_a_temporary_name_is_never_followed(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strange = tmp_path / "strange"
    strange.write_bytes(b"theirs")
    target = tmp_path / "copy.pdbackup"
    partial = tmp_path / partial_name(read_manifest(made).vault_id)
    partial.symlink_to(strange)
    database = tmp_path / "database"
    copy_database(made, read_manifest(made), database)
    write_package(target, read_manifest(made), database)
    assert check_bytes(target) == read_manifest(made)
    partial.symlink_to(strange)
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)  # planted after it was cleared
    target.rename(tmp_path / "elsewhere")
    with pytest.raises(CannotWrite):
        write_package(target, read_manifest(made), database)
    with pytest.raises(CannotWrite):
        copy_database(made, read_manifest(made), partial)
    assert strange.read_bytes() == b"theirs"


def test_a_disk_that_gives_back_something_else_is_found(
    made: Path, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = package._flush

    def failing_disk(out: IO[bytes]) -> None:
        out.seek(-10, os.SEEK_END)
        out.write(b"\0" * 10)
        flush(out)

    monkeypatch.setattr(package, "_flush", failing_disk)
    (tmp_path / "stick").mkdir()
    with pytest.raises(CannotWrite, match="give back"):
        backups.make(source(vault), "usb", NOW, tmp_path / "stick")
    assert not tree(tmp_path / "stick")


@pytest.mark.parametrize(
    ("number", "made_anyway"),
    [(errno.EINVAL, True), (errno.ENOTSUP, True), (errno.EIO, False)],
)
def test_a_stick_that_cannot_flush_folders_is_good_enough(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, made_anyway: bool
) -> None:
    real = os.fsync

    def refuse(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr("os.fsync", refuse)
    (tmp_path / "stick").mkdir()
    try:
        backups.make(source(vault), "usb", NOW, tmp_path / "stick")
    except CannotWrite:
        assert not made_anyway
    else:
        assert made_anyway
