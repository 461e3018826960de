"""A database that is exchanged while it is open is written to by nobody, and nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from peerdesk.errors import CannotWrite, VaultAltered
from peerdesk.models.supporter import Supporter
from peerdesk.vault import vault as vaults
from peerdesk.vault.database import connect
from peerdesk.vault.header import COPY_NAME, FILE_NAME
from peerdesk.vault.held import NoRoomToKeep
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.opening import Way, unlock
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.vault.filled import add_supporters


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    """An open vault with two supporters, and beside it a closed copy that has one."""
    made = vaults.create(tmp_path / "v", PASSPHRASE, kdf=fast_kdf())
    add_supporters(made, "First")
    made.close()
    shutil.copytree(tmp_path / "v", tmp_path / "earlier")
    opened = unlock(tmp_path / "v", PASSPHRASE)
    add_supporters(opened, "Second")
    return opened


def _earlier(vault: Vault) -> Path:
    return vault.folder.parent / "earlier" / vault.database.name


def _names(vault: Vault) -> set[str]:
    with vault.sessions.read() as session:
        return set(session.scalars(select(Supporter.full_name)))


def _replaced(vault: Vault) -> None:
    partial = vault.folder / "sync.tmp"
    shutil.copy(_earlier(vault), partial)
    partial.replace(vault.database)


def _synced(vault: Vault) -> None:
    """All files of another computer's version come at once."""
    for path in _earlier(vault).parent.iterdir():
        partial = vault.folder / "sync.tmp"
        shutil.copy(path, partial)
        partial.replace(vault.folder / path.name)


def _deleted(vault: Vault) -> None:
    vault.database.unlink()


EXCHANGES: dict[str, Callable[[Vault], None]] = {
    "replaced": _replaced,
    "synced": _synced,
    "deleted": _deleted,
}


@pytest.mark.parametrize("exchange", EXCHANGES)
def test_nothing_is_written_to_another_file_and_the_own_one_goes_on(
    vault: Vault, exchange: str
) -> None:
    EXCHANGES[exchange](vault)
    there = vault.database
    content = there.read_bytes() if there.exists() else None
    with pytest.raises(VaultAltered):
        add_supporters(vault, "Third")
    with pytest.raises(VaultAltered):
        vault.close()
    assert (there.read_bytes() if there.exists() else None) == content
    again = unlock(vault.folder, PASSPHRASE)
    assert _names(again) == {"First", "Second"}
    if content is not None:
        assert there.name in " ".join(again.warnings)
    add_supporters(again, "Third")
    again.close()
    unlock(vault.folder, PASSPHRASE).close()


def test_key_files_that_come_later_than_their_database_do_not_bring_it_back(vault: Vault) -> None:
    """A sync program goes on with a folder that PeerDesk has closed meanwhile."""
    _replaced(vault)
    with pytest.raises(VaultAltered):
        vault.close()
    for name in (FILE_NAME, COPY_NAME):
        shutil.copy(_earlier(vault).parent / name, vault.folder)
    again = unlock(vault.folder, PASSPHRASE)
    assert _names(again) == {"First", "Second"}
    again.close()


def test_a_file_that_was_written_into_is_not_taken_for_the_own_one(vault: Vault) -> None:
    """Nothing is left of what it was, so the next opening says so."""
    content = _earlier(vault).read_bytes()
    with vault.database.open("r+b") as stream:
        stream.write(content)
        stream.truncate()
    with pytest.raises(VaultAltered):
        add_supporters(vault, "Third")
    with pytest.raises(VaultAltered):
        vault.close()
    with pytest.raises(VaultAltered):
        unlock(vault.folder, PASSPHRASE)
    assert vault.database.read_bytes() == content
    again = unlock(vault.folder, PASSPHRASE, Way(accept_altered=True))
    assert _names(again) == {"First"}
    again.close()


def test_an_entry_that_does_not_follow_the_last_one_is_not_made(vault: Vault) -> None:
    """Even where the file itself looks as it should."""
    with vault.sessions.paused():
        shutil.copy(_earlier(vault), vault.database)
        assert vault.sessions.held is not None
        vault.sessions.held.wrote()
    with pytest.raises(VaultAltered):
        add_supporters(vault, "Third")
    assert _names(vault) == {"First"}
    vault.abandon()


