"""What is left over, given up or set aside: nothing of it opens, stays or goes by mistake."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from peerdesk.clock import FixedClock
from peerdesk.errors import CannotWrite, UserFacing, VaultDamaged, WrongSecret
from peerdesk.vault import generations, leftovers
from peerdesk.vault import vault as vaults
from peerdesk.vault.attempts import FILE_NAME as STATE
from peerdesk.vault.attempts import Attempts
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.backups.restore import restore_here
from peerdesk.vault.header import COPY_NAME, FILE_NAME, canonical, sealed_headers
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.opening import Way, unlock
from peerdesk.vault.vault import Around, Vault
from tests.conftest import PASSPHRASE, TODAY
from tests.vault.filled import add_supporters

SECOND = "the deputy has her own words"


@pytest.fixture
def kept(vault: Vault) -> KeptBackups:
    return KeptBackups(vault, FixedClock(TODAY))


def _supporters(vault: Vault) -> int:
    with vault.sessions.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM supporter").scalar()
    return int(found or 0)


def test_whoever_is_shut_out_opens_no_older_generation(vault: Vault, kept: KeptBackups) -> None:
    """A backup was restored before: the database it replaced has the key that is given up."""
    keys = Keyring(vault)
    slot = keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE).slot
    kept.restore(kept.make("asked").path, PASSPHRASE)
    vault.close()
    again = unlock(vault.folder, PASSPHRASE)
    assert len(list(vault.folder.glob("data-*.db"))) == 2
    Keyring(again).remove(slot, PASSPHRASE)
    assert [path.name for path in vault.folder.glob("data-*.db")] == [again.database.name]
    again.close()


def test_one_path_that_cannot_be_removed_keeps_no_other(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is killed after a change of key, and something lies where backups would."""
    before = vault.database
    with monkeypatch.context() as killed:
        killed.setattr(leftovers, "let_go", lambda *_: None)
        Keyring(vault).rotate(PASSPHRASE)
    vault.close()
    assert before.exists()
    (vault.folder / "backups").write_text("in the way")
    unlock(vault.folder, PASSPHRASE).close()
    assert not before.exists()


def test_a_seal_of_another_name_is_no_copy_of_the_key_file(vault: Vault) -> None:
    vault.close()
    seal = vault.folder / f"{vault.database.name}.seal"
    shutil.copytree(vault.folder, vault.folder.parent / "other")
    for _ in range(3):
        unlock(vault.folder.parent / "other", PASSPHRASE).close()
    conflict = vault.folder / f"{vault.database.name}.sync-conflict-20261101.seal"
    shutil.copy(vault.folder.parent / "other" / seal.name, conflict)
    assert len(sealed_headers(vault.folder)) == 1
    again = unlock(vault.folder, PASSPHRASE)
    assert conflict.name in " ".join(again.warnings)
    again.close()


def test_what_is_restored_over_damaged_key_files_opens(vault: Vault, kept: KeptBackups) -> None:
    add_supporters(vault, "First")
    backup = kept.make("asked").path
    add_supporters(vault, "Second")
    vault.close()
    for _ in range(3):
        unlock(vault.folder, PASSPHRASE).close()
    for name in (FILE_NAME, COPY_NAME):
        (vault.folder / name).write_text("garbage")
    restore_here(backup, PASSPHRASE, vault.folder)
    again = unlock(vault.folder, PASSPHRASE)
    assert _supporters(again) == 1
    again.close()


def test_another_vaults_backup_is_refused_where_only_the_seal_says_whose_this_is(
    vault: Vault, tmp_path: Path
) -> None:
    other = vaults.create(tmp_path / "other", PASSPHRASE, kdf=fast_kdf())
    theirs = KeptBackups(other, FixedClock(TODAY)).make("asked").path
    other.close()
    vault.close()
    for name in (FILE_NAME, COPY_NAME):
        (vault.folder / name).write_text("garbage")
    with pytest.raises(UserFacing, match="another vault"):
        restore_here(theirs, PASSPHRASE, vault.folder, replacing=True)


def test_restores_keep_every_key_file_that_they_replace(vault: Vault, kept: KeptBackups) -> None:
    backup = kept.make("asked").path
    vault.close()
    first = (vault.folder / FILE_NAME).read_bytes()
    for _ in range(2):
        restore_here(backup, PASSPHRASE, vault.folder, FixedClock(TODAY).now(), replacing=True)
    asides = [path.read_bytes() for path in vault.folder.glob(f"{FILE_NAME}.before-*")]
    assert len(asides) == 2
    assert first in asides


