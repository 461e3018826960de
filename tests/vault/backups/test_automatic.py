"""Backups that nobody asks for are made when they are worth it, and only then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from peerdesk.models.backup import KnownBackup
from peerdesk.models.contact import Contact
from peerdesk.safe import Note
from peerdesk.services.sessions import note
from peerdesk.vault import audit
from peerdesk.vault.backups.automatic import Automatic
from peerdesk.vault.backups.backups import make
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.backups.restore import open_backup, restore_over
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.opening import unlock
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.vault.backups.test_keeping import MovingClock
from tests.vault.filled import add_contacts, add_supporters, forged, source


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


def test_an_edit_without_the_key_does_not_stop_them(automatic: Automatic, vault: Vault) -> None:
    made = automatic.make_if_changed("closing")
    assert made is not None
    forged(made.path, made.path, {"audit_n": 10**9, "created": "2999-01-01T00:00:00Z"})
    add_supporters(vault, "Somebody")
    assert automatic.changed()
    assert automatic.make_if_changed("closing")
    # The control: unedited, it would have been taken at its word.
    assert not automatic.changed()


def test_what_the_key_file_says_in_the_clear_signs_nothing(
    automatic: Automatic, vault: Vault
) -> None:
    """The newest mark stands there for all to read; a backup that copies it holds no more."""
    made = automatic.make_if_changed("closing")
    assert made is not None
    with vault.sessions.write() as session:
        session.scalars(select(KnownBackup)).one().checksum = None
    Keyring(vault).rotate(PASSPHRASE)
    with vault.sessions.read() as session:
        n, head = audit.head(session.connection())
    forged(made.path, made.path, {"audit_n": n, "audit_head": head})
    assert automatic.changed()


def test_one_dated_ahead_does_not_stop_them(
    automatic: Automatic, vault: Vault, moving: MovingClock
) -> None:
    right = moving.moment
    moving.moment += timedelta(days=400)
    assert automatic.make_if_changed("closing")
    moving.moment = right
    assert not automatic.changed(), "it holds all there is, whatever its day"
    add_supporters(vault, "Somebody")
    assert not automatic.due(right + timedelta(hours=3))
    assert automatic.due(right + timedelta(hours=4))
    moving.moment = right + timedelta(hours=4)
    automatic.look_after()
    assert [each.reason for each in KeptBackups(vault, moving).list()] == ["closing", "hours"]
    add_supporters(vault, "Somebody Else")
    assert not automatic.due(right + timedelta(hours=7)), "the one made since counts"
    assert automatic.due(right + timedelta(hours=8))


def test_a_session_begun_ahead_of_the_clock_is_not_waited_for(
    vault: Vault, moving: MovingClock
) -> None:
    right = moving.moment
    moving.moment += timedelta(days=400)
    automatic = Automatic(vault, KeptBackups(vault, moving), moving)
    assert automatic.due(right)


def test_a_loss_is_told_beside_one_dated_ahead(
    automatic: Automatic, vault: Vault, moving: MovingClock
) -> None:
    right = moving.moment
    add_contacts(vault, 100)
    moving.moment += timedelta(days=400)
    automatic.make_if_changed("closing")
    moving.moment = right
    vault.note(Note("update", "agency"))
    automatic.make_if_changed("closing")
    moving.moment += timedelta(hours=1)
    with vault.sessions.write() as session:
        session.execute(delete(Contact))
        note(session, Note("delete", "contact"))
    automatic.make_if_changed("closing")
    (drop,) = automatic.drops()
    assert (drop.before, drop.after) == (100, 0)


def test_one_of_another_branch_of_history_does_not_count(vault: Vault, moving: MovingClock) -> None:
    """After a restore over a broken vault, entries begin again from the backup's."""
    automatic = Automatic(vault, KeptBackups(vault, moving), moving)
    early = automatic.make_if_changed("closing")
    for name in "abcdef":
        add_supporters(vault, name)
    late = automatic.make_if_changed("closing")
    assert early is not None
    assert late is not None
    vault.close()
    restore_over(open_backup(early.path, PASSPHRASE), vault.folder, moving.now())
    again = unlock(vault.folder, PASSPHRASE)
    behind = Automatic(again, KeptBackups(again, moving), moving)
    add_supporters(again, "Somebody")
    assert behind.changed()
    again.close()


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
