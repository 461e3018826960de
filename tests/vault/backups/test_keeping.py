"""The backups of an open vault: what is remembered of them, and which are deleted."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select

from peerdesk.clock import FixedClock
from peerdesk.errors import InputRefused, NotAllowed, UserFacing, VaultDamaged, VaultMissing
from peerdesk.models.backup import KnownBackup
from peerdesk.safe import Backups
from peerdesk.vault import vault as vaults
from peerdesk.vault.backups.backups import files, make
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.header import FILE_NAME
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.opening import unlock
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE, TODAY
from tests.vault.filled import MARK, add_supporters, forged, source


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


@pytest.mark.parametrize(
    "edit",
    [
        {"created": "2026-01-01T16:00:00Z"},
        {"created": "2999-01-01T17:00:00Z"},
        {"audit_n": 10**9},
        {"counts": {"contact": 10**12}},
        {"reason": "closing"},
        {"mac": "0" * 64},
    ],
)
@pytest.mark.parametrize("key", ["the same", "a later one"])
def test_an_edit_without_the_key_is_listed_as_unverified(
    kept: KeptBackups, vault: Vault, edit: dict[str, object], key: str
) -> None:
    made = kept.make("asked")
    if key == "a later one":
        Keyring(vault).rotate(PASSPHRASE)
    assert kept.list()[0].verified_at == made.verified_at, "the control"
    forged(made.path, made.path, edit)
    assert kept.list()[0].verified_at is None
    with pytest.raises(VaultDamaged):
        kept.verify(made.path)
    assert kept.list()[0].verified_at is None


def test_slots_of_a_former_passphrase_do_not_hide_an_edit(kept: KeptBackups, vault: Vault) -> None:
    made = kept.make("asked")
    Keyring(vault).change_passphrase(PASSPHRASE, "another lantern by the door")
    assert kept.list()[0].verified_at == made.verified_at
    forged(made.path, made.path, {"audit_n": 10**9})
    assert kept.list()[0].verified_at is None


def test_one_listed_before_its_checksum_was_kept_goes_by_its_day(
    kept: KeptBackups, vault: Vault
) -> None:
    made = kept.make("asked")
    with vault.sessions.write() as session:
        session.scalars(select(KnownBackup)).one().checksum = None
    Keyring(vault).rotate(PASSPHRASE)
    assert kept.list()[0].verified_at == made.verified_at
    forged(made.path, made.path, {"created": "2026-01-01T16:00:00Z"})
    assert kept.list()[0].verified_at is None


CRAFTED: dict[str, dict[str, object]] = {
    "year 9999": {"created": "9999-12-31T23:59:59Z"},
    "year 1": {"created": "0001-01-01T00:00:00Z"},
    "no day": {"created": "2026-02-30T00:00:00Z"},
    "day a number": {"created": 20260101},
    "huge counts": {"counts": {"contact": 2**63 - 1, "referral": 2**63 - 1}},
    "counts beyond": {"counts": {"contact": 2**63}},
    "counts below": {"counts": {"contact": -1}},
    "counts true": {"counts": {"contact": True}},
    "counts a list": {"counts": [1]},
    "table no name": {"counts": {"contact; DROP": 1}},
    "unknown reason": {"reason": "because"},
    "reason a list": {"reason": []},
    "no slot": {"slots": []},
    "size 3.0": {"size": 4096.0},
    "schema huge": {"schema": 10**30},
    "field too many": {"more": 1},
    "no text": {"app": "\ud800"},
    "newer": {"format": 99},
    "newer by a list": {"format": [99]},
}


@pytest.mark.parametrize("claims", CRAFTED.values(), ids=CRAFTED)
@pytest.mark.parametrize("name", ["crafted", "peerdesk-99991231T235959Z-000001"])
def test_a_crafted_backup_stops_no_other(
    kept: KeptBackups, moving: MovingClock, claims: dict[str, object], name: str
) -> None:
    made = kept.make("asked")
    crafted = made.path.with_name(f"{name}.pdbackup")
    forged(made.path, crafted, claims)
    content = crafted.read_bytes()
    listed = {each.path: each for each in kept.list()}
    assert listed[made.path] == made
    assert listed[crafted].verified_at is None
    for each in listed.values():
        for hours in (14, -14):  # wherever the computer is
            assert each.made_at.astimezone(timezone(timedelta(hours=hours))) == each.made_at
    moving.moment += timedelta(hours=1)
    again = kept.make("asked")
    assert kept.verify(again.path).verified_at
    with pytest.raises(UserFacing):
        kept.verify(crafted)
    assert crafted.read_bytes() == content
    assert not kept._known.facts(made.path).problem


def test_what_is_no_file_stops_no_other(kept: KeptBackups, tmp_path: Path) -> None:
    made = kept.make("asked")
    folder = made.path.parent
    (folder / "a.pdbackup").mkdir()
    os.mkfifo(folder / "b.pdbackup")
    (folder / "c.pdbackup").symlink_to(folder / "c.pdbackup")
    (folder / "d.pdbackup").symlink_to("/dev/zero")
    (folder / "e.pdbackup").symlink_to(tmp_path / "gone")
    old = folder / "f.pdbackup"
    old.touch()
    os.utime(old, (0, 253402300000))  # in the year 9999
    Path(os.fsdecode(bytes(folder / "g") + b"\xff.pdbackup")).touch()
    with (folder / "h.pdbackup").open("wb") as stream:
        stream.truncate(20 << 30)
    listed = kept.list()
    assert made in listed
    assert len(listed) == 4
    assert all(each.problem for each in listed if each != made)
    for path in files(folder):
        assert kept._known.facts(path).path == path
        if path != made.path:
            with pytest.raises(UserFacing):
                kept.verify(path)
    assert kept.make("asked").verified_at


def test_files_of_others_are_not_rotated_away(
    kept: KeptBackups, moving: MovingClock, tmp_path: Path
) -> None:
    """However old: another vault's backups, and what somebody put beside."""
    other = vaults.create(tmp_path / "other", PASSPHRASE, kdf=fast_kdf())
    theirs = make(source(other), "asked", moving.moment)
    other.close()
    here = kept.make("asked").path.parent
    foreign = here / theirs.name.replace("-000001", "-000009")
    foreign.write_bytes(theirs.read_bytes())
    (here / "letter.pdbackup").write_text("Dear colleague")
    os.utime(here / "letter.pdbackup", (0, 10**9))
    own = here / "peerdesk-20260102T170000Z-000001.pdbackup"
    for _ in range(40):
        moving.moment += timedelta(days=1)
        kept.make("closing")
        if own.exists():
            own.write_bytes(b"damaged")
    assert foreign.exists()
    assert (here / "letter.pdbackup").exists()
    # The control: a damaged one of its own went.
    assert not own.exists()


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


def test_one_dated_ahead_is_no_newer_one(kept: KeptBackups, moving: MovingClock) -> None:
    """What lies beside it may be older, whatever its date says."""
    right = moving.moment
    moving.moment += timedelta(days=400)
    kept.make("asked")
    moving.moment = right
    made = kept.make("asked")
    with pytest.raises(InputRefused):
        kept.discard(made.path)
    # The control: when its day has come, it is.
    moving.moment += timedelta(days=401)
    kept.discard(made.path)
    assert not made.path.exists()


def test_a_copy_elsewhere_verified_on_a_day_to_come_is_not_fresh(
    kept: KeptBackups, moving: MovingClock, stick: Path
) -> None:
    right = moving.moment
    moving.moment += timedelta(days=400)
    made = kept.make("usb", stick)
    assert kept.last_off_machine() == made.verified_at, "the control"
    moving.moment = right
    assert kept.last_off_machine() is None
    again = kept.verify(made.path)
    assert kept.last_off_machine() == again.verified_at == right