def test_a_restore_keeps_a_database_that_has_not_got_its_name_yet(
    vault: Vault, kept: KeptBackups
) -> None:
    """The program was killed between the key file and the name."""
    backup = kept.make("asked").path
    add_supporters(vault, "Newest")
    vault.close()
    content = vault.database.read_bytes()
    vault.database.rename(vault.folder / "vault.new")
    with pytest.raises(CannotWrite), generations.making(vault.folder):
        pass
    assert (vault.folder / "vault.new").read_bytes() == content
    restore_here(backup, PASSPHRASE, vault.folder, replacing=True)
    assert vault.database.read_bytes() == content


def test_a_new_database_that_is_not_whole_takes_nobodys_place(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = generations.flip

    def hurt(folder: Path, *rest: object) -> object:
        path = folder / "vault.new"
        content = bytearray(path.read_bytes())
        content[5000] ^= 1
        path.write_bytes(content)
        return real(folder, *rest)  # type: ignore[arg-type]

    before = vault.database
    with monkeypatch.context() as patch, pytest.raises(VaultDamaged):
        patch.setattr(generations, "flip", hurt)
        Keyring(vault).rotate(PASSPHRASE)
    assert vault.database == before
    add_supporters(vault, "Later")
    vault.close()
    unlock(vault.folder, PASSPHRASE).close()


def test_the_strict_lock_is_that_of_the_key_file_that_is_genuine(
    vault: Vault, tmp_path: Path
) -> None:
    """Somebody takes it out of the first copy; the second opens, and says that it holds."""
    around = Around(Attempts(tmp_path / "settings", bound=vault.folder / "vault.attempts"))
    keys = Keyring(vault)
    keys.add_person("Sam Rivera", "deputy", SECOND, PASSPHRASE)
    keys.set_strict(True, PASSPHRASE)
    vault.close()
    state = tmp_path / "settings" / STATE
    state.parent.mkdir()
    shut = {"failed": [], "ran": [], "seen": [0, 0], "shut": True}
    state.write_bytes(canonical({vault.header.vault_id: shut}))
    path = vault.folder / FILE_NAME
    path.write_bytes(path.read_bytes().replace(b'"strict":true,', b""))
    with pytest.raises(WrongSecret):
        unlock(vault.folder, PASSPHRASE, None, around)
    unlock(vault.folder, SECOND, Way("second"), around).close()
    unlock(vault.folder, PASSPHRASE, None, around).close()


def test_a_state_that_is_no_state_shuts_nobody_out(vault: Vault, tmp_path: Path) -> None:
    around = Around(Attempts(tmp_path))
    vault.close()
    for seen in ({"1": 1, "2": 2}, [1], "12", [1, "2"]):
        (tmp_path / STATE).write_bytes(canonical({vault.header.vault_id: {"seen": seen}}))
        unlock(vault.folder, PASSPHRASE, None, around).close()


def test_a_drill_of_an_older_backup_leaves_nothing(
    vault: Vault, kept: KeptBackups, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peerdesk.vault import migrate

    path = kept.make("asked").path
    steps = {**migrate.steps(), migrate.latest() + 1: lambda _: None}
    monkeypatch.setattr(migrate, "steps", lambda: steps)
    for _ in range(2):
        kept.drill(path, PASSPHRASE)
        assert not (vault.folder / "vault.trial").exists()


def test_a_trial_goes_to_no_other_place(vault: Vault, kept: KeptBackups, tmp_path: Path) -> None:
    path = kept.make("asked").path
    (tmp_path / "elsewhere").mkdir()
    (vault.folder / "vault.trial").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotWrite):
        kept.drill(path, PASSPHRASE)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_an_opening_that_fails_late_lets_go_of_the_file(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.close()

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr("peerdesk.vault.opening.agree_on_openers", broken)
        unlock(vault.folder, PASSPHRASE)
    opened = [os.path.realpath(f"/proc/self/fd/{each}") for each in os.listdir("/proc/self/fd")]
    assert str(vault.database) not in opened
    unlock(vault.folder, PASSPHRASE).close()
