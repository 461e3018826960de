"""The key file and its second copy: whichever is whole opens, and a hostile one costs nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from peerdesk.errors import (
    HeaderDamaged,
    NewerVersion,
    OutOfMemory,
    UserFacing,
    VaultMissing,
    WrongSecret,
)
from peerdesk.models.supporter import Supporter
from peerdesk.vault import vault as vaults
from peerdesk.vault.backups.backups import make
from peerdesk.vault.backups.restore import open_backup, restore_over
from peerdesk.vault.header import COPY_NAME, FILE_NAME, read_headers
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.keys import MOST_MEMORY, Kdf
from peerdesk.vault.opening import unlock
from tests.conftest import PASSPHRASE
from tests.vault.filled import MARK, NOW, add_supporters, source, tree

NEW = "another lantern by the door"
Damage = Callable[[Path], object]
Raw = dict[str, Any]


@pytest.fixture
def folder(vault: vaults.Vault) -> Path:
    """A closed vault with one supporter in it."""
    add_supporters(vault, MARK)
    vault.close()
    return vault.folder


def _opens(folder: Path, secret: str = PASSPHRASE) -> bool:
    opened = unlock(folder, secret)
    try:
        with opened.sessions.read() as session:
            return list(session.scalars(select(Supporter.full_name))) == [MARK]
    finally:
        opened.close()


def _changed(change: Callable[[Raw], object]) -> Damage:
    def damage(path: Path) -> None:
        raw = json.loads(path.read_bytes())
        change(raw)
        path.write_text(json.dumps(raw))

    return damage


def _written(old: bytes, new: bytes) -> Damage:
    def damage(path: Path) -> None:
        content = path.read_bytes()
        assert old in content
        path.write_bytes(content.replace(old, new, 1))

    return damage


def _slot(**values: object) -> Damage:
    return _changed(lambda raw: raw["slots"][0].update(values))


def _kdf(**values: object) -> Damage:
    return _changed(lambda raw: raw["slots"][0]["kdf"].update(values))


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "somebody's").write_text("letter")


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def _large(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(100 << 20)


UNREADABLE: dict[str, Damage] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-20]),
    "deep": lambda path: path.write_bytes(b"[" * 60_000),
    "deep inside": _written(b'"audit":', b'"audit":' + b"[" * 20_000 + b"]" * 20_000 + b',"x":'),
    "100 MB": _large,
    "folder": _folder,
    "pipe": _pipe,
    "loop": _loop,
    "seq 1e999": _written(b'"seq":', b'"seq":1e999,"was":'),
    "seq twice": _written(b'"seq":', b'"seq":1,"seq":'),
    "seq NaN": _written(b'"seq":', b'"seq":NaN,"was":'),
    "seq negative": _changed(lambda raw: raw.update(seq=-1)),
    "seq beyond": _changed(lambda raw: raw.update(seq=2**63)),
    "seq 3.0": _changed(lambda raw: raw.update(seq=float(raw["seq"]))),
    "seq true": _changed(lambda raw: raw.update(seq=True)),
    "entry beyond": _changed(lambda raw: raw["audit"].update(n=10**30)),
    "entry a text": _changed(lambda raw: raw["audit"].update(n="12")),
    "audit a list": _changed(lambda raw: raw.update(audit=[])),
    "strict 1": _changed(lambda raw: raw.update(strict=1)),
    "format 0": _changed(lambda raw: raw.update(format=0)),
    "format true": _changed(lambda raw: raw.update(format=True)),
    "format a list": _changed(lambda raw: raw.update(format=[9])),
    "a field too many": _changed(lambda raw: raw.update(more=1)),
    "a field too few": _changed(lambda raw: raw.pop("cipher")),
    "page true": _changed(lambda raw: raw["cipher"].update(page=True)),
    "no text": _changed(lambda raw: raw.update(vault_id="\ud800")),
    "database above": _changed(lambda raw: raw.update(db="../data-1-1.db")),
    "database no name": _changed(lambda raw: raw.update(db="data-\0-1.db")),
    "10 000 slots": _changed(lambda raw: raw.update(slots=raw["slots"] * 10_000)),
    "nine slots": _changed(lambda raw: raw.update(slots=raw["slots"] * 9)),
    "slots an object": _changed(lambda raw: raw.update(slots={"0": raw["slots"][0]})),
    "memory 2^31": _kdf(m=2**31),
    "memory 1e999": _written(b'"m":8192', b'"m":1e999'),
    "memory negative": _kdf(m=-8192),
    "memory 8192.0": _kdf(m=8192.0),
    "memory a bit too much": _kdf(m=MOST_MEMORY + 1),
    "passes 10^9": _kdf(t=10**9),
    "memory and passes together": _kdf(m=MOST_MEMORY, t=16),
    "passes true": _kdf(t=True),
    "lanes 0": _kdf(p=0),
    "lanes 255": _kdf(p=255),
    "salt short": _kdf(salt="AAAA"),
    "salt no Base64": _kdf(salt="é"),
    "nonce short": _slot(nonce="AAAA"),
    "wrapped long": _slot(ct="AAAA" * 1000),
    "kind a number": _slot(kind=5),
    "mac short": _changed(lambda raw: raw.update(mac="AAAA")),
}
ALTERED: dict[str, Damage] = {
    "other secret": _slot(ct="A" * 64),
    "newer": _changed(lambda raw: raw.update(format=99)),
    "number": _changed(lambda raw: raw.update(seq=raw["seq"] + 1)),
    "earlier number": _changed(lambda raw: raw.update(seq=raw["seq"] - 1)),
    "anchor": _changed(lambda raw: raw["audit"].update(n=1)),
    "no anchor": _changed(lambda raw: raw.pop("audit")),
    "strict": _changed(lambda raw: raw.update(strict=True)),
    "mac": _changed(lambda raw: raw.update(mac="A" * 43 + "=")),
    "salt": _kdf(salt="A" * 22 + "=="),
    "kind": _slot(kind="second"),
    "kind unknown": _slot(kind="retina"),
    "slots gone": _changed(lambda raw: raw.update(slots=[])),
}


@pytest.mark.parametrize("damage", (UNREADABLE | ALTERED).values(), ids=UNREADABLE | ALTERED)
def test_a_whole_second_copy_opens_whatever_the_first_is(folder: Path, damage: Damage) -> None:
    damage(folder / FILE_NAME)
    assert _opens(folder)
    first, second = read_headers(folder)
    assert first == second
    assert _opens(folder)


@pytest.mark.parametrize("damage", UNREADABLE.values(), ids=UNREADABLE)
def test_the_same_in_both_copies_is_damage_and_writes_nothing(folder: Path, damage: Damage) -> None:
    """The control: it was the second copy that opened above."""
    for name in (FILE_NAME, COPY_NAME):
        damage(folder / name)
    before = tree(folder)
    with pytest.raises(HeaderDamaged) as refused:
        unlock(folder, PASSPHRASE)
    assert refused.value.exit_code == 6
    assert tree(folder) == before


def test_a_folder_in_its_place_is_kept_under_another_name(folder: Path) -> None:
    _folder(folder / FILE_NAME)
    assert _opens(folder)
    (kept,) = folder.glob(f"{FILE_NAME}.folder-*")
    assert (kept / "somebody's").read_text() == "letter"


def test_an_older_copy_does_not_open_with_a_secret_given_up(vault: vaults.Vault) -> None:
    before = (vault.folder / FILE_NAME).read_bytes()
    Keyring(vault).change_passphrase(PASSPHRASE, NEW)
    vault.close()
    (vault.folder / COPY_NAME).write_bytes(before)
    with pytest.raises(WrongSecret):
        unlock(vault.folder, PASSPHRASE)
    # The control: the copy alone would have opened, and does where the first is gone.
    shutil.copytree(vault.folder, vault.folder.with_name("alone"))
    (vault.folder.with_name("alone") / FILE_NAME).unlink()
    (vault.folder.with_name("alone") / COPY_NAME).write_bytes(before)
    assert read_headers(vault.folder.with_name("alone"))[0].unlock(PASSPHRASE)


def test_nor_does_it_while_memory_is_short(
    vault: vaults.Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the first could not be tried shows nothing against it."""
    before = json.loads((vault.folder / FILE_NAME).read_bytes())
    Keyring(vault).change_passphrase(PASSPHRASE, NEW)
    vault.close()
    (vault.folder / COPY_NAME).write_text(json.dumps(before))
    spare = before["slots"][0]["kdf"]["salt"]
    _short_of_memory(monkeypatch, spare)
    with pytest.raises(OutOfMemory):
        unlock(vault.folder, PASSPHRASE)


