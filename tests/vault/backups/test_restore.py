"""What was saved comes back, with any secret of then, on any computer, or nothing changes."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from peerdesk.clock import FixedClock
from peerdesk.errors import (
    CannotWrite,
    InputRefused,
    UsageError,
    UserFacing,
    VaultDamaged,
    WrongSecret,
)
from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.ledger import Publication, PublishedCell, RestoreMark
from peerdesk.models.supporter import Supporter
from peerdesk.periods import Period
from peerdesk.vault import audit, recovery_words
from peerdesk.vault import vault as vaults
from peerdesk.vault.backups.backups import make
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.backups.package import read_manifest
from peerdesk.vault.backups.restore import open_backup, restore_here, restore_over
from peerdesk.vault.database import connect
from peerdesk.vault.header import COPY_NAME, FILE_NAME
from peerdesk.vault.integrity import check_database
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.leftovers import partial_name
from peerdesk.vault.opening import Way, unlock
from peerdesk.vault.vault import Vault
from tests.conftest import DATA, PASSPHRASE, TODAY
from tests.vault.filled import MARK, NOW, add_contacts, add_supporters, content, source, tree

OTHER = "another lantern by the door"


@pytest.fixture
def kept(vault: Vault) -> KeptBackups:
    return KeptBackups(vault, FixedClock(TODAY))


def _names(vault: Vault) -> list[str]:
    with vault.sessions.read() as session:
        return list(session.scalars(select(Supporter.full_name).order_by(Supporter.id)))


def _reopened(vault: Vault, secret: str = PASSPHRASE, kind: str = "pass") -> Vault:
    vault.close()
    return unlock(vault.folder, secret, Way(kind))


def _activity(vault: Vault) -> list[tuple[int, str]]:
    with vault.sessions.read() as session:
        rows = session.execute(text("SELECT n, action FROM audit ORDER BY n"))
        return [(n, action) for n, action in rows]


def _chain_is_whole(vault: Vault) -> bool:
    with vault.sessions.read() as session:
        return audit.check(session.connection()).broken_at is None


def _sheet(vault: Vault, kind: str) -> list[str]:
    """Keep a sheet or cards, and return the words to type."""
    ring = Keyring(vault)
    sheet = ring.new_sheet(kind)
    typed = [" ".join(card) for card in sheet.cards][: sheet.needed]
    ring.keep_sheet(sheet, typed)
    return typed


def test_a_backup_comes_back_whole_in_an_empty_folder(vault: Vault, tmp_path: Path) -> None:
    add_supporters(vault, MARK, "Second Person")
    add_contacts(vault, 300)
    before = content(vault)
    path = make(source(vault), "asked", NOW)
    restore_here(path, PASSPHRASE, tmp_path / "new")
    restored = unlock(tmp_path / "new", PASSPHRASE)
    found = content(restored)
    changed = {table for table in before if found[table] != before[table]}
    assert changed == {"audit", "restore_mark"}, "that it came back is all that was noted since"
    assert _names(restored) == [MARK, "Second Person"]
    restored.close()
    unlock(tmp_path / "new", PASSPHRASE).close()


def test_it_comes_back_with_words_where_nothing_else_is_left(vault: Vault, tmp_path: Path) -> None:
    add_supporters(vault, MARK)
    (typed,) = _sheet(vault, "recovery")
    path = make(source(vault), "asked", NOW).rename(tmp_path / "stick.pdbackup")
    vault.close()
    restore_here(path, typed.upper().replace(" ", "\n"), tmp_path / "new")
    restored = unlock(tmp_path / "new", typed, Way("recovery"))
    assert _names(restored) == [MARK]
    restored.close()


def test_two_cards_of_three_bring_it_back(vault: Vault, tmp_path: Path) -> None:
    add_supporters(vault, MARK)
    first, second = _sheet(vault, "cards")
    path = make(source(vault), "asked", NOW)
    with pytest.raises((WrongSecret, InputRefused)):
        restore_here(path, first, tmp_path / "new")
    restore_here(path, f"{second} {first}", tmp_path / "new")
    assert (tmp_path / "new" / FILE_NAME).exists()


def test_a_wrong_word_is_named(vault: Vault, tmp_path: Path) -> None:
    (typed,) = _sheet(vault, "recovery")
    path = make(source(vault), "asked", NOW)
    wrong = typed.split()
    wrong[4] = "zebra"
    with pytest.raises(InputRefused, match="zebra"):
        restore_here(path, " ".join(wrong), tmp_path / "new")
    with pytest.raises(WrongSecret):
        restore_here(path, " ".join(recovery_words.draw("recovery")[0]), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_folder_with_anything_in_it_is_left_alone(vault: Vault, tmp_path: Path) -> None:
    path = make(source(vault), "asked", NOW)
    place = tmp_path / "taken"
    place.mkdir()
    (place / "letter.txt").write_text("Dear colleague")
    before = tree(place)
    for folder in (place, vault.folder, place / "letter.txt"):
        with pytest.raises(UserFacing):
            restore_here(path, PASSPHRASE, folder)
    assert tree(place) == before


def test_a_backup_with_more_rows_than_it_says_is_refused(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(source(vault), "asked", NOW)
    monkeypatch.setattr("peerdesk.vault.backups.backups.check_database", lambda *_: {"contact": 1})
    with pytest.raises(VaultDamaged):
        restore_here(path, PASSPHRASE, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_restoring_in_place_keeps_a_safety_backup(vault: Vault, kept: KeptBackups) -> None:
    add_supporters(vault, MARK)
    path = kept.make("asked").path
    add_supporters(vault, "Came Later")
    kept.restore(path, PASSPHRASE)
    restored = _reopened(vault)
    assert _names(restored) == [MARK]
    again = KeptBackups(restored, FixedClock(TODAY))
    (safety,) = [each for each in again.list() if each.reason == "before_restore"]
    assert safety.counts["supporter"] == 2
    assert safety.verified_at
    # And back again: nothing was lost by restoring the wrong one.
    again.restore(safety.path, PASSPHRASE)
    back = _reopened(restored)
    assert _names(back) == [MARK, "Came Later"]
    back.close()


def test_the_record_of_activity_never_goes_back(vault: Vault, kept: KeptBackups) -> None:
    path = kept.make("asked").path
    add_supporters(vault, MARK)
    before = _activity(vault)
    kept.restore(path, PASSPHRASE)
    restored = _reopened(vault)
    after = _activity(restored)
    assert after[: len(before)] == before
    assert [action for _, action in after[len(before) :]] == [
        "backup",
        "restore",
        "lock",
        "unlock",
    ]
    assert _names(restored) == []
    assert _chain_is_whole(restored)
    restored.close()


def test_whoever_was_shut_out_stays_out(vault: Vault, kept: KeptBackups, tmp_path: Path) -> None:
    ring = Keyring(vault)
    sam = ring.add_person("Sam Rivera", "deputy", OTHER, PASSPHRASE)
    add_supporters(vault, MARK)
    path = kept.make("asked").path
    ring.remove(sam.slot, PASSPHRASE)
    assert "Sam Rivera (shut out since)" in kept.preview(path).backup.openers
    kept.restore(path, OTHER)
    restored = _reopened(vault)
    assert _names(restored) == [MARK]
    again = KeptBackups(restored, FixedClock(TODAY))
    assert "Sam Rivera (shut out since)" in again.preview(path).backup.openers
    assert all(each.verified_at for each in again.list())
    restored.close()
    with pytest.raises(WrongSecret):
        unlock(restored.folder, OTHER)
    # The control: on its own, the old backup still lets Sam in.
    restore_here(path, OTHER, tmp_path / "new")
    unlock(tmp_path / "new", OTHER).close()


def test_a_passphrase_changed_since_stays_changed(vault: Vault, kept: KeptBackups) -> None:
    path = kept.make("asked").path
    Keyring(vault).change_passphrase(PASSPHRASE, OTHER)
    with pytest.raises(WrongSecret):
        kept.restore(path, OTHER)
    kept.restore(path, PASSPHRASE)
    vault.close()
    with pytest.raises(WrongSecret):
        unlock(vault.folder, PASSPHRASE)
    unlock(vault.folder, OTHER).close()


def test_another_vaults_backup_is_refused_in_place(
    vault: Vault, kept: KeptBackups, tmp_path: Path
) -> None:
    other = vaults.create(tmp_path / "other", OTHER, kdf=fast_kdf())
    path = make(source(other), "asked", NOW)
    other.close()
    before = tree(vault.folder)
    with pytest.raises(UsageError):
        kept.restore(path, OTHER)
    assert tree(vault.folder) == before


def test_a_damaged_backup_changes_nothing(vault: Vault, kept: KeptBackups) -> None:
    path = kept.make("asked").path
    content_of = bytearray(path.read_bytes())
    content_of[-100] ^= 1
    path.write_bytes(content_of)
    before = tree(vault.folder)
    with pytest.raises(VaultDamaged):
        kept.restore(path, PASSPHRASE)
    assert tree(vault.folder) == before


def test_failing_half_way_changes_nothing_but_the_safety_backup(
    vault: Vault, kept: KeptBackups, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_supporters(vault, MARK)
    path = kept.make("asked").path
    header = (vault.folder / FILE_NAME).read_bytes()

    def fail(*_: object) -> None:
        raise VaultDamaged("Not this time.")

    monkeypatch.setattr("peerdesk.vault.backups.restore._carry_over", fail)
    with pytest.raises(VaultDamaged):
        kept.restore(path, PASSPHRASE)
    assert (vault.folder / FILE_NAME).read_bytes() == header
    assert [each.name for each in vault.folder.glob("data-*.db")] == [vault.database.name]
    assert not list(vault.folder.glob("*.partial*"))
    assert _names(vault) == [MARK]


def test_a_backup_of_another_branch_of_history_can_be_opened_afterwards(
    vault: Vault, kept: KeptBackups, tmp_path: Path
) -> None:
    """The same vault went on in two places; each has entries the other never saw."""
    path = kept.make("asked").path
    restore_here(path, PASSPHRASE, tmp_path / "elsewhere")
    elsewhere = unlock(tmp_path / "elsewhere", PASSPHRASE)
    add_supporters(elsewhere, "Of The Branch")
    branch = make(source(elsewhere), "asked", NOW)
    elsewhere.close()
    add_supporters(vault, MARK)
    add_supporters(vault, "And Another")
    vault.close()
    again = unlock(vault.folder, PASSPHRASE)
    KeptBackups(again, FixedClock(TODAY)).restore(branch, PASSPHRASE)
    again.abandon()  # as after a power cut
    restored = unlock(vault.folder, PASSPHRASE)
    assert _names(restored) == ["Of The Branch"]
    assert _chain_is_whole(restored)
    restored.close()


def test_a_vault_too_damaged_to_open_is_replaced_and_kept(vault: Vault, kept: KeptBackups) -> None:
    add_supporters(vault, MARK)
    path = kept.make("asked").path
    vault.close()
    database = vault.database
    database.write_bytes(b"\0" * database.stat().st_size)
    with pytest.raises(VaultDamaged):
        unlock(vault.folder, PASSPHRASE)
    restore_over(open_backup(path, PASSPHRASE), vault.folder, NOW)
    assert database.exists()
    assert len(list(vault.folder.glob(f"{FILE_NAME}*.before-*"))) == 2
    restored = unlock(vault.folder, PASSPHRASE)
    assert _names(restored) == [MARK]
    restored.close()


def test_an_open_vault_found_damaged_is_replaced_too(vault: Vault, kept: KeptBackups) -> None:
    add_contacts(vault, 500)
    path = kept.make("asked").path
    damaged = bytearray(vault.database.read_bytes())
    damaged[-3000] ^= 1
    vault.database.write_bytes(damaged)
    kept.restore(path, PASSPHRASE)
    restored = _reopened(vault)
    counts = check_database(restored.database, restored.database_key)
    assert counts["contact"] == 500
    restored.close()


def test_a_trial_leaves_nothing_and_says_with_what_it_opened(
    vault: Vault, kept: KeptBackups
) -> None:
    add_supporters(vault, MARK)
    (typed,) = _sheet(vault, "recovery")
    path = kept.make("asked").path
    names = set(tree(vault.folder))
    drill = kept.drill(path, typed)
    assert drill.opened_with == "recovery"
    assert drill.backup.counts["supporter"] == 1
    assert drill.done_at.date() == date(2026, 11, 24)
    assert kept.drill(path, PASSPHRASE).opened_with == "pass"
    with pytest.raises(WrongSecret):
        kept.drill(path, "no such passphrase")
    assert set(tree(vault.folder)) == names


def test_what_a_crash_left_of_a_copy_is_swept(vault: Vault) -> None:
    make(source(vault), "asked", NOW)
    vault.close()
    names = set(tree(vault.folder))
    trial = vault.folder / "vault.trial"
    trial.mkdir()
    for path in (
        trial / "vault.new",
        vault.folder / "vault.copy-0",
        vault.folder / "vault.copy-0-journal",
        vault.folder / "backups" / partial_name(vault.header.vault_id),
    ):
        path.write_bytes(b"half")
    unlock(vault.folder, PASSPHRASE).close()
    assert set(tree(vault.folder)) == names


def test_the_manifest_knows_the_activity(vault: Vault) -> None:
    manifest = read_manifest(make(source(vault), "asked", NOW))
    assert manifest.audit_count == manifest.counts["audit"] > 0
    assert len(manifest.audit_head) == 64


@pytest.mark.parametrize("second_copy_only", [False, True])
def test_a_disk_that_fails_at_the_header_leaves_nothing_or_a_vault(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second_copy_only: bool
) -> None:
    add_supporters(vault, MARK)
    path = make(source(vault), "asked", NOW)
    rename = Path.replace

    def fail(partial: Path, target: Path) -> Path:
        if target.name == (COPY_NAME if second_copy_only else FILE_NAME):
            raise OSError(5, "Input/output error")
        return rename(partial, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fail)
        if second_copy_only:
            restore_here(path, PASSPHRASE, tmp_path / "new")
        else:
            with pytest.raises(CannotWrite):
                restore_here(path, PASSPHRASE, tmp_path / "new")
    if second_copy_only:
        restored = unlock(tmp_path / "new", PASSPHRASE)
        assert _names(restored) == [MARK]
        restored.close()
    else:
        assert not (tmp_path / "new").exists()


def test_a_backup_of_the_first_format_still_comes_back(tmp_path: Path) -> None:
    """A real file, kept for ever: its passphrase is ``a lantern by the window``."""
    path = DATA / "backups" / "format-1.pdbackup"
    restore_here(path, PASSPHRASE, tmp_path / "new")
    restored = unlock(tmp_path / "new", PASSPHRASE)
    assert _names(restored) == ["Marisol Aguirre", "Dale Whitcomb"]
    restored.close()


def _issue(vault: Vault, period: str) -> None:
    with vault.sessions.write() as session:
        row = Publication(
            report="quarterly",
            title="Report",
            period=Period.parse(period),
            issued_on=TODAY,
            audience="command",
            purpose="oversight",
            persons_threshold=5,
            contacts_threshold=10,
            policy="1",
            levels="{}",
            digest="",
            paper="",
        )
        session.add(row)
        session.flush()
        cell = {"measure": "contacts", "period": period, "place": "", "printed": 54}
        session.add(PublishedCell(publication_id=row.id, **cell))
        session.add(ClosedPeriod(period=Period.parse(period), closed_on=TODAY))


def _ledger(vault: Vault) -> list[int]:
    tables = ("publication", "published_cell", "closed_period", "restore_mark")
    with vault.sessions.read() as session:
        return [
            session.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608 - a fixed name
            for table in tables
        ]


def test_what_was_issued_since_is_not_forgotten(vault: Vault, kept: KeptBackups) -> None:
    _issue(vault, "2026-Q1")
    made = kept.make("asked")
    _issue(vault, "2026-Q2")
    kept.restore(made.path, PASSPHRASE)
    again = _reopened(vault)
    assert _ledger(again) == [2, 2, 2, 0]
    again.close()


def test_a_ledger_that_went_back_in_time_says_so(vault: Vault, tmp_path: Path) -> None:
    _issue(vault, "2026-Q1")
    path = make(source(vault), "asked", NOW)
    _issue(vault, "2026-Q2")
    restore_here(path, PASSPHRASE, tmp_path / "new")
    restored = unlock(tmp_path / "new", PASSPHRASE)
    assert _ledger(restored) == [1, 1, 1, 1]
    assert _marked(restored) == [datetime.now(UTC).date()]
    restored.close()


def _marked(vault: Vault) -> list[date | None]:
    with vault.sessions.read() as session:
        return list(session.scalars(select(RestoreMark.restored_on)))


def test_a_restore_is_marked_with_its_day(vault: Vault, tmp_path: Path) -> None:
    path = make(source(vault), "asked", NOW)
    restore_here(path, PASSPHRASE, tmp_path / "new", NOW)
    restored = unlock(tmp_path / "new", PASSPHRASE)
    assert _marked(restored) == [NOW.date()]
    restored.close()


def test_a_backup_from_before_days_were_kept_is_marked_without_one(
    vault: Vault, tmp_path: Path
) -> None:
    with closing(connect(vault.database, vault.database_key)) as old:
        old.execute("ALTER TABLE restore_mark DROP COLUMN restored_on")
        old.execute("ALTER TABLE backup DROP COLUMN checksum")
        old.execute("PRAGMA user_version = 6")
    vault.abandon()
    path = make(source(vault), "asked", NOW)
    restore_here(path, PASSPHRASE, tmp_path / "new", NOW)
    restored = unlock(tmp_path / "new", PASSPHRASE)
    assert _marked(restored) == [None]
    restored.close()
