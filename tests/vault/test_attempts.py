"""Wrong tries slow the next one down, and nothing in the counter opens anything."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from peerdesk.errors import LockedOut, UsageError, WrongSecret
from peerdesk.vault import vault as vaults
from peerdesk.vault.attempts import FILE_NAME, Attempts, uptime
from peerdesk.vault.header import read_headers
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.meta import audit
from peerdesk.vault.opening import unlock
from peerdesk.vault.vault import Around
from tests.conftest import PASSPHRASE


class Hands:
    """A clock whose hands the test moves, on a computer that runs on meanwhile or begins anew."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 24, 9, tzinfo=UTC)
        self.run, self.seconds = "first", 1000.0

    def __call__(self) -> datetime:
        return self.at

    def ran(self) -> tuple[str, float]:
        return self.run, self.seconds

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self.seconds += seconds

    def set_clock(self, **by: float) -> None:
        self.at += timedelta(**by)

    def restart(self) -> None:
        self.run, self.seconds = f"{self.run} again", 20.0


def _attempts(folder: Path, hands: Hands, bound: Path | None = None) -> Attempts:
    return Attempts(folder, hands, bound=bound, ran=hands.ran)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def around(tmp_path: Path, hands: Hands) -> Around:
    return Around(_attempts(tmp_path / "settings", hands), hands)


@pytest.fixture
def folder(tmp_path: Path, around: Around) -> Path:
    vaults.create(tmp_path / "v", PASSPHRASE, kdf=fast_kdf(), around=around).close()
    return tmp_path / "v"


def _wrong(folder: Path, around: Around) -> None:
    with pytest.raises(WrongSecret):
        unlock(folder, "not the passphrase", around=around)


def _five_wrong(folder: Path, around: Around, hands: Hands) -> None:
    for delay in (0, 0, 1, 2, 5):
        _wrong(folder, around)
        hands.wait(delay)


def test_each_wrong_try_makes_the_next_wait_longer(
    folder: Path, around: Around, hands: Hands
) -> None:
    assert around.attempts
    name = read_headers(folder)[0].vault_id
    waits = []
    for _ in range(5):
        _wrong(folder, around)
        waits.append(around.attempts.wait_seconds(name))
        hands.wait(waits[-1] if waits[-1] < 60 else 0)
    assert waits == [0, 0, 1, 2, 15 * 60]


def test_too_early_is_refused_even_with_the_right_one(
    folder: Path, around: Around, hands: Hands
) -> None:
    for _ in range(3):
        _wrong(folder, around)
    with pytest.raises(LockedOut) as refusal:
        unlock(folder, PASSPHRASE, around=around)
    assert refusal.value.seconds == 1
    assert refusal.value.exit_code == 12
    hands.wait(1)
    unlock(folder, PASSPHRASE, around=around).close()


def test_after_five_the_vault_is_shut_for_fifteen_minutes(
    folder: Path, around: Around, hands: Hands
) -> None:
    _five_wrong(folder, around, hands)
    restarted = Around(_attempts(folder.parent / "settings", hands), hands)
    with pytest.raises(LockedOut):
        unlock(folder, PASSPHRASE, around=restarted)
    hands.wait(15 * 60)
    unlock(folder, PASSPHRASE, around=restarted).close()
    _wrong(folder, around)
    unlock(folder, PASSPHRASE, around=around).close()


def test_a_counter_that_is_gone_or_broken_opens_nothing(
    folder: Path, around: Around, hands: Hands, tmp_path: Path
) -> None:
    _five_wrong(folder, around, hands)
    (tmp_path / "settings" / FILE_NAME).write_text('{"x": [')
    _wrong(folder, around)
    shutil.rmtree(tmp_path / "settings")
    _wrong(folder, around)
    assert (tmp_path / "settings" / FILE_NAME).exists()


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        '{"a": 1}',
        '{"a": {"failed": ["x"]}}',
        '{"a": {"seen": [1]}}',
        '{"a": {"failed": ["2026-11-24T09:00:00+00:00"], "ran": [["x", NaN]]}}',
        '{"a": {"failed": ["2026-11-24T09:00:00+00:00"], "ran": [["x", 1e999]]}}',
        '{"a": {"failed": ["2026-11-24T09:00:00+00:00"], "ran": [[1, 1]]}}',
        '{"a": {"failed": ["2026-11-24T09:00:00+00:00"], "ran": ["x"]}}',
        '{"a": {"failed": ["2026-11-24T09:00:00+00:00"], "ran": 5}}',
        '{"a": {"failed": "2026-11-24T09:00:00+00:00"}}',
    ],
)
def test_a_state_file_that_makes_no_sense_counts_as_empty(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content)
    assert Attempts(tmp_path).wait_seconds("a") == 0
    assert Attempts(tmp_path).last_seen("a") == (0, 0)