def test_a_first_copy_that_asks_for_too_much_memory_gives_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = json.loads((folder / FILE_NAME).read_bytes())["slots"][0]["kdf"]["salt"]
    _kdf(m=MOST_MEMORY, salt="A" * 22 + "==")(folder / FILE_NAME)
    _short_of_memory(monkeypatch, spare)
    assert _opens(folder)
    # The control: without the copy, it is a sentence.
    _kdf(m=MOST_MEMORY, salt="A" * 22 + "==")(folder / FILE_NAME)
    (folder / COPY_NAME).unlink()
    with pytest.raises(OutOfMemory, match="memory") as refused:
        unlock(folder, PASSPHRASE)
    assert refused.value.exit_code == 11


def _short_of_memory(monkeypatch: pytest.MonkeyPatch, spare: str) -> None:
    """Let nothing be derived but with one salt, as if memory were short."""
    from base64 import b64encode

    derive = Kdf.derive

    def short(kdf: Kdf, secret: str) -> bytes:
        if b64encode(kdf.salt).decode() != spare:
            raise OutOfMemory("There is too little memory.")
        return derive(kdf, secret)

    monkeypatch.setattr(Kdf, "derive", short)


def test_a_first_copy_shown_to_be_altered_is_said_to_be(folder: Path) -> None:
    """The secret opened it: that the older copy does not know the secret is not the trouble."""
    older = (folder / COPY_NAME).read_bytes()
    opened = unlock(folder, PASSPHRASE)
    Keyring(opened).change_passphrase(PASSPHRASE, NEW)
    opened.close()
    (folder / COPY_NAME).write_bytes(older)
    _changed(lambda raw: raw["audit"].update(n=1))(folder / FILE_NAME)
    with pytest.raises(HeaderDamaged):
        unlock(folder, NEW)


