"""A new generation counts from the moment the key file names it, and not a moment earlier."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk.errors import CannotWrite, VaultDamaged
from peerdesk.vault import generations
from peerdesk.vault import vault as vaults
from peerdesk.vault.database import connect
from peerdesk.vault.header import FILE_NAME, read_headers
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.meta import meta
from peerdesk.vault.opening import unlock
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE

NEW_KEY = bytes(range(32))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = vaults.create(tmp_path / "v", PASSPHRASE, kdf=fast_kdf())
    yield opened
    opened.close()


def test_the_next_generation_has_the_next_number(vault: Vault) -> None:
    first = vault.header
    second = replace(first, database=generations.next_database(vault.folder, first))
    assert second.database == first.database.replace("-1.db", "-2.db")
    odd = replace(first, database="odd.db")
    assert generations.next_database(vault.folder, odd) == "data-0-1.db"
    (vault.folder / second.database).write_bytes(b"of somebody else")
    assert generations.next_database(vault.folder, first).endswith("-3.db")


def test_a_copy_opens_with_its_new_key_only(vault: Vault, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    generations.copy(vault.database, vault.database_key, target, NEW_KEY)
    connection = connect(target, NEW_KEY)
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert connection.execute("SELECT vault_id FROM vault_meta").fetchone() == (
        vault.header.vault_id,
    )
    connection.close()
    assert target.stat().st_mode & 0o077 == 0
    with pytest.raises(VaultDamaged):
        connect(target, vault.database_key)


@pytest.mark.parametrize(
    "failure", [OSError(28, "full"), sqlcipher.OperationalError("database or disk is full")]
)
def test_a_database_that_cannot_be_made_leaves_no_file(vault: Vault, failure: Exception) -> None:
    with pytest.raises(CannotWrite), generations.making(vault.folder) as new:
        generations.copy(vault.database, vault.database_key, new, NEW_KEY)
        raise failure
    assert not list(vault.folder.glob("vault.new*"))


def test_what_lies_where_a_database_is_to_be_made_is_not_touched(vault: Vault) -> None:
    """A folder of somebody else, who could not know."""
    (vault.folder / "vault.new").mkdir()
    (vault.folder / "vault.new" / "letter.txt").write_text("Dear colleague")
    before = vault.header
    with pytest.raises(CannotWrite):
        Keyring(vault).rotate(PASSPHRASE)
    assert (vault.folder / "vault.new" / "letter.txt").read_text() == "Dear colleague"
    assert vault.header == before


def test_an_error_after_the_rename_does_not_undo_it(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key file names the new database; taking that away again would lose everything."""

    def failing(folder: Path) -> None:
        raise OSError(5, "Input/output error")

    old = vault.database
    with monkeypatch.context() as broken:
        broken.setattr("peerdesk.paths.sync_folder", failing)
        broken.setattr("peerdesk.vault.seal.mark_open", lambda *_: None)
        Keyring(vault).rotate(PASSPHRASE)
    assert read_headers(vault.folder)[0].database == vault.header.database
    assert vault.database.exists()
    assert not old.exists()
    vault.close()
    again = unlock(vault.folder, PASSPHRASE)
    with again.sessions.read() as session:
        assert session.scalars(select(meta.c.vault_id)).one() == vault.header.vault_id
    again.close()


def test_an_old_database_that_cannot_be_removed_is_no_failure(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = vault.database
    real = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path == before:
            raise PermissionError(13, "in use")
        real(path, missing_ok=missing_ok)

    with monkeypatch.context() as windows:
        windows.setattr(Path, "unlink", held)
        Keyring(vault).rotate(PASSPHRASE)
    assert before.exists()
    assert (vault.folder / FILE_NAME).read_bytes().count(vault.header.database.encode()) == 1
    os.utime(before, (0, 0))
    vault.close()
    unlock(vault.folder, PASSPHRASE).close()
    assert not before.exists()
