"""Creating, opening and refusing: a vault never turns into an empty one."""

from __future__ import annotations

import json
import math
import shutil
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select, text

from peerdesk.errors import (
    CannotWrite,
    HeaderDamaged,
    NewerVersion,
    UsageError,
    UserFacing,
    VaultDamaged,
    VaultInUse,
    VaultMissing,
    WrongSecret,
)
from peerdesk.models.fields import blank_values
from peerdesk.models.supporter import Supporter
from peerdesk.vault import vault as vaults
from peerdesk.vault.header import COPY_NAME, FILE_NAME
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.opening import Way, unlock
from tests.conftest import PASSPHRASE

MARK = "Ottoline Quill"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault with one supporter in it, in a folder with a difficult name."""
    place = tmp_path / "O'Brien #1 100%?x %20"
    vault = vaults.create(place, PASSPHRASE, kdf=fast_kdf())
    _add(vault, MARK)
    vault.close()
    return place


def _add(vault: vaults.Vault, name: str) -> None:
    with vault.sessions.write() as session:
        values = {**blank_values(Supporter), "full_name": name, "personnel_class": "sworn"}
        session.add(Supporter(**values))


def _names(folder: Path, passphrase: str = PASSPHRASE) -> list[str]:
    vault = unlock(folder, passphrase)
    try:
        with vault.sessions.read() as session:
            return list(session.scalars(select(Supporter.full_name)))
    finally:
        vault.close()


def _database(folder: Path) -> Path:
    (found,) = folder.glob("*.db")
    return found


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_what_was_saved_is_there_after_opening_again(folder: Path) -> None:
    assert _names(folder) == [MARK]


def test_files_are_encrypted_and_private(folder: Path) -> None:
    database = _database(folder).read_bytes()
    assert not database.startswith(b"SQLite format 3")
    counts = Counter(database)
    entropy = -sum(n / len(database) * math.log2(n / len(database)) for n in counts.values())
    assert entropy > 7.9
    for path in folder.iterdir():
        assert MARK.encode() not in path.read_bytes()
        assert MARK.encode("utf-16-le") not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_a_plain_database_would_fail_the_encryption_check(tmp_path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(tmp_path / "plain.db")
    connection.execute("CREATE TABLE t (name)")
    connection.execute("INSERT INTO t VALUES (?)", (MARK,))
    connection.commit()
    connection.close()
    plain = (tmp_path / "plain.db").read_bytes()
    assert plain.startswith(b"SQLite format 3")
    assert MARK.encode() in plain


@pytest.mark.parametrize(
    "near",
    ["", PASSPHRASE + " ", PASSPHRASE.upper(), PASSPHRASE[:-1], "x" * 1_000_000],
    ids=["empty", "space", "case", "short", "long"],
)
def test_a_near_miss_is_a_wrong_secret_and_writes_nothing(folder: Path, near: str) -> None:
    before = _tree(folder)
    with pytest.raises(WrongSecret):
        unlock(folder, near)
    assert _tree(folder) == before


def test_equal_writings_of_a_letter_are_the_same_passphrase(tmp_path: Path) -> None:
    vaults.create(tmp_path / "v", "caf\u00e9 at the corner", kdf=fast_kdf()).close()
    unlock(tmp_path / "v", "cafe\u0301 at the corner").close()
    with pytest.raises(WrongSecret):
        unlock(tmp_path / "v", "cafe at the corner")


def test_a_short_passphrase_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        vaults.create(tmp_path / "v", "short words", kdf=fast_kdf())
    assert not (tmp_path / "v").exists()


def test_a_second_vault_is_not_made_over_the_first(folder: Path) -> None:
    before = _tree(folder)
    with pytest.raises(UsageError):
        vaults.create(folder, PASSPHRASE, kdf=fast_kdf())
    assert _tree(folder) == before


def test_a_vault_is_open_once(folder: Path) -> None:
    first = unlock(folder, PASSPHRASE)
    with pytest.raises(VaultInUse):
        unlock(folder, PASSPHRASE)
    first.close()
    assert _names(folder) == [MARK]


def test_a_wrong_secret_does_not_keep_the_vault_locked(folder: Path) -> None:
    with pytest.raises(WrongSecret):
        unlock(folder, "not the passphrase")
    assert _names(folder) == [MARK]


def test_every_flipped_byte_of_the_header_is_noticed(folder: Path) -> None:
    """With both copies altered alike, no byte can be changed and still open other content."""
    original = (folder / FILE_NAME).read_bytes()
    accepted = []
    for position in range(0, len(original), 7):
        altered = bytearray(original)
        altered[position] ^= 0x01
        for name in (FILE_NAME, COPY_NAME):
            (folder / name).write_bytes(altered)
        try:
            unlock(folder, PASSPHRASE).close()
        except (WrongSecret, HeaderDamaged, NewerVersion):
            continue
        accepted.append(position)
    assert accepted == []


def test_a_damaged_header_opens_through_its_second_copy(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"{}")
    assert _names(folder) == [MARK]


def _rewrite(folder: Path, change: dict[str, object]) -> None:
    raw = json.loads((folder / FILE_NAME).read_bytes())
    raw["slots"][0]["kdf"].update(change)
    for name in (FILE_NAME, COPY_NAME):
        (folder / name).write_text(json.dumps(raw))


@pytest.mark.parametrize("change", [{"m": 2**31}, {"t": 10**9}, {"p": 0}, {"alg": "none"}])
def test_a_hostile_key_derivation_is_refused(folder: Path, change: dict[str, object]) -> None:
    _rewrite(folder, change)
    with pytest.raises(HeaderDamaged):
        unlock(folder, PASSPHRASE)


@pytest.mark.parametrize("content", [b"[" * 60_000, b"x" * 70_000, b"", b"[]", b'{"magic": 1}'])
def test_a_header_that_is_none_is_damaged(folder: Path, content: bytes) -> None:
    for name in (FILE_NAME, COPY_NAME):
        (folder / name).write_bytes(content)
    with pytest.raises(HeaderDamaged):
        unlock(folder, PASSPHRASE)


def test_a_header_of_a_later_format_is_left_alone(folder: Path) -> None:
    raw = json.loads((folder / FILE_NAME).read_bytes())
    raw["format"] = 99
    for name in (FILE_NAME, COPY_NAME):
        (folder / name).write_text(json.dumps(raw))
    with pytest.raises(NewerVersion):
        unlock(folder, PASSPHRASE)


def _missing(path: Path) -> None:
    path.unlink()


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2048])


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (_missing, VaultMissing),
        (_emptied, VaultMissing),
        (_cut, VaultDamaged),
        (_zeroed, VaultDamaged),
        (_halved, VaultDamaged),
    ],
)
def test_a_damaged_database_never_becomes_an_empty_one(
    folder: Path, damage: object, error: type[UserFacing]
) -> None:
    assert callable(damage)
    damage(_database(folder))
    before = _tree(folder)
    with pytest.raises(error):
        unlock(folder, PASSPHRASE)
    assert _tree(folder) == before


def test_the_database_of_another_vault_is_refused(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    vaults.create(other, PASSPHRASE, kdf=fast_kdf()).close()
    shutil.copy(_database(other), _database(folder))
    with pytest.raises(VaultDamaged):
        unlock(folder, PASSPHRASE)


def test_a_folder_without_a_vault_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(VaultMissing):
        unlock(tmp_path / "nowhere", PASSPHRASE)
    with pytest.raises(VaultMissing):
        unlock(tmp_path, PASSPHRASE)


def test_a_database_of_a_newer_version_is_left_alone(folder: Path) -> None:
    vault = unlock(folder, PASSPHRASE)
    with vault.sessions.write() as session:
        session.execute(text("PRAGMA user_version = 9999"))
    vault.close()
    before = _database(folder).read_bytes()
    with pytest.raises(NewerVersion):
        unlock(folder, PASSPHRASE)
    assert _database(folder).read_bytes() == before


def test_a_failed_creation_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("peerdesk.vault.header.write_together", full)
    with pytest.raises(CannotWrite):
        vaults.create(tmp_path / "v", PASSPHRASE, kdf=fast_kdf())
    assert [path.name for path in (tmp_path / "v").iterdir()] == ["vault.lock"]
    monkeypatch.undo()
    vaults.create(tmp_path / "v", PASSPHRASE, kdf=fast_kdf()).close()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite):
        vaults.create(tmp_path / "file" / "v", PASSPHRASE, kdf=fast_kdf())


def test_the_cost_of_key_derivation_is_told(folder: Path) -> None:
    told: list[int] = []
    unlock(folder, PASSPHRASE, Way(derived=told.append)).close()
    assert len(told) == 1
