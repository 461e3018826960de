"""The connection: keyed, durable, private; and errors that name no value."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from peerdesk.errors import CannotWrite, VaultDamaged
from peerdesk.models.fields import blank_values
from peerdesk.models.supporter import Supporter
from peerdesk.vault import vault as vaults
from peerdesk.vault.database import connect, explained

CANARY = "Zqxmarker"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("journal_mode", "truncate"),
        ("synchronous", 3),
        ("temp_store", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
    ],
)
def test_every_connection_is_set_for_safety(
    vault: vaults.Vault, setting: str, value: object
) -> None:
    with vault.sessions.read() as session:
        assert session.execute(text(f"PRAGMA {setting}")).scalar_one() == value


def test_the_cipher_is_there(vault: vaults.Vault) -> None:
    with vault.sessions.read() as session:
        assert session.execute(text("PRAGMA cipher_version")).scalar_one()


def test_a_failed_write_rolls_back_whole_and_names_no_value(vault: vaults.Vault) -> None:
    values = {**blank_values(Supporter), "full_name": CANARY, "personnel_class": "sworn"}
    with pytest.raises(IntegrityError) as caught, vault.sessions.write() as session:
        session.add(Supporter(**values))
        session.flush()
        session.add(Supporter(**{**values, "full_name": None}))
    assert CANARY not in str(caught.value)
    assert CANARY not in repr(caught.value)
    with vault.sessions.read() as session:
        assert session.query(Supporter).count() == 0


def test_without_hidden_parameters_the_value_would_show() -> None:
    from sqlalchemy import create_engine

    engine = create_engine("sqlite://")
    with pytest.raises(Exception, match=CANARY), engine.begin() as connection:
        connection.execute(text("SELECT * FROM missing WHERE name = :name"), {"name": CANARY})
    engine.dispose()


def test_one_handle_is_open_between_sessions_and_none_after_closing(vault: vaults.Vault) -> None:
    import os

    def handles() -> list[str]:
        opened = [os.readlink(f"/proc/self/fd/{each}") for each in _open_handles()]
        return [each for each in opened if each.startswith(str(vault.folder))]

    with vault.sessions.read() as session:
        session.execute(text("SELECT 1"))
    assert sorted(handles()) == [str(vault.database), str(vault.folder / "vault.lock")]
    vault.close()
    assert handles() == []


def _open_handles() -> list[str]:
    import os

    return [each for each in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{each}")]


def test_after_closing_no_session_opens(vault: vaults.Vault) -> None:
    vault.sessions.close()
    with pytest.raises(RuntimeError, match="closed"), vault.sessions.read():
        pass


def test_a_missing_file_is_an_error_and_not_a_new_database(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        connect(tmp_path / "missing.db", bytes(32))
    assert not (tmp_path / "missing.db").exists()


def test_a_key_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        connect(tmp_path / "new.db", bytes(31), create=True)
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("database or disk is full", CannotWrite),
        ("attempt to write a readonly database", CannotWrite),
        ("database is locked", CannotWrite),
        ("database disk image is malformed", VaultDamaged),
        ("file is not a database", VaultDamaged),
        ("something new", VaultDamaged),
    ],
)
def test_a_database_error_is_said_in_plain_words(words: str, error: type[Exception]) -> None:
    assert isinstance(explained(RuntimeError(words)), error)


def test_a_full_disk_is_said_and_what_was_saved_stays(
    vault: vaults.Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CannotWrite), vault.sessions.write() as session:
        session.execute(text("PRAGMA max_page_count = 1"))
        for number in range(2000):
            values = {**blank_values(Supporter), "personnel_class": "sworn"}
            session.add(Supporter(**{**values, "full_name": f"Person {number}"}))
    with vault.sessions.read() as session:
        assert session.query(Supporter).count() == 0


def test_a_session_that_was_open_does_nothing_after_closing(vault: vaults.Vault) -> None:
    with pytest.raises(RuntimeError, match="closed"), vault.sessions.read() as held:
        assert held.query(Supporter).count() == 0
        vault.sessions.close()
        held.query(Supporter).count()


@pytest.mark.parametrize("flushed", [True, False])
def test_what_was_being_written_is_not_written_after_closing(
    vault: vaults.Vault, flushed: bool
) -> None:
    values = {**blank_values(Supporter), "full_name": CANARY, "personnel_class": "sworn"}
    path, key = vault.database, vault.database_key
    with pytest.raises(RuntimeError, match="closed"), vault.sessions.write() as held:
        held.add(Supporter(**values))
        if flushed:
            held.flush()
        vault.sessions.close()
    with closing(connect(path, key)) as connection:
        assert connection.execute("SELECT count(*) FROM supporter").fetchone() == (0,)


def test_closing_lets_go_of_the_file(vault: vaults.Vault) -> None:
    handles = Path("/proc/self/fd")
    if not handles.is_dir():
        pytest.skip("needs /proc")

    def held() -> bool:
        return any(os.path.realpath(each) == str(vault.database) for each in handles.iterdir())

    with vault.sessions.read() as session:
        session.query(Supporter).count()
        assert held()  # the control
        vault.sessions.close()
        assert not held()


def test_a_session_of_another_thread_does_nothing_after_closing(vault: vaults.Vault) -> None:
    ready, closed = Event(), Event()
    said: list[object] = []

    def work() -> None:
        try:
            with vault.sessions.read() as held:
                said.append(held.query(Supporter).count())
                ready.set()
                closed.wait(30)
                said.append(held.query(Supporter).count())
        except RuntimeError as error:
            said.append(str(error))

    worker = Thread(target=work)
    worker.start()
    assert ready.wait(30)
    vault.sessions.close()
    closed.set()
    worker.join(30)
    assert said == [0, "the vault is closed"]


def test_no_session_opens_after_closing(vault: vaults.Vault) -> None:
    vault.sessions.close()
    for opened in (vault.sessions.read, vault.sessions.write):
        with pytest.raises(RuntimeError, match="closed"), opened():
            raise AssertionError
