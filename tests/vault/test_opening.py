"""Opening: second copies, older shapes, leftovers, and what each refusal leaves untouched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from peerdesk.errors import VaultDamaged, VaultMissing, WrongSecret
from peerdesk.models.contact import Contact
from peerdesk.models.opener import KnownOpener
from peerdesk.models.supporter import Supporter
from peerdesk.vault import migrate
from peerdesk.vault import vault as vaults
from peerdesk.vault.database import connect
from peerdesk.vault.header import COPY_NAME, FILE_NAME, read_headers
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.meta import audit
from peerdesk.vault.opening import Way, unlock
from tests.conftest import PASSPHRASE

RELEASED = Path(__file__).parents[1] / "vaults"
NEW = "another lantern entirely"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A vault as the first shape of the database left it."""
    return Path(shutil.copytree(RELEASED / "schema-1", tmp_path / "old"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    vaults.create(tmp_path / "v", PASSPHRASE, kdf=fast_kdf()).close()
    return tmp_path / "v"


@pytest.mark.parametrize("released", sorted(path.name for path in RELEASED.iterdir()))
def test_every_released_vault_opens_with_all_it_held(tmp_path: Path, released: str) -> None:
    place = Path(shutil.copytree(RELEASED / released, tmp_path / "v"))
    vault = unlock(place, PASSPHRASE)
    with vault.sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Supporter)) == 3
        assert session.scalar(select(func.count()).select_from(Contact)) == 12
        assert session.scalars(select(Supporter.full_name).order_by(Supporter.id)).first() == (
            "Ottoline Quill"
        )
        assert migrate.schema_number(session.connection()) == migrate.latest()
    vault.close()
    unlock(place, PASSPHRASE).close()


def test_an_upgrade_works_on_a_copy_and_keeps_the_original(old: Path) -> None:
    (before,) = old.glob("data-*.db")
    content = before.read_bytes()
    vault = unlock(old, PASSPHRASE)
    assert vault.database != before
    assert before.read_bytes() == content
    vault.close()


def test_a_failed_upgrade_leaves_the_vault_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in old.glob("data-*.db")}

    def broken(connection: Connection) -> None:
        connection.exec_driver_sql("DROP TABLE supporter")
        raise ZeroDivisionError

    steps = {**migrate.steps(), 2: broken}
    monkeypatch.setattr(migrate, "steps", lambda: steps)
    with pytest.raises(ZeroDivisionError):
        unlock(old, PASSPHRASE)
    assert {path.name: path.read_bytes() for path in old.glob("data-*.db")} == before
    monkeypatch.undo()
    unlock(old, PASSPHRASE).close()


def test_an_upgrade_that_is_cut_off_after_its_key_file_goes_on(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of a vault that was closed with a seal: the new database's own seal is bound to it."""
    steps = migrate.steps()
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "steps", lambda: {each: steps[each] for each in (1, 2, 3)})
        unlock(old, PASSPHRASE).close()
    assert read_headers(old)[0].anchor

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for place in ("opening._entered", "seal.mark_open"):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(f"peerdesk.vault.{place}", killed)
            unlock(old, PASSPHRASE)
    unlock(old, PASSPHRASE).close()


def test_an_upgrade_asks_for_a_backup_first(old: Path) -> None:
    seen = []
    way = Way(before_upgrade=lambda database, _header, _key: seen.append(database.name))
    unlock(old, PASSPHRASE, way).close()
    assert len(seen) == 1
    unlock(old, PASSPHRASE, way).close()
    assert len(seen) == 1


