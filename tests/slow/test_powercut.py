"""No power cut takes back what was acknowledged, nor shuts anybody out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp

import pytest

from peerdesk.errors import UserFacing, WrongSecret
from peerdesk.opened import Opened, VaultFolder
from peerdesk.vault.folder import BACKUPS
from tests.conftest import PASSPHRASE
from tests.slow.child import Home, typed
from tests.slow.powercut import MODELS, Model, State, states
from tests.slow.trace import Traced, traced

pytestmark = pytest.mark.slow

NEW = "another lantern by the door"
FLUSH_NOTHING = (
    "import peerdesk.vault.database as d;"
    "d._SETTINGS = tuple(s.replace('EXTRA', 'OFF') for s in d._SETTINGS)"
)
"""The database without its flushes, as some programs run it for speed."""
OVERWRITE = (
    "import peerdesk.vault.header as h;"
    "h.write_together = lambda files: [path.write_bytes(each) for path, each in files.items()]"
)
"""The key file written over in place, as most programs write files."""
NAMES = {number: f"Person {number}" for number in (1, 2, 3)}
"""The supporters of the vault before anything is done to it."""
Check = Callable[[State, Path], None]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A vault with three supporters in it."""
    made = Home(tmp_path)
    opened = VaultFolder(made.data).create(PASSPHRASE, {"name": "Pine County"}, fast=True)
    _add(opened, *NAMES.values())
    return made


@pytest.fixture(scope="module")
def disk() -> Iterator[Path]:
    """A place for the states, in memory where there is one: they are many and live shortly."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
    folder = Path(mkdtemp(dir=memory if memory.is_dir() else None)) / "data"
    yield folder
    shutil.rmtree(folder.parent, ignore_errors=True)


def _add(opened: Opened, *names: str) -> None:
    for name in names:
        person = {"role": "peer", "personnel_class": "sworn", "status": "active"}
        opened.workspace.records.save("supporter", {**person, "full_name": name})
    opened.close()


def _run(
    home: Home, *verb: str, secrets: tuple[str, ...] = (PASSPHRASE,), weak: str = ""
) -> Traced:
    words = home.words("vault", *verb, weakened=weak)
    run = traced(words, home.data, typed(*secrets), home.environment, home.at / "log")
    assert run.code == 0, run.error
    return run


def _failures(
    run: Traced, disk: Path, check: Check, models: Sequence[Model] = MODELS
) -> tuple[int, list[str]]:
    """Check every state of a run; return how many there were, and what failed."""
    number, failed = 0, []
    for state in states(run, models=models):
        number += 1
        shutil.rmtree(disk.parent, ignore_errors=True)
        disk.mkdir(mode=0o700, parents=True)
        state.write(disk)
        try:
            check(state, disk)
        except (UserFacing, AssertionError) as error:
            failed.append(f"step {state.step}: {type(error).__name__} {error}")
    return number, failed


def _survives(run: Traced, disk: Path, check: Check, *, least: int) -> None:
    number, failed = _failures(run, disk, check)
    assert not failed
    assert number >= least  # else the simulation has stopped looking


def _open(folder: Path, *secrets: str) -> Opened:
    """Open with the first secret that does."""
    place = VaultFolder(folder, state_at=folder.parent / "settings")
    for secret in secrets[:-1]:
        try:
            return place.open(secret)
        except WrongSecret:
            continue
    return place.open(secrets[-1])


def _whole(opened: Opened) -> Mapping[int, str]:
    """Return every supporter of a vault that is whole, and leave it as a crash would."""
    try:
        with opened.vault.sessions.read() as session:
            run = session.connection().exec_driver_sql
            assert run("PRAGMA integrity_check").scalars().all() == ["ok"]
            assert not run("PRAGMA cipher_integrity_check").all()
            assert opened.safe.log.check().broken_at is None
            return {row[0]: row[1] for row in run("SELECT id, full_name FROM supporter")}
    finally:
        opened.vault.abandon()  # the state is looked at once and thrown away


def _nothing_lost(state: State, folder: Path) -> None:
    lines = [line for said in state.said for line in said.splitlines()]
    acknowledged = {json.loads(line)["id"] for line in lines}
    assert acknowledged <= _whole(_open(folder, PASSPHRASE)).keys(), "a record is gone"


def test_no_acknowledged_record_is_lost(home: Home, disk: Path) -> None:
    run = _run(home, "run-writer", "--count", "12")
    _survives(run, disk, _nothing_lost, least=400)


def test_a_database_that_does_not_flush_loses_records(home: Home, disk: Path) -> None:
    run = _run(home, "run-writer", "--count", "2", weak=FLUSH_NOTHING)
    assert _failures(run, disk, _nothing_lost, ["journaled"])[1]


def _changing(state: State, folder: Path) -> None:
    valid = (NEW,) if state.said else (PASSPHRASE, NEW)
    assert _whole(_open(folder, *valid)) == NAMES
    if state.said:
        with pytest.raises(WrongSecret):
            _open(folder, PASSPHRASE)


def test_changing_the_passphrase_shuts_nobody_out(home: Home, disk: Path) -> None:
    run = _run(home, "change-passphrase", secrets=(PASSPHRASE, NEW))
    _survives(run, disk, _changing, least=100)


def test_writing_over_the_key_file_shuts_people_out(home: Home, disk: Path) -> None:
    run = _run(home, "change-passphrase", secrets=(PASSPHRASE, NEW), weak=OVERWRITE)
    assert _failures(run, disk, _changing, ["journaled"])[1]


def test_changing_the_data_key_loses_nothing(home: Home, disk: Path) -> None:
    def check(_: State, folder: Path) -> None:
        assert _whole(_open(folder, PASSPHRASE)) == NAMES

    _survives(_run(home, "rotate"), disk, check, least=400)


def test_what_is_called_a_backup_is_one(home: Home, disk: Path) -> None:
    def check(state: State, folder: Path) -> None:
        opened = _open(folder, PASSPHRASE)
        made = list((folder / BACKUPS).glob("*.pdbackup"))
        for path in made:
            opened.safe.backups.verify(path)
        assert _whole(opened) == NAMES
        assert made or not state.said

    _survives(_run(home, "backup"), disk, check, least=150)


def test_restoring_gives_one_state_or_the_other(home: Home, disk: Path) -> None:
    path = home.at / "before.pdbackup"
    opened = _open(home.data, PASSPHRASE)
    opened.safe.backups.make("asked", path)
    _add(opened, "Person 4", "Person 5")
    after = {**NAMES, 4: "Person 4", 5: "Person 5"}

    def check(state: State, folder: Path) -> None:
        found = _whole(_open(folder, PASSPHRASE))
        assert found == NAMES if state.said else found in (NAMES, after)

    restoring = ("restore", str(path), "--replace")
    run = _run(home, *restoring, secrets=(PASSPHRASE, PASSPHRASE))
    _survives(run, disk, check, least=250)


def test_a_new_version_keeps_an_old_vault_whole(home: Home, disk: Path) -> None:
    shutil.rmtree(home.data)
    shutil.copytree(Path(__file__).parents[1] / "vaults" / "schema-1", home.data)

    def check(_: State, folder: Path) -> None:
        assert len(_whole(_open(folder, PASSPHRASE))) == 3

    _survives(_run(home, "unlock-check"), disk, check, least=200)