def test_wrong_tries_are_entered_and_told_at_the_next_unlock(
    folder: Path, around: Around, hands: Hands
) -> None:
    _wrong(folder, around)
    _wrong(folder, around)
    vault = unlock(folder, PASSPHRASE, around=around)
    assert any("2 times" in each for each in vault.warnings)
    with vault.sessions.read() as session:
        told = session.execute(select(audit.c.outcome).where(audit.c.action == "unlock_failed"))
        assert told.scalars().all() == ["2"]
    vault.close()
    quiet = unlock(folder, PASSPHRASE, around=around)
    assert not quiet.warnings
    quiet.close()


def test_a_whole_folder_put_back_is_warned_of(folder: Path, around: Around, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "earlier")
    unlock(folder, PASSPHRASE, around=around).close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "earlier", folder)
    vault = unlock(folder, PASSPHRASE, around=around)
    assert any("older" in each for each in vault.warnings)
    vault.close()


def test_no_secret_is_in_the_state_file(folder: Path, around: Around, tmp_path: Path) -> None:
    _wrong(folder, around)
    content = (tmp_path / "settings" / FILE_NAME).read_text()
    assert "passphrase" not in content
    assert (tmp_path / "settings" / FILE_NAME).stat().st_mode & 0o077 == 0


def test_a_strict_vault_stays_shut_until_another_way_is_used(
    tmp_path: Path, around: Around, hands: Hands
) -> None:
    vault = vaults.create(tmp_path / "s", PASSPHRASE, kdf=fast_kdf(), around=around)
    keys = Keyring(vault)
    with pytest.raises(UsageError):
        keys.set_strict(True, PASSPHRASE)
    keys.add_person("Sam Rivera", "deputy", "the deputy's own words", PASSPHRASE)
    keys.set_strict(True, PASSPHRASE)
    vault.close()
    _five_wrong(tmp_path / "s", around, hands)
    hands.wait(24 * 3600)
    with pytest.raises(WrongSecret, match="second person"):
        unlock(tmp_path / "s", PASSPHRASE, around=around)
    unlock(tmp_path / "s", "the deputy's own words", around=around).close()
    unlock(tmp_path / "s", PASSPHRASE, around=around).close()


FIFTEEN = 15 * 60


@pytest.fixture
def bound(tmp_path: Path, hands: Hands) -> Attempts:
    """Tries that are counted twice."""
    return _attempts(tmp_path / "settings", hands, tmp_path / "count")


@pytest.mark.parametrize("days", [-400, -1, 1, 400])
@pytest.mark.parametrize("restarted", [False, True])
def test_no_wait_is_longer_than_itself_whatever_the_clock_says(
    bound: Attempts, hands: Hands, days: int, restarted: bool
) -> None:
    for _ in range(5):
        bound.note_failure("a")
    hands.set_clock(days=days)
    if restarted:
        hands.restart()
    assert bound.wait_seconds("a") <= FIFTEEN
    hands.wait(FIFTEEN)
    assert bound.wait_seconds("a") == 0


def test_tries_dated_ahead_count_as_made_now(tmp_path: Path, hands: Hands) -> None:
    """As a file says that was written under a wrong clock, or by hand."""
    ahead = (hands.at + timedelta(days=400)).isoformat()
    (tmp_path / FILE_NAME).write_text(json.dumps({"a": {"failed": [ahead] * 5}}))
    tries = _attempts(tmp_path, hands)
    assert tries.wait_seconds("a") == FIFTEEN
    hands.wait(FIFTEEN - 1)
    assert _attempts(tmp_path, hands).wait_seconds("a") == 1
    hands.wait(1)
    assert _attempts(tmp_path, hands).wait_seconds("a") == 0


