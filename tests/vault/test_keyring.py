"""Who can open a vault: every change of secrets, with what it must and must not shut out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from peerdesk.errors import InputRefused, NotAllowed, UsageError, VaultMissing, WrongSecret
from peerdesk.models.fields import blank_values
from peerdesk.models.opener import KnownOpener
from peerdesk.models.supporter import Supporter
from peerdesk.vault import vault as vaults
from peerdesk.vault.activity import ActivityLog
from peerdesk.vault.header import COPY_NAME, FILE_NAME, Header
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.meta import audit
from peerdesk.vault.opening import Way, unlock
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE

NEW = "another lantern entirely"
SECOND = "the deputy's own words"
WORDS = Way("recovery")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path) -> Iterator[Vault]:
    opened = vaults.create(folder, PASSPHRASE, kdf=fast_kdf())
    with opened.sessions.write() as session:
        values = {**blank_values(Supporter), "full_name": "Ottoline", "personnel_class": "sworn"}
        session.add(Supporter(**values))
    yield opened
    opened.close()


@pytest.fixture
def keys(vault: Vault) -> Keyring:
    return Keyring(vault)


def _people(vault: Vault) -> list[str]:
    with vault.sessions.read() as session:
        return list(session.scalars(select(Supporter.full_name)))


def _actions(vault: Vault) -> list[str]:
    with vault.sessions.read() as session:
        return list(session.scalars(select(audit.c.action)))


def _opens(folder: Path, secret: str, way: Way | None = None) -> bool:
    try:
        vault = unlock(folder, secret, way)
    except (WrongSecret, InputRefused):
        return False
    assert _people(vault) == ["Ottoline"]
    vault.close()
    return True


def _kept_sheet(keys: Keyring, kind: str = "recovery") -> list[str]:
    sheet = keys.new_sheet(kind)
    texts = [" ".join(card) for card in sheet.cards]
    keys.keep_sheet(sheet, texts[: sheet.needed])
    return texts


def test_a_changed_passphrase_opens_and_the_old_one_does_not(
    vault: Vault, keys: Keyring, folder: Path
) -> None:
    database = vault.header.database
    keys.change_passphrase(PASSPHRASE, NEW)
    assert _people(vault) == ["Ottoline"]
    vault.close()
    assert not _opens(folder, PASSPHRASE)
    assert _opens(folder, NEW)
    assert (folder / database).exists()  # the data key, and so the file, stays


def test_a_wrong_old_passphrase_changes_nothing(vault: Vault, keys: Keyring, folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    with pytest.raises(WrongSecret):
        keys.change_passphrase("not the passphrase", NEW)
    with pytest.raises(UsageError):
        keys.change_passphrase(PASSPHRASE, "short")
    assert (folder / FILE_NAME).read_bytes() == before


def test_an_old_key_file_opens_after_a_plain_change_but_not_after_a_rotation(
    vault: Vault, keys: Keyring, folder: Path, tmp_path: Path
) -> None:
    for name in (FILE_NAME, COPY_NAME):
        shutil.copy(folder / name, tmp_path / name)
    keys.change_passphrase(PASSPHRASE, NEW)
    vault.close()
    both = {name: (folder / name).read_bytes() for name in (FILE_NAME, COPY_NAME)}
    for name in (FILE_NAME, COPY_NAME):
        shutil.copy(tmp_path / name, folder / name)
    assert _opens(folder, PASSPHRASE)
    for name, content in both.items():
        (folder / name).write_bytes(content)
    again = unlock(folder, NEW, Way(accept_altered=True))
    Keyring(again).rotate(NEW)
    again.close()
    for name in (FILE_NAME, COPY_NAME):
        shutil.copy(tmp_path / name, folder / name)
    with pytest.raises(VaultMissing):
        unlock(folder, PASSPHRASE)


def test_a_sheet_opens_the_vault_however_it_is_typed(
    vault: Vault, keys: Keyring, folder: Path
) -> None:
    (words,) = _kept_sheet(keys)
    vault.close()
    assert _opens(folder, words.upper().replace(" ", "\n"), WORDS)
    assert not _opens(folder, words)  # words are no passphrase
    assert not _opens(folder, PASSPHRASE, WORDS)


def test_any_two_cards_open_the_vault_and_one_does_not(
    vault: Vault, keys: Keyring, folder: Path
) -> None:
    one, two, three = _kept_sheet(keys, "cards")
    vault.close()
    assert _opens(folder, f"{three} {one}", WORDS)
    assert _opens(folder, f"{two} {three}", WORDS)
    assert not _opens(folder, one, WORDS)


def test_a_sheet_opens_nothing_before_it_is_typed_back(
    vault: Vault, keys: Keyring, folder: Path
) -> None:
    sheet, other = keys.new_sheet("recovery"), keys.new_sheet("recovery")
    with pytest.raises(InputRefused):
        keys.keep_sheet(sheet, [" ".join(other.cards[0])])
    cards = keys.new_sheet("cards")
    with pytest.raises(InputRefused):
        keys.keep_sheet(cards, [" ".join(cards.cards[0])] * 2)
    vault.close()
    assert not _opens(folder, " ".join(sheet.cards[0]), WORDS)


def test_a_new_sheet_takes_the_place_of_the_old(vault: Vault, keys: Keyring, folder: Path) -> None:
    (old,) = _kept_sheet(keys)
    (new,) = _kept_sheet(keys)
    assert [each.kind for each in keys.openers()] == ["pass", "recovery"]
    vault.close()
    assert not _opens(folder, old, WORDS)
    assert _opens(folder, new, WORDS)


def test_a_sheet_can_be_proven_again(keys: Keyring) -> None:
    (words,) = _kept_sheet(keys)
    assert keys.prove_sheet([words]).proven_on is not None
    with pytest.raises(WrongSecret):
        keys.prove_sheet([" ".join(keys.new_sheet("recovery").cards[0])])


def test_a_second_person_opens_until_shut_out(vault: Vault, keys: Keyring, folder: Path) -> None:
    deputy = keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    vault.close()
    assert _opens(folder, SECOND)
    again = unlock(folder, PASSPHRASE)
    Keyring(again).remove(deputy.slot, PASSPHRASE)
    assert {"person_added", "opener_removed", "unlock"} <= set(_actions(again))
    again.close()
    assert not _opens(folder, SECOND)
    assert _opens(folder, PASSPHRASE)


def test_rotation_says_which_ways_in_are_lost_and_removes_the_old_database(
    vault: Vault, keys: Keyring, folder: Path
) -> None:
    (words,) = _kept_sheet(keys)
    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    old = vault.database
    lost = keys.rotate(PASSPHRASE)
    assert [each.kind for each in lost] == ["second", "recovery"]
    assert not old.exists()
    assert _people(vault) == ["Ottoline"]
    vault.close()
    assert not _opens(folder, SECOND)
    assert not _opens(folder, words, WORDS)
    assert _opens(folder, PASSPHRASE)


def test_coming_in_with_words_sets_a_passphrase_and_gives_the_words_up(
    vault: Vault, keys: Keyring, folder: Path
) -> None:
    (words,) = _kept_sheet(keys)
    vault.close()
    found = unlock(folder, words, WORDS)
    Keyring(found).recover(NEW)
    found.close()
    assert not _opens(folder, PASSPHRASE)
    assert not _opens(folder, words, WORDS)
    assert _opens(folder, NEW)


def test_handing_over_leaves_only_the_new_coordinator(
    vault: Vault, keys: Keyring, folder: Path
) -> None:
    (words,) = _kept_sheet(keys)
    keys.hand_over(PASSPHRASE, "Noor Haddad", NEW)
    assert [(each.name, each.role) for each in keys.openers()] == [("Noor Haddad", "coordinator")]
    vault.close()
    assert not _opens(folder, PASSPHRASE)
    assert not _opens(folder, words, WORDS)
    assert _opens(folder, NEW)


@pytest.mark.parametrize("role", ["deputy", "clinical_adviser"])
def test_other_roles_change_their_own_passphrase_and_nothing_else(
    vault: Vault, keys: Keyring, folder: Path, role: str
) -> None:
    keys.add_person("Sam Rivera", role, SECOND, PASSPHRASE)
    vault.close()
    opened = unlock(folder, SECOND)
    sams = Keyring(opened)
    for forbidden in (
        lambda: sams.new_sheet("recovery"),
        lambda: sams.add_person("Other", "deputy", NEW, SECOND),
        lambda: sams.rotate(SECOND),
        lambda: sams.hand_over(SECOND, "Sam", NEW),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    sams.change_passphrase(SECOND, NEW)
    opened.close()
    assert _opens(folder, NEW)
    assert _opens(folder, PASSPHRASE)


def test_a_passphrase_that_is_taken_is_refused(keys: Keyring) -> None:
    with pytest.raises(UsageError):
        keys.add_person("Sam Rivera", "deputy", PASSPHRASE, PASSPHRASE)


def test_nobody_shuts_themselves_out(keys: Keyring) -> None:
    with pytest.raises(UsageError):
        keys.remove(keys.me().slot, PASSPHRASE)


def test_there_is_an_end_to_the_ways_in(keys: Keyring) -> None:
    for number in range(7):
        keys.add_person(f"Person {number}", "deputy", f"their own words {number}", PASSPHRASE)
    with pytest.raises(UsageError):
        keys.add_person("One more", "deputy", NEW, PASSPHRASE)


def test_the_key_file_names_nobody(vault: Vault, keys: Keyring, folder: Path) -> None:
    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    _kept_sheet(keys)
    content = (folder / FILE_NAME).read_text()
    assert "Sam" not in content
    assert "deputy" not in content
    assert vault.data_key.derived("database").hex() not in content


def test_every_slot_has_a_salt_of_its_own(vault: Vault, keys: Keyring) -> None:
    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    _kept_sheet(keys)
    _kept_sheet(keys, "cards")
    salts = [slot.kdf.salt for slot in vault.header.slots]
    assert len(set(salts)) == 4
    assert all(len(salt) >= 16 for salt in salts)


def test_a_full_disk_changes_no_secret(
    vault: Vault, keys: Keyring, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("peerdesk.vault.header.write_together", full)
    for change in (
        lambda: keys.change_passphrase(PASSPHRASE, NEW),
        lambda: keys.rotate(PASSPHRASE),
    ):
        with pytest.raises(Exception, match="cannot write"):
            change()
        assert _people(vault) == ["Ottoline"]
        assert [each.kind for each in keys.openers()] == ["pass"]
    assert [path.name for path in folder.glob("data-*.db")] == [vault.header.database]
    monkeypatch.undo()
    keys.rotate(PASSPHRASE)
    vault.close()
    assert _opens(folder, PASSPHRASE)


def test_marks_on_paper_hold_after_the_data_key_changed(vault: Vault, keys: Keyring) -> None:
    from peerdesk.vault.activity import ActivityLog

    log = ActivityLog(vault)
    mark = log.check().mark
    keys.rotate(PASSPHRASE)
    assert log.check(mark).broken_at is None
    with pytest.raises(UsageError):
        log.check("no mark")


def test_a_person_let_in_while_the_program_was_killed_has_the_role_that_was_chosen(
    vault: Vault, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the usual one of a second person, who may write."""
    write = Header.write

    def killed(header: Header, folder: Path) -> None:
        write(header, folder)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Header, "write", killed)
        keys.add_person("Dr. Ames", "clinical_adviser", SECOND, PASSPHRASE)
    vault.abandon()
    again = unlock(vault.folder, SECOND, Way("second"))
    me = Keyring(again).me()
    assert (me.name, me.role) == ("Dr. Ames", "clinical_adviser")
    again.close()


