"""The simulated disk does what disks do, and nothing that they do not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.slow.child import Home
from tests.slow.operations import (
    Link,
    Operation,
    Rename,
    Resize,
    Said,
    Sync,
    SyncFolder,
    Unlink,
    Write,
)
from tests.slow.powercut import MODELS, Model, states
from tests.slow.trace import Files, Traced, traced

pytestmark = pytest.mark.slow

BEFORE = {"a": b"old"}


def _possible(*operations: Operation, model: Model, said: int = 0) -> set[bytes | None]:
    """Return what ``a`` may hold after a power cut, once so much was said."""
    run = Traced(BEFORE, operations, 0, "")
    found = [each for each in states(run, 200, [model]) if len(each.said) == said]
    return {state.files.get("a") for state in found}


@pytest.mark.parametrize("model", MODELS)
def test_what_was_not_flushed_may_be_lost(model: Model) -> None:
    steps = (Write(0, 0, b"new"), Said("done"))
    assert _possible(*steps, model=model, said=1) == {b"old", b"new"}
    flushed = (Write(0, 0, b"new"), Sync(0), Said("done"))
    assert _possible(*flushed, model=model, said=1) == {b"new"}


@pytest.mark.parametrize("model", MODELS)
def test_a_large_write_may_be_torn(model: Model) -> None:
    found = _possible(Resize(0, 0), Write(0, 0, b"x" * 1024), model=model)
    assert b"x" * 512 in found
    assert any(each and b"\0" in each and b"x" in each for each in found)


@pytest.mark.parametrize("model", MODELS)
def test_a_name_taken_without_a_flush_may_be_empty(model: Model) -> None:
    careless = (Link("b", 1), Write(1, 0, b"new"), Rename("b", "a", 1), Said("done"))
    assert b"" in _possible(*careless, model=model, said=1)
    careful = (Link("b", 1), Write(1, 0, b"new"), Sync(1), Rename("b", "a", 1))
    assert _possible(*careful, Said("done"), model=model, said=1) == {b"old", b"new"}
    whole = (*careful, SyncFolder(""), Said("done"))
    assert _possible(*whole, model=model, said=1) == {b"new"}


def test_only_a_strict_disk_forgets_a_name_though_another_file_was_flushed() -> None:
    steps = (Unlink("a", 0), Link("b", 1), Write(1, 0, b"x"), Sync(1), Said("done"))
    assert _possible(*steps, model="strict", said=1) == {b"old", None}
    assert _possible(*steps, model="journaled", said=1) == {None}


@pytest.mark.parametrize("model", MODELS)
def test_a_removed_name_never_takes_its_successor_along(model: Model) -> None:
    """The old file's removal may come late, but a new file of that name is another file."""
    steps = (Unlink("a", 0), Link("a", 1), Write(1, 0, b"new"), Sync(1), SyncFolder(""))
    assert _possible(*steps, Said("done"), model=model, said=1) == {b"new"}
    renamed = (Link("b", 1), Write(1, 0, b"new"), Sync(1), Rename("b", "a", 1), SyncFolder(""))
    assert _possible(*renamed, Unlink("x", 5), Said("d"), model=model, said=1) == {b"new"}


@pytest.mark.parametrize("model", MODELS)
def test_what_was_flushed_stays(model: Model) -> None:
    run = Traced(BEFORE, (Write(0, 0, b"one"), Sync(0), Write(0, 0, b"two")), 0, "")
    late = {each.files["a"] for each in states(run, 200, [model]) if each.step.endswith("3")}
    assert late == {b"two"}  # "one" was seen before, and "old" can no longer be


_PROGRAM = """
import os, shutil, sys
at = sys.argv[1]
with open(f"{at}/one", "wb") as f:
    f.write(b"1" * 5000); f.seek(100); f.write(b"two"); f.flush(); os.fsync(f.fileno())
os.rename(f"{at}/one", f"{at}/it's #1 é")
with open(f"{at}/it's #1 é", "r+b") as f:
    f.truncate(200)
os.mkdir(f"{at}/deep")
shutil.copyfile(f"{at}/it's #1 é", f"{at}/deep/copy")
shutil.copyfile(os.__file__, f"{at}/deep/outside")
with open(f"{at}/deep/copy", "ab") as f:
    f.write(b"end")
print("said", flush=True)
os.unlink(f"{at}/old")
folder = os.open(at, os.O_RDONLY); os.fsync(folder); os.close(folder)
shutil.rmtree(f"{at}/deep")
"""


def test_a_trace_tells_all_that_a_program_did(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.data.mkdir()
    (home.data / "old").write_bytes(b"old")
    words = [sys.executable, "-c", _PROGRAM, str(home.data)]
    run = traced(words, home.data, "", home.environment, tmp_path / "log")
    assert run.code == 0, run.error
    assert run.before == Files({"old": b"old"})
    kinds = [type(each) for each in run.operations]
    for kind in (Link, Write, Resize, Sync, Rename, Unlink, SyncFolder, Said):
        assert kind in kinds, kind
    assert [each.text for each in run.operations if isinstance(each, Said)] == ["said\n"]