def test_tries_dated_ahead_that_cannot_be_dated_anew_shut_nobody_out(
    tmp_path: Path, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = (hands.at + timedelta(days=400)).isoformat()
    (tmp_path / FILE_NAME).write_text(json.dumps({"a": {"failed": [ahead] * 5}}))

    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("peerdesk.vault.attempts.write_private", full)
    assert _attempts(tmp_path, hands).wait_seconds("a") == 0


def test_moving_the_clock_on_opens_nothing(tmp_path: Path, hands: Hands) -> None:
    tries = _attempts(tmp_path, hands)
    for _ in range(5):
        tries.note_failure("a")
    hands.set_clock(days=1)
    assert tries.wait_seconds("a") == FIFTEEN
    begun_anew = _attempts(tmp_path, hands)
    assert begun_anew.wait_seconds("a") == FIFTEEN
    hands.restart()  # the control: the calendar is all that is left of another run
    assert begun_anew.wait_seconds("a") == 0


def test_moving_the_clock_between_tries_starts_no_new_count(tmp_path: Path, hands: Hands) -> None:
    tries = _attempts(tmp_path, hands)
    for _ in range(5):
        tries.note_failure("a")
        hands.set_clock(minutes=16)
    assert tries.wait_seconds("a") == FIFTEEN
    assert tries.is_shut("a")


def test_the_computer_tells_its_run_and_time_apart_from_the_clock() -> None:
    run, before = uptime()
    assert run
    assert uptime()[0] == run
    assert before <= uptime()[1] <= before + 60


def test_wrong_tries_of_several_days_shut_nothing(bound: Attempts, hands: Hands) -> None:
    for _ in range(8):
        bound.note_failure("a")
        hands.wait(FIFTEEN / 4)
    assert not bound.is_shut("a")
    hands.wait(FIFTEEN)
    for _ in range(5):
        bound.note_failure("a")
        hands.wait(FIFTEEN / 5)
    assert bound.is_shut("a")  # the control: five within the time


def test_one_later_try_releases_nothing(bound: Attempts, hands: Hands) -> None:
    for _ in range(5):
        bound.note_failure("a")
    hands.wait(24 * 3600)
    bound.note_failure("a")
    assert bound.is_shut("a")
    bound.note_opened("a")
    assert not bound.is_shut("a")


@pytest.mark.parametrize("lost", ["settings/state.json", "count"])
def test_the_stricter_of_two_counts_holds(
    tmp_path: Path, bound: Attempts, hands: Hands, lost: str
) -> None:
    for _ in range(5):
        bound.note_failure("a")
    (tmp_path / lost).unlink()
    assert bound.wait_seconds("a") == FIFTEEN
    assert bound.is_shut("a")
    assert len(bound.failed("a")) == 5
    (tmp_path / "count").unlink(missing_ok=True)
    (tmp_path / "settings" / FILE_NAME).unlink(missing_ok=True)
    assert bound.wait_seconds("a") == 0


def test_a_count_is_of_one_vault(bound: Attempts) -> None:
    for _ in range(5):
        bound.note_failure("a")
    assert bound.wait_seconds("b") == 0
    bound.note_opened("b")
    assert bound.wait_seconds("a") == FIFTEEN


def test_a_file_of_an_older_program_is_read_by_the_clock(tmp_path: Path, hands: Hands) -> None:
    failed = [(hands.at - timedelta(seconds=60)).isoformat()] * 5
    (tmp_path / FILE_NAME).write_text(json.dumps({"a": {"failed": failed, "shut": True}}))
    tries = _attempts(tmp_path, hands)
    assert tries.wait_seconds("a") == FIFTEEN - 60
    assert tries.is_shut("a")


@pytest.mark.parametrize("later", [20.0, 5000.0])
def test_a_computer_that_names_no_run_waits_no_longer(
    tmp_path: Path, hands: Hands, later: float
) -> None:
    """Begun anew after a day: it has been running for less long than before, or for longer."""
    tries = _attempts(tmp_path, hands)
    for _ in range(5):
        tries.note_failure("a")
    hands.set_clock(days=1)
    assert tries.wait_seconds("a") == FIFTEEN
    hands.seconds = later
    assert tries.wait_seconds("a") == 0
