"""No power cut takes back what was acknowledged, nor shuts anybody out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from peerdesk.errors import UserFacing
from peerdesk.places import VaultFolder
from tests.conftest import PASSPHRASE
from tests.slow.child import Home, typed
from tests.slow.powercut import MODELS, Model, State, states
from tests.slow.trace import Traced, traced

pytestmark = pytest.mark.slow

CHECK_NOTHING = (
    "import peerdesk.vault.database as d;"
    "d._SETTINGS = tuple(s.replace('EXTRA', 'OFF') for s in d._SETTINGS)"
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    VaultFolder(made.data).create(PASSPHRASE, {"name": "Pine County"}, fast=True).close()
    return made


@pytest.fixture(scope="session")
def disk() -> Iterator[Path]:
    """A place for the states, in memory where there is one: they are many and live shortly."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
    folder = Path(mkdtemp(dir=memory if memory.is_dir() else None)) / "data"
    yield folder
    shutil.rmtree(folder.parent, ignore_errors=True)


def _names(folder: Path, secret: str = PASSPHRASE) -> dict[int, str]:
    opened = VaultFolder(folder).open(secret)
    try:
        with opened.vault.sessions.read() as session:
            connection = session.connection()
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            assert not connection.exec_driver_sql("PRAGMA cipher_integrity_check").all()
            rows = connection.exec_driver_sql("SELECT id, full_name FROM supporter").all()
        return {row[0]: row[1] for row in rows}
    finally:
        opened.close()


def _failures(
    run: Traced, model: Model, disk: Path, check: Callable[[State, Path], None]
) -> tuple[int, list[str]]:
    """Check every state of a run; return how many there were, and what failed."""
    number, failed = 0, []
    for state in states(run, model):
        number += 1
        shutil.rmtree(disk, ignore_errors=True)
        disk.mkdir(mode=0o700)
        state.write(disk)
        try:
            check(state, disk)
        except (UserFacing, AssertionError) as error:
            failed.append(f"step {state.step}: {type(error).__name__} {error}")
    return number, failed


def _acknowledged(state: State) -> set[int]:
    return {json.loads(line)["id"] for said in state.said for line in said.splitlines()}


def _nothing_lost(state: State, folder: Path) -> None:
    assert _acknowledged(state) <= _names(folder).keys(), "an acknowledged record is gone"


@pytest.mark.parametrize("model", MODELS)
def test_no_acknowledged_record_is_lost(home: Home, disk: Path, model: Model) -> None:
    words = home.words("vault", "run-writer", "--count", "12")
    run = traced(words, home.data, typed(PASSPHRASE), home.environment, home.at / "log")
    assert run.code == 0, run.error
    number, failed = _failures(run, model, disk, _nothing_lost)
    assert not failed
    assert number >= 400


def test_the_simulation_notices_a_database_that_does_not_flush(home: Home, disk: Path) -> None:
    words = home.words("vault", "run-writer", "--count", "2", weakened=CHECK_NOTHING)
    run = traced(words, home.data, typed(PASSPHRASE), home.environment, home.at / "log")
    assert run.code == 0, run.error
    _, failed = _failures(run, "journaled", disk, _nothing_lost)
    assert failed