def test_a_damaged_key_file_is_put_right_from_its_copy(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes((folder / FILE_NAME).read_bytes()[:-20])
    vault = unlock(folder, PASSPHRASE)
    assert read_headers(folder) == (vault.header, vault.header)
    vault.close()


def test_an_older_copy_does_not_let_a_given_up_secret_in(folder: Path, tmp_path: Path) -> None:
    """Power fails between the key file and its copy: the copy still knows the old passphrase."""
    shutil.copy(folder / FILE_NAME, tmp_path / "older")
    vault = unlock(folder, PASSPHRASE)
    Keyring(vault).change_passphrase(PASSPHRASE, NEW)
    vault.close()
    shutil.copy(tmp_path / "older", folder / COPY_NAME)
    with pytest.raises(WrongSecret):
        unlock(folder, PASSPHRASE)
    unlock(folder, NEW).close()
    assert (folder / FILE_NAME).read_bytes() == (folder / COPY_NAME).read_bytes()


def test_slots_of_which_nothing_is_known_are_named(old: Path) -> None:
    vault = unlock(old, PASSPHRASE)
    with vault.sessions.read() as session:
        assert session.scalars(select(KnownOpener.name)).all() == ["Coordinator"]
    vault.close()


def test_opening_and_closing_are_entered(folder: Path) -> None:
    vault = unlock(folder, PASSPHRASE)
    with vault.sessions.read() as session:
        actions = session.scalars(select(audit.c.action).order_by(audit.c.n)).all()
    assert actions == ["vault_made", "lock", "unlock"]
    vault.close()


def test_closing_seals_the_newest_entry_into_the_key_file(folder: Path) -> None:
    vault = unlock(folder, PASSPHRASE)
    vault.close()
    again = unlock(folder, PASSPHRASE)
    assert again.header.anchor is not None
    number, mark = again.header.anchor
    connection = connect(again.database, again.database_key)
    row = connection.execute("SELECT action, mac FROM audit WHERE n = ?", (number,)).fetchone()
    connection.close()
    assert row == ("lock", mark)
    again.close()


def test_half_a_page_is_taken_back_with_the_change_it_was_written_for(tmp_path: Path) -> None:
    """A power cut in the middle of a change that makes the file longer; and without its journal."""
    vault = vaults.create(tmp_path / "v", PASSPHRASE, kdf=fast_kdf())
    writing = connect(vault.database, vault.data_key.derived("database"))
    writing.execute("PRAGMA cache_size = 2")
    writing.execute("BEGIN IMMEDIATE")
    writing.executemany(
        "INSERT INTO program_area (version, area, used) VALUES (1, ?, 0)",
        [(f"{number:0500d}",) for number in range(2000)],
    )
    for name, journal in (("with", True), ("without", False)):
        place = Path(shutil.copytree(tmp_path / "v", tmp_path / name))
        (database,) = place.glob("data-*.db")
        with database.open("ab") as stream:
            stream.write(b"\0" * 100)
        (left,) = place.glob("data-*.db-journal")
        assert left.stat().st_size
        if not journal:
            left.unlink()
    writing.close()
    vault.abandon()
    unlock(tmp_path / "with", PASSPHRASE).close()
    with pytest.raises(VaultDamaged, match="cut short"):
        unlock(tmp_path / "without", PASSPHRASE)


def test_an_opening_cut_off_after_an_upgrade_is_no_change_from_outside(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vault was closed before; the new database has the seal of no opening yet."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    steps = {**migrate.steps(), migrate.latest() + 1: lambda _: None}
    monkeypatch.setattr(migrate, "steps", lambda: steps)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("peerdesk.vault.opening._entered", killed)
        unlock(folder, PASSPHRASE)
    assert read_headers(folder)[0].database.endswith("-2.db")
    unlock(folder, PASSPHRASE).close()


def test_a_leftover_that_is_no_database_of_the_vault_takes_no_name(folder: Path) -> None:
    """The database was deleted, and what an interrupted change of key left is under another key."""
    database = folder / read_headers(folder)[0].database
    content = database.read_bytes()
    database.unlink()
    (folder / "vault.new").write_bytes(bytes(len(content)))
    with pytest.raises(VaultMissing):
        unlock(folder, PASSPHRASE)
    database.write_bytes(content)
    unlock(folder, PASSPHRASE).close()


def test_an_opening_cut_off_after_a_crash_is_no_change_from_outside(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its key file is there and its seal is not; the one from before the crash is worth nothing."""
    unlock(folder, PASSPHRASE).abandon()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("peerdesk.vault.seal.mark_open", killed)
        unlock(folder, PASSPHRASE)
    unlock(folder, PASSPHRASE).close()
