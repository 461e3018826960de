"""What is erased is gone from the pages, and from the next backup."""

from __future__ import annotations

import secrets
import string
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from peerdesk.models.supporter import Supporter
from peerdesk.vault.backups.backups import make, unpack
from peerdesk.vault.backups.package import read_manifest
from peerdesk.vault.database import connect
from peerdesk.vault.vault import Vault
from tests.vault.filled import NOW, add_supporters, source
from tests.vault.pages import PAGE, decrypted, occurrences


@pytest.fixture
def canary() -> str:
    """A word that nobody wrote into this file."""
    return "ZQX" + "".join(secrets.choice(string.ascii_uppercase) for _ in range(16))


def _in_backup(vault: Vault, canary: str) -> int:
    path = make(source(vault), "asked", NOW)
    taken_out = vault.folder / "taken-out.db"
    unpack(path, read_manifest(path), vault.data_key, taken_out)
    found = occurrences(taken_out, vault.database_key, canary)
    taken_out.unlink()
    return found


def _fill(vault: Vault, canary: str) -> None:
    add_supporters(vault, *(f"Person {number}" for number in range(200)), canary)
    add_supporters(vault, *(f"Later {number}" for number in range(200)))


def test_every_page_is_read_and_proven(vault: Vault, canary: str) -> None:
    _fill(vault, canary)
    pages = list(decrypted(vault.database, vault.database_key))
    assert len(pages) == vault.database.stat().st_size // PAGE
    assert occurrences(vault.database, vault.database_key, canary) >= 1
    assert canary.encode() not in vault.database.read_bytes()


def test_an_altered_page_is_noticed(vault: Vault, tmp_path: Path) -> None:
    content = bytearray(vault.database.read_bytes())
    content[PAGE + 9] ^= 1
    (tmp_path / "hurt.db").write_bytes(content)
    with pytest.raises(ValueError, match="page 2"):
        list(decrypted(tmp_path / "hurt.db", vault.database_key))


def test_nothing_of_an_erased_record_stays(vault: Vault, canary: str) -> None:
    _fill(vault, canary)
    assert _in_backup(vault, canary) >= 1
    with vault.sessions.write() as session:
        session.delete(session.scalars(select(Supporter).filter_by(full_name=canary)).one())
    assert occurrences(vault.database, vault.database_key, canary) == 0
    assert _in_backup(vault, canary) == 0


def test_without_secure_deletion_something_would_stay(vault: Vault, canary: str) -> None:
    """The control; a backup is free of it even then, because it is written anew."""
    _fill(vault, canary)
    with closing(connect(vault.database, vault.database_key)) as connection:
        connection.execute("PRAGMA secure_delete = OFF").fetchall()
        connection.execute("DELETE FROM supporter WHERE full_name = ?", (canary,))
    vault.abandon()
    assert occurrences(vault.database, vault.database_key, canary) >= 1
    assert _in_backup(vault, canary) == 0
