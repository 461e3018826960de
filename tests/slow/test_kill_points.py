"""Every verb that changes the vault, killed at every system call with which it changes a file.

After each kill the verb is simply run again: it succeeds, every record is there, whoever may open
the vault can and nobody else, and nothing lies in the folders that a clean run does not leave.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from tests.slow.child import Home, typed
from tests.slow.rerun import Found, look
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


@pytest.mark.parametrize("verb", CASES)
def test_a_verb_that_was_killed_is_simply_run_again(home: Home, verb: str) -> None:
    case = CASES[verb](home)
    run, found = _traced(home, case), Found()
    assert run.code == 0, run.error
    warm = multiprocessing.get_context("forkserver")
    warm.set_forkserver_preload([look.__module__])
    with ProcessPoolExecutor(WORKERS, warm) as pool:
        for part in [pool.submit(look, run, case, each, WORKERS) for each in range(WORKERS)]:
            found.add(part.result())
    assert found.summary() == []
    assert found.states >= case.least


@pytest.mark.parametrize("kill_at", REAL_KILLS)
def test_what_a_kill_leaves_is_what_the_trace_says(home: Home, kill_at: str) -> None:
    """A real kill, after which the log is compared with the disk, byte for byte."""
    call, number = kill_at.split(":")
    fault = f"{call}:signal=KILL:when={number}"
    run = _traced(home, CASES["rotate"](home), fault=fault)
    assert run.code == -9


def test_a_key_file_written_in_place_is_caught(home: Home) -> None:
    case = CASES["change the passphrase"](home)
    assert any(
        "key file is damaged" in each for each in look(_traced(home, case, OVERWRITE), case).wrong
    )


def test_what_is_left_over_is_caught(home: Home) -> None:
    case = CASES["add a record"](home)
    found = look(_traced(home, case, SCRATCH), case)
    assert any("data/scratch" in each for each in found.wrong)
