"""The seal: a database that is not as it was left does not open unseen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from peerdesk.errors import VaultAltered, VaultDamaged
from peerdesk.models.fields import blank_values
from peerdesk.models.supporter import Supporter
from peerdesk.vault import vault as vaults
from peerdesk.vault.database import connect
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.meta import audit
from peerdesk.vault.opening import Way, unlock
from tests.conftest import PASSPHRASE

PAGE = 4096


def _add(vault: vaults.Vault, name: str) -> None:
    with vault.sessions.write() as session:
        values = {**blank_values(Supporter), "full_name": name, "personnel_class": "sworn"}
        session.add(Supporter(**values))


def _names(vault: vaults.Vault) -> list[str]:
    with vault.sessions.read() as session:
        return list(session.scalars(select(Supporter.full_name)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A closed vault, and beside it a copy from before its last session."""
    vault = vaults.create(tmp_path / "v", PASSPHRASE, kdf=fast_kdf())
    _add(vault, "First")
    vault.close()
    shutil.copytree(tmp_path / "v", tmp_path / "earlier")
    vault = unlock(tmp_path / "v", PASSPHRASE)
    _add(vault, "Second")
    vault.close()
    return tmp_path / "v"


def _database(folder: Path) -> Path:
    (found,) = folder.glob("data-*.db")
    return found


def _page_rolled_back(folder: Path, earlier: Path) -> None:
    new, old = _database(folder).read_bytes(), _database(earlier).read_bytes()
    differing = [
        at for at in range(PAGE, len(old), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]
    ]
    at = differing[-1]
    _database(folder).write_bytes(new[:at] + old[at : at + PAGE] + new[at + PAGE :])


def _database_rolled_back(folder: Path, earlier: Path) -> None:
    shutil.copy(_database(earlier), _database(folder))


def _database_and_seal_rolled_back(folder: Path, earlier: Path) -> None:
    for path in earlier.glob("data-*"):
        shutil.copy(path, folder / path.name)


def _seal_gone(folder: Path, earlier: Path) -> None:
    (folder / f"{_database(folder).name}.seal").unlink()


def _seal_says_open(folder: Path, earlier: Path) -> None:
    (folder / f"{_database(folder).name}.seal").write_text('{"state": "open", "mac": "00"}')


def _stale_journal(folder: Path, earlier: Path) -> None:
    (folder / f"{_database(folder).name}-journal").write_bytes(b"\xd9\xd5\x05\xf9" + bytes(8192))


CHANGES = [
    _page_rolled_back,
    _database_rolled_back,
    _database_and_seal_rolled_back,
    _seal_gone,
    _seal_says_open,
    _stale_journal,
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_from_outside_is_refused_untouched(
    folder: Path, tmp_path: Path, change: object
) -> None:
    assert callable(change)
    change(folder, tmp_path / "earlier")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(VaultAltered):
        unlock(folder, PASSPHRASE)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_without_the_seal_an_older_database_would_pass(folder: Path, tmp_path: Path) -> None:
    """The control: SQLCipher itself takes the older file and finds nothing wrong."""
    key = unlock(folder, PASSPHRASE)
    key.close()
    _database_rolled_back(folder, tmp_path / "earlier")
    connection = connect(_database(folder), key.database_key)
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_vault_left_open_opens_again(folder: Path) -> None:
    vault = unlock(folder, PASSPHRASE)
    _add(vault, "Third")
    vault.abandon()
    again = unlock(folder, PASSPHRASE)
    assert _names(again) == ["First", "Second", "Third"]
    again.close()


def test_on_purpose_it_opens_without_the_leftover_journal(folder: Path) -> None:
    _stale_journal(folder, folder)
    vault = unlock(folder, PASSPHRASE, Way(accept_altered=True))
    assert _names(vault) == ["First", "Second"]
    with vault.sessions.read() as session:
        assert "opened_altered" in session.scalars(select(audit.c.action)).all()
    vault.close()
    unlock(folder, PASSPHRASE).close()


def test_damage_stays_damage_even_on_purpose(folder: Path) -> None:
    _database(folder).write_bytes(bytes(_database(folder).stat().st_size))
    with pytest.raises(VaultDamaged):
        unlock(folder, PASSPHRASE, Way(accept_altered=True))
