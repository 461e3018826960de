"""Every verb that changes the vault, killed at every system call with which it changes a file.

After each kill the verb is simply run again: it succeeds, every record is there, whoever may open
the vault can and nobody else, and nothing lies in the folders that a clean run does not leave.
"""

from __future__ import annotations

import multiprocessing
import shutil
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.slow.child import Home, typed
from tests.slow.killpoints import before, kills
from tests.slow.rerun import Found, Rerun, look
from tests.slow.trace import Traced, traced
from tests.slow.verbs import CASES, Case

pytestmark = pytest.mark.slow

WORKERS = 2
OVERWRITE = (
    "import peerdesk.vault.header as h;"
    "h.write_together = lambda files: [path.write_bytes(each) for each in (b'', *files.values())"
    " for path in files]"
)
"""The key file and its copy written over in place, as most programs write files."""
SCRATCH = (
    "import peerdesk.vault.seal as s; before = s.mark_clean;"
    "s.mark_clean = lambda database, *more: (database.with_name('scratch').touch(),"
    " before(database, *more), database.with_name('scratch').unlink())"
)
"""A file of its own that the program would remove itself, and nobody after it."""
REAL_KILLS = (
    "openat:400",
    "write:3",
    "pwrite64:1",
    "pwrite64:40",
    "pwrite64:300",
    "ftruncate:1",
    "fsync:12",
    "rename:2",
    "rename:4",
    "unlink:1",
    "mkdir:1",
)


FAULTS = (
    "pwrite64:error=ENOSPC:when=12+",
    "fsync:error=EIO:when=6+",
    "rename:error=ENOSPC:when=3+",
)
"""Calls that fail from one of them on."""
ON_A_FULL_DISK = {
    "rotate",
    "change the passphrase",
    "add a record",
    "delete a record",
    "back up",
}
"""These verbs are run on small disks in ``test_full_disk.py``."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.at.mkdir()
    assert made.environment
    return made


def _traced(home: Home, case: Case, weakened: str = "", fault: str = "") -> Traced:
    words, secrets = case.ways[0]
    command = home.words("vault", *home.at_home(words), weakened=weakened)
    log = home.at.with_name("log")
    return traced(command, home.at, typed(*secrets), home.environment, log, fault)


def _looked_at(run: Traced, case: Case) -> Found:
    """Look at every kill, in processes that have loaded everything before."""
    found, warm = Found(), multiprocessing.get_context("forkserver")
    warm.set_forkserver_preload([look.__module__])
    with ProcessPoolExecutor(WORKERS, warm) as pool:
        for part in [pool.submit(look, run, case, each, WORKERS) for each in range(WORKERS)]:
            found.add(part.result())
    return found


@pytest.mark.parametrize("verb", CASES)
def test_a_verb_that_was_killed_is_simply_run_again(home: Home, verb: str) -> None:
    case = CASES[verb](home)
    run = _traced(home, case)
    assert run.code == 0, run.error
    found = _looked_at(run, case)
    assert found.summary() == []
    assert found.states >= case.least


@pytest.mark.parametrize("verb", sorted(CASES.keys() - ON_A_FULL_DISK))
def test_a_verb_whose_disk_failed_is_simply_run_again(
    home: Home, tmp_path: Path, verb: str
) -> None:
    case = CASES[verb](home)
    run = _traced(home, case)
    rerun = Rerun(run, case, Home(tmp_path / "again"))
    for fault in FAULTS:
        shutil.rmtree(home.at)
        before(run).write(home.at)
        failed = _traced(home, case, fault=fault)
        assert failed.code in {0, 11}, f"{fault}: {failed.error}"
        assert "Traceback" not in failed.error
        *_, left = kills(failed)
        rerun.look(left)


@pytest.mark.parametrize("kill_at", REAL_KILLS)
def test_what_a_kill_leaves_is_what_the_trace_says(home: Home, kill_at: str) -> None:
    """A real kill, after which the log is compared with the disk, byte for byte."""
    call, number = kill_at.split(":")
    fault = f"{call}:signal=KILL:when={number}"
    run = _traced(home, CASES["rotate"](home), fault=fault)
    assert run.code == -9


def test_a_key_file_written_in_place_is_caught(home: Home) -> None:
    case = CASES["change the passphrase"](home)
    found = _looked_at(_traced(home, case, OVERWRITE), case)
    assert any("key file is damaged" in each for each in found.wrong)


def test_what_is_left_over_is_caught(home: Home) -> None:
    case = CASES["add a record"](home)
    found = _looked_at(_traced(home, case, SCRATCH), case)
    assert any("data/scratch" in each for each in found.wrong)
