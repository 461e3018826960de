"""A database that is not whole is never called whole, wherever and however it was hurt."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk.errors import CannotWrite, VaultDamaged
from peerdesk.vault import vault as vaults
from peerdesk.vault.database import PAGE, connect
from peerdesk.vault.integrity import check_database
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.vault.filled import add_contacts, tree


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """A closed vault whose database is over a hundred pages long."""
    vault = vaults.create(tmp_path_factory.mktemp("closed") / "vault", PASSPHRASE, kdf=fast_kdf())
    add_contacts(vault, 3000)
    vault.close()
    assert vault.database.stat().st_size >= 100 * PAGE
    return vault


@pytest.fixture
def database(closed: Vault, tmp_path: Path) -> Path:
    """A copy of its database."""
    return Path(shutil.copy(closed.database, tmp_path / "copy.db"))


@pytest.fixture
def key(closed: Vault) -> bytes:
    return closed.database_key


def _refused(path: Path, key: bytes) -> bool:
    try:
        check_database(path, key)
    except VaultDamaged:
        return True
    return False


def test_a_whole_database_is_counted_and_not_written_to(
    closed: Vault, key: bytes, database: Path
) -> None:
    before = (database.stat().st_mtime_ns, tree(database.parent))
    counts = check_database(database, key, closed.header.vault_id)
    assert counts["contact"] == 3000
    assert counts["vault_meta"] == 1
    assert (database.stat().st_mtime_ns, tree(database.parent)) == before


def test_a_byte_flipped_in_any_page_is_found(key: bytes, database: Path) -> None:
    content = database.read_bytes()
    hurt = database.with_name("hurt.db")
    for page in range(len(content) // PAGE):
        place = page * PAGE + (page * 977) % PAGE
        hurt.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        assert _refused(hurt, key), f"page {page + 1}"


def test_opening_alone_would_not_have_found_it(key: bytes, database: Path) -> None:
    """The control: a count by an index looks well although a page is hurt."""
    content = bytearray(database.read_bytes())
    content[-PAGE // 2] ^= 1
    hurt = database.with_name("hurt.db")
    hurt.write_bytes(content)
    with closing(connect(hurt, key)) as connection:
        assert connection.execute("SELECT count(*) FROM vault_meta").fetchone() == (1,)
    assert _refused(hurt, key)


def test_a_hurt_page_that_holds_nothing_is_found(key: bytes, database: Path) -> None:
    """The control: the database's own check does not read pages that are free."""
    with closing(connect(database, key)) as connection:
        connection.execute("DELETE FROM contact WHERE id > 100")
    content = bytearray(database.read_bytes())
    content[-PAGE // 2] ^= 1
    database.write_bytes(content)
    with closing(connect(database, key)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert _refused(database, key)


@pytest.mark.parametrize("cut", ["byte", "2000 bytes", "page", "half", "to one page", "to nothing"])
def test_a_database_cut_short_is_found(key: bytes, database: Path, cut: str) -> None:
    size = database.stat().st_size
    half = size // 2 // PAGE * PAGE
    lengths = {
        "byte": size - 1,
        "2000 bytes": size - 2000,
        "page": size - PAGE,
        "half": half,
        "to one page": PAGE,
        "to nothing": 0,
    }
    os.truncate(database, lengths[cut])
    assert _refused(database, key)


def test_the_ciphers_own_check_takes_a_cut_file_for_whole(key: bytes, database: Path) -> None:
    """The control: why no check is enough alone."""
    os.truncate(database, database.stat().st_size // 2 // PAGE * PAGE)
    with closing(sqlcipher.connect(database)) as connection:
        connection.set_key(f"x'{key.hex()}'")
        assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert _refused(database, key)


def test_the_wrong_key_a_missing_file_and_a_plain_database_are_refused(
    key: bytes, database: Path
) -> None:
    assert _refused(database, b"\1" * 32)
    assert _refused(database.with_name("missing.db"), key)
    plain = database.with_name("plain.db")
    with closing(sqlcipher.connect(plain)) as connection:
        connection.execute("CREATE TABLE vault_meta (vault_id)")
        connection.commit()
    assert _refused(plain, key)


@pytest.mark.parametrize(
    "statement",
    [
        "PRAGMA application_id = 1",
        "DELETE FROM vault_meta",
        "INSERT INTO vault_meta SELECT 'second', audit_key FROM vault_meta",
        "DROP TABLE vault_meta",
        "UPDATE contact SET supporter_id = 77 WHERE id = 1",
    ],
)
def test_a_database_of_somebody_else_is_refused(key: bytes, database: Path, statement: str) -> None:
    with closing(connect(database, key)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(statement)
    assert _refused(database, key)


def test_another_vaults_database_is_refused_by_name(key: bytes, database: Path) -> None:
    with pytest.raises(VaultDamaged, match="another vault"):
        check_database(database, key, "somebody else's")


def test_a_busy_database_is_not_called_damaged(
    key: bytes, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peerdesk.vault.database.BUSY_SECONDS", 0.05)
    with closing(connect(database, key)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CannotWrite, match="busy"):
            check_database(database, key)
