"""A backup can be deleted by hand, but not the one that would be missed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from peerdesk.clock import FixedClock
from peerdesk.errors import CannotWrite, InputRefused, VaultMissing
from peerdesk.safe import Backup
from peerdesk.vault.backups.discarding import discard
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.vault import Vault
from tests.reports.facts import backup


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "old.pdbackup"
    path.write_bytes(b"x")
    return path


def _newer(**changes: object) -> Backup:
    return backup(**{"made_at": backup().made_at + timedelta(days=1), **changes})


def test_an_older_one_goes(file: Path) -> None:
    discard(backup(path=file), [backup(path=file), _newer()])
    assert not file.exists()


@pytest.mark.parametrize(
    "other",
    [
        backup(made_at=backup().made_at - timedelta(days=1)),
        _newer(problem="It is damaged."),
        _newer(verified_at=None),
    ],
    ids=["older", "damaged", "unverified"],
)
def test_the_newest_that_works_stays(file: Path, other: Backup) -> None:
    with pytest.raises(InputRefused):
        discard(backup(path=file), [backup(path=file), other])
    assert file.exists()


def test_a_damaged_one_goes_while_one_works(file: Path) -> None:
    broken = backup(path=file, problem="It is damaged.")
    with pytest.raises(InputRefused):
        discard(broken, [broken])
    discard(broken, [broken, backup(made_at=backup().made_at - timedelta(days=9))])
    assert not file.exists()


def test_nothing_but_a_backup_is_deleted(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("x")
    with pytest.raises(InputRefused):
        discard(backup(path=letter), [_newer()])
    assert letter.exists()
    with pytest.raises(VaultMissing):
        discard(backup(path=tmp_path / "gone.pdbackup"), [_newer()])


def test_a_file_that_cannot_be_deleted_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refused)
    with pytest.raises(CannotWrite):
        discard(backup(path=file), [_newer()])


def test_a_real_one_leaves_the_list_and_is_entered(vault: Vault, clock: FixedClock) -> None:
    from peerdesk.vault.activity import ActivityLog

    kept = KeptBackups(vault, clock)
    first, second = kept.make("asked"), kept.make("asked")
    with pytest.raises(InputRefused):
        # Both were made at the same moment: either may go, but not both.
        kept.discard(first.path)
        kept.discard(second.path)
    assert [each.path for each in kept.list()] == [second.path]
    deeds = [(each.action, each.kind) for each in ActivityLog(vault).entries()]
    assert ("delete", "backup") in deeds


def test_a_drill_is_entered_with_what_opened_it(vault: Vault, clock: FixedClock) -> None:
    from peerdesk.vault.activity import ActivityLog
    from tests.conftest import PASSPHRASE

    kept = KeptBackups(vault, clock)
    kept.drill(kept.make("asked").path, PASSPHRASE)
    newest = ActivityLog(vault).entries()[0]
    assert (newest.action, newest.outcome) == ("drill", "pass")
