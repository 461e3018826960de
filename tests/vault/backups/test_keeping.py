"""The backups of an open vault: what is remembered of them, and which are deleted."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from peerdesk.clock import FixedClock
from peerdesk.errors import NotAllowed, UserFacing, VaultDamaged, VaultMissing
from peerdesk.safe import Backups
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.header import FILE_NAME
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.opening import unlock
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE, TODAY
from tests.vault.filled import MARK, add_supporters, forged


class MovingClock(FixedClock):
    """A clock that tests push on."""

    def __init__(self) -> None:
        super().__init__(TODAY)
        self.moment = datetime(2026, 1, 1, 17, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def moving() -> MovingClock:
    return MovingClock()


@pytest.fixture
def kept(vault: Vault, moving: MovingClock) -> KeptBackups:
    return KeptBackups(vault, moving)


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that counts as another disk."""
    folder = tmp_path / "stick"
    folder.mkdir()
    monkeypatch.setattr(
        "peerdesk.vault.backups.known.on_another_disk", lambda path, _: path.parent == folder
    )
    return folder


def _hurt(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-50] ^= 1
    path.write_bytes(content)


def test_it_is_what_window_and_command_line_expect(kept: KeptBackups) -> None:
    agreed: Backups = kept
    made = agreed.make("asked")
    assert agreed.list() == (made,)
    assert made.reason == "asked"
    assert made.verified_at == made.made_at
    assert made.openers == ("Coordinator",)
    assert not made.off_machine
    assert made.problem == ""
    assert made.app_version
    assert made.schema >= 2


def test_the_newest_comes_first(kept: KeptBackups, moving: MovingClock) -> None:
    for _ in range(3):
        kept.make("asked")
        moving.moment += timedelta(hours=1)
    times = [each.made_at for each in kept.list()]
    assert times == sorted(times, reverse=True)


def test_a_copy_on_another_disk_is_remembered_when_it_is_gone(
    kept: KeptBackups, stick: Path
) -> None:
    assert kept.last_off_machine() is None
    made = kept.make("usb", stick)
    assert made.off_machine
    assert kept.last_off_machine() == made.verified_at
    made.path.unlink()
    (listed,) = kept.list()
    assert listed.off_machine
    assert "another disk" in listed.problem
    assert kept.last_off_machine() == made.verified_at


def test_a_copy_found_damaged_no_longer_counts(kept: KeptBackups, stick: Path) -> None:
    made = kept.make("usb", stick)
    kept.verify(made.path)
    _hurt(made.path)
    with pytest.raises(VaultDamaged):
        kept.verify(made.path)
    assert kept.last_off_machine() is None


def test_a_copy_that_was_deleted_there_is_forgotten(
    kept: KeptBackups, moving: MovingClock, stick: Path
) -> None:
    made = kept.make("usb", stick)
    moving.moment += timedelta(days=1)
    newer = kept.make("asked")
    assert made.path.name in [each.path.name for each in kept.list()]  # the control
    kept.discard(made.path)
    assert kept.list() == (newer,)
    assert kept.last_off_machine() is None