def test_without_the_handle_the_other_file_would_be_written_to(vault: Vault) -> None:
    """The control: SQLite itself takes whatever lies under the name."""
    _replaced(vault)
    connection = connect(vault.database, vault.database_key)
    connection.execute("DELETE FROM draft")
    assert connection.execute("SELECT count(*) FROM supporter").fetchone() == (1,)
    connection.close()
    vault.abandon()


def test_changes_that_are_taken_back_leave_the_file_the_own_one(vault: Vault) -> None:
    """Rolling back encrypts its pages anew."""
    with pytest.raises(ZeroDivisionError), vault.sessions.write() as session:
        run = session.connection().exec_driver_sql
        run("PRAGMA cache_size = 2")
        for number in range(300):
            run(
                "INSERT INTO program_area (version, area, used) VALUES (1, ?, 0)",
                (f"{number:0500d}",),
            )
        raise ZeroDivisionError
    add_supporters(vault, "Third")
    assert _names(vault) == {"First", "Second", "Third"}
    vault.close()


def test_a_second_window_is_noticed_where_its_lock_was_deleted(vault: Vault) -> None:
    (vault.folder / "vault.lock").unlink()
    second = unlock(vault.folder, PASSPHRASE)
    with pytest.raises(VaultAltered, match="opened by another PeerDesk"):
        add_supporters(vault, "Third")
    add_supporters(second, "Fourth")
    with pytest.raises(VaultAltered):
        vault.close()
    second.close()
    again = unlock(second.folder, PASSPHRASE)
    assert _names(again) == {"First", "Second", "Fourth"}
    again.close()


def test_a_key_file_that_is_deleted_while_open_is_written_again(vault: Vault) -> None:
    for name in (FILE_NAME, COPY_NAME):
        (vault.folder / name).unlink()
    add_supporters(vault, "Third")
    vault.close()
    again = unlock(vault.folder, PASSPHRASE)
    assert _names(again) == {"First", "Second", "Third"}
    again.close()


def test_a_disk_that_takes_no_key_file_opens_for_reading(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.close()
    files = {path: path.read_bytes() for path in vault.folder.iterdir() if path.is_file()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("peerdesk.vault.header.write_together", full)
    opened = unlock(vault.folder, PASSPHRASE)
    assert _names(opened) == {"First", "Second"}
    assert any("nothing can be saved" in each for each in opened.warnings)
    with pytest.raises(CannotWrite):
        add_supporters(opened, "Third")
    opened.close()
    assert {path: path.read_bytes() for path in files} == files


def test_what_is_open_is_kept_at_once_and_survives_a_kill(vault: Vault) -> None:
    _replaced(vault)
    with pytest.raises(VaultAltered):
        add_supporters(vault, "Third")
    vault.abandon()
    again = unlock(vault.folder, PASSPHRASE)
    assert _names(again) == {"First", "Second"}
    again.close()


def test_without_room_to_keep_it_the_vault_stays_open_until_there_is(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.database.unlink()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("peerdesk.vault.held.Held.copy_to", full)
        with pytest.raises(NoRoomToKeep):
            add_supporters(vault, "Third")
        with pytest.raises(NoRoomToKeep):
            vault.close()
    assert not (vault.folder / "vault.new").exists()
    with pytest.raises(VaultAltered):
        vault.close()
    again = unlock(vault.folder, PASSPHRASE)
    assert _names(again) == {"First", "Second"}
    again.close()


def test_a_version_that_wrote_more_headers_does_not_come_back(vault: Vault, tmp_path: Path) -> None:
    other = tmp_path / "earlier"
    for _ in range(3):
        unlock(other, PASSPHRASE).close()
    _synced(vault)
    with pytest.raises(VaultAltered):
        vault.close()
    again = unlock(vault.folder, PASSPHRASE)
    assert _names(again) == {"First", "Second"}
    again.close()
