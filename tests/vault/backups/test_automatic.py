"""Backups that nobody asks for are made when they are worth it, and only then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from peerdesk.models.contact import Contact
from peerdesk.safe import Note
from peerdesk.services.sessions import note
from peerdesk.vault.backups.automatic import Automatic
from peerdesk.vault.backups.backups import make
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.opening import unlock
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.vault.backups.test_keeping import MovingClock
from tests.vault.filled import add_contacts, add_supporters, source


@pytest.fixture
def moving() -> MovingClock:
    return MovingClock()


@pytest.fixture
def automatic(vault: Vault, moving: MovingClock) -> Automatic:
    return Automatic(vault, KeptBackups(vault, moving), moving)


def test_the_first_one_is_always_due_at_close(automatic: Automatic) -> None:
    made = automatic.make_if_changed("closing")
    assert made is not None
    assert made.reason == "closing"
    assert automatic.make_if_changed("closing") is None


def test_looking_printing_and_coming_back_call_for_none(automatic: Automatic, vault: Vault) -> None:
    automatic.make_if_changed("closing")
    vault.note(Note("view", kind="supporter"), Note("print"), Note("unlock_failed"), Note("lock"))
    assert not automatic.changed()
    add_supporters(vault, "Somebody")
    assert automatic.changed()


def test_a_closed_and_opened_vault_remembers(vault: Vault, moving: MovingClock) -> None:
    Automatic(vault, KeptBackups(vault, moving), moving).make_if_changed("closing")
    vault.close()
    again = unlock(vault.folder, PASSPHRASE)
    assert not Automatic(again, KeptBackups(again, moving), moving).changed()
    again.close()


def test_a_damaged_backup_does_not_count_as_the_last(automatic: Automatic) -> None:
    made = automatic.make_if_changed("closing")
    assert made is not None
    made.path.write_bytes(made.path.read_bytes()[:-1])
    assert automatic.changed()


def test_four_hours_of_use_call_for_one(
    automatic: Automatic, vault: Vault, moving: MovingClock
) -> None:
    start = moving.moment
    assert not automatic.due(start + timedelta(hours=3, minutes=59))
    assert automatic.due(start + timedelta(hours=4))
    moving.moment = start + timedelta(hours=4)
    automatic.make_if_changed("hours")
    assert not automatic.due(start + timedelta(hours=9))
    add_supporters(vault, "Somebody")
    assert not automatic.due(start + timedelta(hours=7))
    assert automatic.due(start + timedelta(hours=8))


def test_a_loss_of_rows_is_told(automatic: Automatic, vault: Vault, moving: MovingClock) -> None:
    add_contacts(vault, 100)
    rich = automatic.make_if_changed("closing")
    moving.moment += timedelta(days=1)
    with vault.sessions.write() as session:
        session.connection().exec_driver_sql("DELETE FROM contact WHERE id > 79")
        session.info["notes"] = [Note("delete", kind="contact", outcome="21")]
    automatic.make_if_changed("closing")
    (drop,) = automatic.drops()
    assert rich is not None
    assert (drop.table, drop.before, drop.after) == ("contact", 100, 79)
    assert drop.kept == rich.path.name
    moving.moment += timedelta(days=1)
    add_supporters(vault, "Somebody")
    automatic.make_if_changed("closing")
    assert automatic.drops() == ()


def test_without_backups_nothing_was_lost(automatic: Automatic) -> None:
    assert automatic.drops() == ()


def test_a_closed_vault_calls_for_none(automatic: Automatic, vault: Vault) -> None:
    assert automatic.changed()
    vault.abandon()
    assert automatic.make_if_changed("closing") is None


def test_the_one_before_an_upgrade_is_known_afterwards(vault: Vault, moving: MovingClock) -> None:
    make(source(vault), "before_upgrade", moving.now())
    (listed,) = KeptBackups(vault, moving).list()
    assert listed.reason == "before_upgrade"
    assert listed.verified_at


def test_a_damaged_page_is_found_by_the_first_look(automatic: Automatic, vault: Vault) -> None:
    add_contacts(vault, 400)
    assert automatic.look_after() == ()
    content = bytearray(vault.database.read_bytes())
    content[-2000] ^= 0x01
    vault.database.write_bytes(content)
    fresh = Automatic(vault, KeptBackups(vault, MovingClock()), MovingClock())
    (found,) = fresh.look_after()
    assert "damaged" in found
    content[-2000] ^= 0x01
    vault.database.write_bytes(content)


def test_a_table_that_shrank_is_said(
    automatic: Automatic, vault: Vault, moving: MovingClock
) -> None:
    add_contacts(vault, 50)
    automatic.make_if_changed("closing")
    moving.moment += timedelta(hours=1)
    with vault.sessions.write() as session:
        session.execute(delete(Contact))
        note(session, Note("delete", "contact"))
    automatic.make_if_changed("closing")
    (found,) = automatic.look_after()
    assert "50, now 0" in found