def test_a_copy_found_gone_from_its_disk_no_longer_counts(
    kept: KeptBackups, vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the disk is there and the file is not; as the system tells disks apart."""
    memory = Path("/dev/shm")  # noqa: S108 - another file system on most computers
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("needs another file system")
    with tempfile.TemporaryDirectory(dir=memory) as stick:
        made = kept.make("usb", Path(stick))
        assert made.off_machine
        made.path.unlink()
        with pytest.raises(VaultMissing):
            kept.verify(made.path)
        assert kept.last_off_machine() is None
        made = kept.make("usb", Path(stick))
    with pytest.raises(VaultMissing):
        kept.verify(made.path)
    assert kept.last_off_machine() == made.verified_at  # only unplugged, for all that is known


def test_a_hand_over_keeps_what_is_known_of_backups(
    vault: Vault, kept: KeptBackups, moving: MovingClock, stick: Path
) -> None:
    here, there = kept.make("asked"), kept.make("usb", stick)
    moving.moment += timedelta(days=1)
    Keyring(vault).hand_over(PASSPHRASE, "Noor Haddad", "another lantern by the door")
    assert {each.path.name: each.verified_at for each in kept.list() if not each.off_machine} == {
        here.path.name: here.verified_at
    }
    assert kept.last_off_machine() == there.verified_at
    newer = kept.make("asked")
    kept.discard(there.path)
    kept.discard(here.path)
    assert kept.list() == (newer,)
    assert kept.last_off_machine() is None


def test_a_copy_on_the_vaults_own_disk_is_no_copy_elsewhere(
    kept: KeptBackups, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    made = kept.make("usb", tmp_path / "folder")
    assert not made.off_machine
    assert kept.last_off_machine() is None
    assert kept.list() == ()


def test_verifying_again_tells_when(kept: KeptBackups, moving: MovingClock) -> None:
    made = kept.make("asked")
    moving.moment += timedelta(days=3)
    assert kept.verify(made.path).verified_at == moving.moment
    assert kept.list()[0].verified_at == moving.moment


def test_verifying_a_backup_of_an_old_key_compares_its_bytes(
    vault: Vault, kept: KeptBackups, moving: MovingClock
) -> None:
    made = kept.make("asked")
    Keyring(vault).rotate(PASSPHRASE)
    moving.moment += timedelta(days=3)
    assert kept.verify(made.path).verified_at == made.verified_at
    assert kept.drill(made.path, PASSPHRASE).backup.verified_at == moving.moment
    _hurt(made.path)
    with pytest.raises(VaultDamaged):
        kept.verify(made.path)
    assert kept.list()[0].verified_at is None


def test_a_backup_the_vault_forgot_is_trusted_only_if_signed(
    kept: KeptBackups, vault: Vault
) -> None:
    """A crash may come between the file and the note of it."""
    made = kept.make("asked")
    kept._known.forget([made.path.name])
    assert kept.list()[0].verified_at == made.made_at
    Keyring(vault).rotate(PASSPHRASE)
    assert kept.list()[0].verified_at is None


def test_a_manifest_altered_without_the_key_is_found(kept: KeptBackups) -> None:
    """Its checksum is right, so only the code tells."""
    made = kept.make("asked")
    forged(made.path, made.path, {"reason": "closing"})
    assert kept.list()[0].reason == "closing"
    with pytest.raises(VaultDamaged):
        kept.verify(made.path)
    assert kept.list()[0].verified_at is None


def test_the_preview_counts_there_and_here(kept: KeptBackups, vault: Vault) -> None:
    add_supporters(vault, MARK)
    made = kept.make("asked")
    add_supporters(vault, "Another", "And Another")
    preview = kept.preview(made.path)
    assert preview.backup.counts["supporter"] == 1
    assert preview.current["supporter"] == 3
    made.path.write_bytes(made.path.read_bytes()[:-5])
    with pytest.raises(VaultDamaged):
        kept.preview(made.path)


def test_a_month_of_closing_keeps_the_schedule(kept: KeptBackups, moving: MovingClock) -> None:
    for _ in range(32):
        kept.make("closing")
        moving.moment += timedelta(days=1)
    listed = kept.list()
    assert 14 < len(listed) < 32
    assert all(each.verified_at and not each.problem for each in listed)
    assert len(list(listed[0].path.parent.iterdir())) == len(listed)


def test_a_backup_that_cannot_be_deleted_stays_listed(
    kept: KeptBackups, moving: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    for _ in range(12):
        kept.make("closing")
        moving.moment += timedelta(minutes=1)
    assert len(kept.list()) == 10
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        assert not kept._remove(kept.list()[-1].path.name)
    assert len(kept.list()) == 10


def test_no_name_of_anybody_is_in_the_file_or_its_name(
    kept: KeptBackups, vault: Vault, tmp_path: Path
) -> None:
    add_supporters(vault, MARK)
    Keyring(vault).add_person("Samuela Rivera", "deputy", "another lantern at night", PASSPHRASE)
    made = kept.make("asked")
    content = made.path.read_bytes() + made.path.name.encode()
    for name in (MARK, "Ottoline", "Samuela", "Rivera", "Coordinator"):
        assert name.encode() not in content


def test_errors_are_for_people(kept: KeptBackups, tmp_path: Path) -> None:
    for act in (kept.verify, kept.preview):
        with pytest.raises(UserFacing):
            act(tmp_path / "none.pdbackup")


@pytest.mark.parametrize("role", ["deputy", "clinical_adviser"])
def test_only_the_coordinator_restores_and_deletes(
    vault: Vault, moving: MovingClock, role: str
) -> None:
    made = KeptBackups(vault, moving).make("asked")
    Keyring(vault).add_person("Sam Rivera", role, "their very own words", PASSPHRASE)
    vault.close()
    theirs = unlock(vault.folder, "their very own words")
    kept = KeptBackups(theirs, moving)
    kept.make("asked")
    before = (vault.folder / FILE_NAME).read_bytes()
    with pytest.raises(NotAllowed):
        kept.restore(made.path, PASSPHRASE)
    with pytest.raises(NotAllowed):
        kept.discard(made.path)
    assert made.path.exists()
    assert (vault.folder / FILE_NAME).read_bytes() == before
    theirs.close()
