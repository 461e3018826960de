"""Runs a verb again on what a kill left of it, and looks at what is there then."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import pytest

# What a verb needs, loaded once and not for each of thousands of runs.
import peerdesk.exchange.reader  # noqa: F401
from peerdesk.cli import main
from peerdesk.errors import UserFacing, WrongSecret
from peerdesk.opened import VaultFolder
from peerdesk.vault.folder import LOCK_NAME, NAME
from peerdesk.vault.header import COPY_NAME, FAMILIES, FILE_NAME, read_headers
from tests.conftest import PASSPHRASE
from tests.slow.child import Home, typed
from tests.slow.killpoints import Killed, kills
from tests.slow.trace import Files, Traced, contents, folders
from tests.slow.verbs import Case

ALREADY_DONE = {1, 2, 5}
"""How a verb refuses that has nothing left to do: the record is gone, the old secret is."""


_EVERYWHERE = {f"data/{LOCK_NAME}", "data/CURRENT-journal"}
"""What lies wherever a vault was opened; a journal that holds anything would not open so."""


@dataclass
class Found:
    """How many states were looked at, and what was wrong after which calls."""

    states: int = 0
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        """Take in what was found elsewhere."""
        self.states += other.states
        for what, steps in other.wrong.items():
            self.wrong.setdefault(what, []).extend(steps)

    def summary(self) -> list[str]:
        """Say of each thing that is wrong how often, and after which call first and last."""
        return [
            f"{what} ({len(steps)} times, after {steps[0]} ... {steps[-1]})"
            for what, steps in self.wrong.items()
        ]


def look(run: Traced, case: Case, part: int = 0, parts: int = 1) -> Found:
    """Look at every kill of a run, or at each second one of them, and so on."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
    place = Path(mkdtemp(dir=memory if memory.is_dir() else None))
    rerun, found = Rerun(run, case, Home(place / "home")), Found()
    try:
        for killed in list(kills(run))[part::parts]:
            found.states += 1
            try:
                rerun.look(killed)
            except (UserFacing, AssertionError, OSError) as error:
                what = f"{type(error).__name__}: {str(error).splitlines()[0]}"
                found.wrong.setdefault(what, []).append(killed.step)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return found


class Rerun:
    """One verb, on one disk."""

    def __init__(self, run: Traced, case: Case, disk: Home) -> None:
        """``run`` is the verb's own run to its end, which says what is to lie there."""
        self._case, self._disk = case, disk
        self._databases = _databases(run.before)
        *_, clean = kills(run)
        self._clean = _shape(clean.files, clean.folders, self._databases)

    def look(self, killed: Killed) -> None:
        """Run the verb again on what a kill, or a failure, left; raises what is wrong."""
        case, disk = self._case, self._disk
        self._put(killed)
        if case.before:
            assert _records(disk, PASSPHRASE) in case.before, "records are gone"
            self._put(killed)
        self._again()
        named = self._databases | _databases(killed.files)
        shape = _shape(contents(disk.at), folders(disk.at), named)
        assert shape == self._clean, f"left over or missing: {sorted(shape ^ self._clean)}"
        there = _records(disk, case.opens)
        assert there == case.records, f"records are not the same: {sorted(there)}"
        for secret in case.shut:
            with pytest.raises(WrongSecret):
                read_headers(disk.data)[0].unlock(secret)

    def _put(self, killed: Killed) -> None:
        shutil.rmtree(self._disk.at, ignore_errors=True)
        killed.write(self._disk.at)

    def _again(self) -> None:
        """Run the verb again; it may refuse where it had done its work, which is looked at then."""
        for way in self._case.ways:
            code, said = _run(self._disk, *way)
            if code not in ALREADY_DONE:
                break
        assert code == 0, f"{code} " + said.replace("\n", " ")


def _run(home: Home, words: tuple[str, ...], secrets: tuple[str, ...]) -> tuple[int, str]:
    """Run a command in this process; return its code and what it said to people."""
    said = io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(io.StringIO()),
        redirect_stderr(said),
    ):
        patch.setattr("sys.stdin", io.StringIO(typed(*secrets)))
        patch.setenv("XDG_CONFIG_HOME", str(home.settings.parent))
        patch.setenv("PEERDESK_TEST", "1")
        code = main.run(["--data", str(home.data), "--secret-stdin", "vault", *home.at_home(words)])
    return code, said.getvalue()


def _records(home: Home, secret: str) -> frozenset[str]:
    """Return the records of a vault that is whole, and who opens it; leave it as a crash would."""
    opened = VaultFolder(home.data, state_at=home.at / "looking").open(secret)
    try:
        with opened.vault.sessions.read() as session:
            run = session.connection().exec_driver_sql
            assert run("PRAGMA integrity_check").scalars().all() == ["ok"]
            assert not run("PRAGMA cipher_integrity_check").all()
            assert opened.safe.log.check().broken_at is None
            found = run("SELECT full_name FROM supporter UNION ALL SELECT name FROM agency")
            records = frozenset(found.scalars())
        people = [each for each in opened.safe.keys.openers() if each.kind in FAMILIES["pass"]]
        return records | {f"{each.name}, {each.role}" for each in people}
    finally:
        opened.vault.abandon()


def _shape(files: Files, inside: Iterable[str], named: set[str]) -> frozenset[str]:
    """Return the names that are there, without what differs from one run to another.

    ``named`` holds the databases that were the vault's once: they may stay for a week.
    """
    kinds = {**dict.fromkeys(named, "OLD"), **dict.fromkeys(_databases(files), "CURRENT")}
    shape = {_plain(path, kinds) for path in files} - _EVERYWHERE
    return frozenset(shape | {f"{folder}/" for folder in inside})


def _databases(files: Files) -> set[str]:
    """Return the databases that key files name."""
    found = [files.get(f"data/{name}") for name in (FILE_NAME, COPY_NAME)]
    return {json.loads(each)["db"] for each in found if each}


def _plain(path: str, kinds: Mapping[str, str]) -> str:
    folder, _, name = path.rpartition("/")
    if NAME.fullmatch(name):
        return f"{folder}/BACKUP"
    stem, end, rest = name.partition(".db")
    return f"{folder}/{kinds.get(stem + end, stem + end)}{rest}"