def test_a_slot_that_the_key_file_never_named_counts_as_shut_out(
    vault: Vault, keys: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    sheet = keys.new_sheet("recovery")
    words = [" ".join(card) for card in sheet.cards]
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Header, "write", killed)
        keys.keep_sheet(sheet, words)
    assert _known(vault) == {"pass": True, "recovery": False}
    keys.keep_sheet(sheet, words)
    with vault.sessions.write() as session:  # as a kill before the second commit leaves it
        for each in session.scalars(select(KnownOpener)):
            each.removed_on = None if each.removed_on else each.since
    vault.close()
    again = unlock(vault.folder, PASSPHRASE)
    assert _known(again) == {"pass": True, "recovery": True}
    again.close()


def _known(vault: Vault) -> dict[str, bool]:
    """Return of each kind of slot whether the newest that is known of opens the vault."""
    with vault.sessions.read() as session:
        rows = session.scalars(select(KnownOpener).order_by(KnownOpener.id))
        return {each.kind: each.removed_on is None for each in rows}


@pytest.mark.parametrize("strict", [True, False])
def test_a_strict_lock_that_is_given_up_is_entered(
    vault: Vault, keys: Keyring, strict: bool
) -> None:
    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    keys.set_strict(strict, PASSPHRASE)
    before = len(ActivityLog(vault).entries(action="settings"))
    keys.rotate(PASSPHRASE)
    assert not keys.strict()
    assert len(ActivityLog(vault).entries(action="settings")) - before == strict


def test_strict_without_another_way_in_shuts_nothing(vault: Vault, keys: Keyring) -> None:
    """Whatever wrote it so: a header of an older program may say it."""
    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    keys.set_strict(True, PASSPHRASE)
    assert vault.header.shuts
    mine = tuple(each for each in vault.header.slots if each.kind == "pass")
    assert not replace(vault.header, slots=mine).shuts
    assert not replace(vault.header, strict=False).shuts