def test_a_newer_header_is_not_replaced_by_an_older_copy(folder: Path) -> None:
    """An upgrade that was interrupted leaves the older one as the second copy."""
    _changed(lambda raw: raw.update(format=2, seq=raw["seq"] + 1))(folder / FILE_NAME)
    before = tree(folder)
    with pytest.raises(NewerVersion):
        unlock(folder, PASSPHRASE)
    assert tree(folder) == before


@pytest.mark.parametrize("sequence", [10**30, -5, "x", None, True])
def test_a_newer_header_may_number_itself_otherwise(folder: Path, sequence: object) -> None:
    damage = _changed(lambda raw: raw.update(format=2, seq=sequence))
    damage(folder / FILE_NAME)
    with pytest.raises(UserFacing) as alone:
        (folder / COPY_NAME).unlink()
        read_headers(folder)
    assert alone.value.exit_code in (6, 9)


def test_a_copy_that_cannot_be_read_is_said_to_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, most: int) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("peerdesk.vault.header.content_of", refuse)
    with pytest.raises(HeaderDamaged, match="cannot be read"):
        read_headers(folder)


def test_a_folder_without_either_holds_no_vault(tmp_path: Path) -> None:
    with pytest.raises(VaultMissing):
        read_headers(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(VaultMissing):
        read_headers(tmp_path / "file")


def test_a_number_nobody_vouched_for_does_not_end_the_vault(vault: vaults.Vault) -> None:
    """Restoring counts on from the broken vault's number, which may be anything."""
    add_supporters(vault, MARK)
    path = make(source(vault), "asked", NOW)
    vault.close()
    for name in (FILE_NAME, COPY_NAME):
        _changed(lambda raw: raw.update(seq=2**63 - 1))(vault.folder / name)
    restore_over(open_backup(path, PASSPHRASE), vault.folder, NOW)
    assert _opens(vault.folder)
    assert read_headers(vault.folder)[0].sequence < 1000


def test_what_is_larger_than_memory_is_put_aside_by_its_name(vault: vaults.Vault) -> None:
    add_supporters(vault, MARK)
    path = make(source(vault), "asked", NOW)
    vault.close()
    for name in (FILE_NAME, COPY_NAME):
        with (vault.folder / name).open("wb") as stream:
            stream.truncate(64 << 30)
    restore_over(open_backup(path, PASSPHRASE), vault.folder, NOW)
    assert _opens(vault.folder)
    assert len(list(vault.folder.glob("*.before-*"))) == 2
