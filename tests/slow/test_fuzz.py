"""Whatever stands in a file outside the database: a documented end, no traceback, nothing lost.

Each campaign has fixed seeds and a control: the same campaign against a reader that is too kind.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import Any

import pytest

from peerdesk.errors import InputRefused, UserFacing
from peerdesk.periods import Period
from peerdesk.services.issuing import receipts
from peerdesk.services.issuing.totals_file import (
    digest,
    own_totals,
    read_totals,
    write_totals,
)
from peerdesk.services.summaries.region import combine
from peerdesk.vault.backups.package import MAGIC, read_manifest
from peerdesk.vault.header import COPY_NAME, FILE_NAME, canonical
from tests.conftest import PASSPHRASE, TODAY
from tests.services.agencies import Agency, agency
from tests.services.issuing.test_ledger import QUARTER
from tests.slow.child import Home, typed
from tests.slow.mutations import bytes_mutated, fields_mutated
from tests.terminal import Terminal, terminal
from tests.vault.filled import tree

__all__ = ["terminal"]  # a fixture
pytestmark = pytest.mark.slow

RECORDS = ("Ottoline Quill", "Sunniva Roe", "Dale Whitcomb")
Cases = Iterable[tuple[str, bytes]]
Judge = Callable[[bytes], str]
"""Says what was wrong with how a case ended; nothing where it was right."""


def faults(cases: Cases, judge: Judge) -> Iterator[str]:
    """Find the cases that did not end as they must, a traceback among them."""
    for name, content in cases:
        try:
            said = judge(content)
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            said = type(error).__name__
        if said:
            yield f"{name}: {said}"


def too_kind(content: bytes | str, shape: Callable[[Any], Any]) -> Any:
    """Read JSON as Python does, for controls."""
    return shape(json.loads(content))


@dataclass
class Ground:
    """A closed vault with three records and a backup, put back before each case."""

    terminal: Terminal
    whole: Path
    settings: Path

    @property
    def data(self) -> Path:
        """The folder that is worked on."""
        return self.terminal.folder

    @property
    def database(self) -> Path:
        """The database of the vault."""
        (found,) = self.data.glob("data-*.db")
        return found

    @property
    def backup(self) -> Path:
        """The first backup beside it."""
        return min((self.data / "backups").iterdir())

    def reset(self) -> None:
        """Put everything back as it was."""
        shutil.rmtree(self.data)
        shutil.copytree(self.whole, self.data)
        shutil.rmtree(self.settings, ignore_errors=True)

    def files(self) -> dict[str, bytes]:
        """Return what is in the vault's folder, but for what says that somebody was here."""
        found = tree(self.data)
        return {k: v for k, v in found.items() if not k.endswith((".lock", ".attempts"))}

    def opens(self) -> bool:
        """Say whether the vault opens and holds its records."""
        code = self.terminal.run("vault", "count", "--table", "supporter")
        return code == 0 and json.loads(self.terminal.out)["count"] == len(RECORDS)

    def judge(self, place: Callable[[], list[Path]], codes: set[int], words: list[str]) -> Judge:
        """Judge by a command what stands in some files: exit codes, nothing else written."""

        def judged(content: bytes) -> str:
            self.reset()
            intact = {path: path.read_bytes() for path in place()}
            for path in intact:
                path.write_bytes(content)
            before = self.files()
            code = self.terminal.run(*words)
            if code not in codes:
                return f"exit {code}"
            if code and self.files() != before:
                return "wrote"
            if (
                code == 0
                and "count" in words
                and f'"count": {len(RECORDS)}' not in self.terminal.out
            ):
                return "lost records"
            for path, was in intact.items():
                path.write_bytes(was)
            shutil.rmtree(self.settings, ignore_errors=True)
            if code == 0 or next(turn) % SAMPLED:
                return ""  # nothing but these files was touched, so the intact ones open
            return "" if self.opens() else "does not open any more"

        turn = count()
        return judged


SAMPLED = 10
"""One case in so many is opened again with the intact files."""
COUNT = ["vault", "count", "--table", "supporter"]


@pytest.fixture
def ground(terminal: Terminal, tmp_path: Path) -> Ground:
    for name in RECORDS:
        terminal.json("vault", "add", "--text", name)
    terminal.json("vault", "backup")
    shutil.copytree(terminal.folder, tmp_path / "whole")
    return Ground(terminal, tmp_path / "whole", tmp_path / "settings")


def _header_cases(ground: Ground, seed: str, many: int) -> Cases:
    content = (ground.whole / FILE_NAME).read_bytes()
    return chain(
        fields_mutated(f"header fields {seed}", json.loads(content), many),
        bytes_mutated(f"header bytes {seed}", content, many // 3),
    )


def test_a_first_key_file_of_any_kind_gives_way_to_the_second(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = ground.judge(lambda: [ground.data / FILE_NAME], {0}, COUNT)
    assert list(faults(_header_cases(ground, "one", 34), judge)) == []
    # The control: without the second copy, hardly any opens.
    (ground.whole / COPY_NAME).unlink()
    assert any(faults(_header_cases(ground, "one", 34), judge))


def test_key_files_of_any_kind_end_as_documented(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def place() -> list[Path]:
        return [ground.data / FILE_NAME, ground.data / COPY_NAME]

    judge = ground.judge(place, {0, 5, 6, 9}, COUNT)
    assert list(faults(_header_cases(ground, "two", 70), judge)) == []
    monkeypatch.setattr("peerdesk.vault.header.parse", too_kind)
    assert any(faults(_header_cases(ground, "two", 70), judge))


def _changed(content: bytes, cases: Cases) -> Cases:
    """Leave out the cases that say the same."""
    for name, changed in cases:
        try:
            same = json.loads(changed) == json.loads(content)
        except (ValueError, RecursionError):
            same = False
        if not same:
            yield name, changed


def _packed(head: bytes, database: bytes) -> bytes:
    return MAGIC + len(head).to_bytes(4, "big") + head + database


def _fitting(said: dict[str, Any]) -> dict[str, Any]:
    """Renew the checksum, which needs no key."""
    fields = {name: value for name, value in said.items() if name != "checksum"}
    return {**fields, "checksum": hashlib.sha256(canonical(fields)).hexdigest()}


def _package_cases(ground: Ground) -> Cases:
    content = ground.backup.read_bytes()
    manifest = read_manifest(ground.backup)
    said, database = json.loads(manifest.as_bytes()), content[-manifest.size :]
    for seed, finish in (("as it is", None), ("with its checksum", _fitting)):
        for name, head in fields_mutated(f"package {seed}", said, 60, finish or (lambda it: it)):
            with suppress(ValueError, RecursionError):  # as it must be written, where it can be
                head = canonical(json.loads(head))  # noqa: PLW2901
            yield name, _packed(head, database)
    yield from bytes_mutated("package bytes", content, 40)
    head = content[: -manifest.size]
    for name, changed in bytes_mutated("package head", head, 40):
        yield name, changed + database


def test_backups_of_any_kind_end_as_documented(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Restored elsewhere: nothing appears there. Listed and rotated beside: nothing goes."""
    crafted, there = tmp_path / "crafted.pdbackup", tmp_path / "there"
    original = ground.backup.read_bytes()

    def judge(content: bytes) -> str:
        if content == original:
            return ""
        crafted.write_bytes(content)
        code = ground.terminal.run("vault", "restore", str(crafted), "--data", str(there))
        if code not in {5, 8, 9}:
            return f"exit {code}"
        return "left something" if there.exists() and list(there.iterdir()) else ""

    assert list(faults(_package_cases(ground), judge)) == []
    monkeypatch.setattr("peerdesk.vault.backups.manifest.parse_json", too_kind)
    assert any(faults(_package_cases(ground), judge))


def test_backups_of_any_kind_stop_no_other(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them at once in the folder, under names of its own."""
    original = ground.backup.read_bytes()
    cases = [case for case in _package_cases(ground) if case[1] != original]
    names = [f"peerdesk-20{10 + number % 80}0101T000000Z-{number:06d}" for number in range(999)]

    def judge(_: bytes) -> str:
        ground.reset()
        for (_name, content), name in zip(cases, names, strict=False):
            (ground.data / "backups" / f"{name}.pdbackup").write_bytes(content)
        before = set(ground.files())
        if ground.terminal.run("vault", "add", "--text", "Somebody"):
            return "not added"
        if ground.terminal.run("vault", "backup"):
            return "no backup made"
        if original not in tree(ground.data / "backups").values():
            return "the good one went"
        return "" if before - set(ground.files()) <= {"vault.json.partial"} else "some went"

    assert list(faults([("all at once", b"")], judge)) == []
    monkeypatch.setattr("peerdesk.vault.backups.manifest.parse_json", too_kind)
    assert any(faults([("all at once", b"")], judge))


def test_seals_of_any_kind_end_as_documented(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    def place() -> list[Path]:
        return [ground.database.with_name(f"{ground.database.name}.seal")]

    content = place()[0].read_bytes()
    judge = ground.judge(place, {8}, COUNT)

    def cases() -> Cases:
        yield from _changed(content, fields_mutated("seal fields", json.loads(content), 60))
        yield from _changed(content, bytes_mutated("seal bytes", content, 30))

    assert list(faults(cases(), judge)) == []
    # The control: were its code not compared, some would be believed.
    monkeypatch.setattr("peerdesk.vault.seal.hmac.compare_digest", lambda *_: True)
    assert any(faults(cases(), judge))


def test_databases_of_any_kind_end_as_documented(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = ground.database.read_bytes()
    judge = ground.judge(lambda: [ground.database], {7, 8}, COUNT)

    def cases() -> Cases:
        for name, changed in bytes_mutated("database", content, 70):
            if changed != content:
                yield name, changed

    assert list(faults(cases(), judge)) == []
    # The control: without the seal, damage that the first look does not meet is opened.
    monkeypatch.setattr("peerdesk.vault.seal.check", lambda *_: None)
    assert any(faults(cases(), judge))


def test_databases_of_any_kind_taken_on_purpose_end_as_documented(ground: Ground) -> None:
    content = ground.database.read_bytes()
    words = ["vault", "unlock-check", "--accept-altered"]

    def judge(changed: bytes) -> str:
        ground.reset()
        ground.database.write_bytes(changed)
        backups = tree(ground.data / "backups")
        code = ground.terminal.run(*words)
        if code not in {0, 7, 8}:
            return f"exit {code}"
        return "" if tree(ground.data / "backups").items() >= backups.items() else "lost a backup"

    cases = list(bytes_mutated("database on purpose", content, 60))
    assert list(faults(cases, judge)) == []
    # The control: a command that is given no secret ends otherwise.
    words[1] = "no-such-verb"
    assert any(faults(cases, judge))


def test_what_is_remembered_outside_never_shuts_the_vault(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground.terminal.run(*COUNT, secret="not the passphrase")
    places = [*ground.settings.rglob("*.json"), *ground.data.glob("*.attempts")]
    kept = {path: path.read_bytes() for path in places}
    assert len(kept) == 2

    def cases() -> Cases:
        for content in kept.values():
            yield from fields_mutated("state fields", json.loads(content), 24)
            yield from bytes_mutated("state bytes", content, 8)

    def judge(content: bytes) -> str:
        ground.reset()
        for path in kept:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        code = ground.terminal.run(*COUNT)
        if code not in {0, 12}:
            return f"exit {code}"
        if code == 0 and f'"count": {len(RECORDS)}' not in ground.terminal.out:
            return "lost records"
        for path in kept:
            path.unlink(missing_ok=True)
        return "" if code == 0 or ground.opens() else "does not open any more"

    assert list(faults(cases(), judge)) == []
    monkeypatch.setattr("peerdesk.vault.attempts.parse", too_kind)
    assert any(faults(cases(), judge))


@pytest.fixture(scope="module")
def one() -> Iterator[Agency]:
    from peerdesk.app import issue_report
    from peerdesk.services.issuing.ledger import Delivery

    with agency(5) as made:
        made.live(QUARTER, 60, late=False)
        issue_report(made.workspace, "quarterly", QUARTER, "letter", Delivery("region"))
        yield made


def _signed(one: Agency, said: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in said.items() if name != "signature"}
    with one.vault.sessions.read() as session:
        return {**fields, "signature": receipts._signature(session, fields)}


def _receipt_cases(one: Agency) -> Cases:
    said = json.loads(one.workspace.receipts.receipt(1))
    short = {**said, "cells": said["cells"][:6]}
    yield from fields_mutated("receipt", short, 100)
    yield from fields_mutated("receipt, signed", short, 200, lambda each: _signed(one, each))
    yield from bytes_mutated("receipt bytes", json.dumps(said).encode(), 60)


def test_receipts_of_any_kind_end_as_documented(
    one: Agency, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even those that the vault's own key has signed."""
    file = tmp_path / "receipt.json"

    def judge(content: bytes) -> str:
        file.write_bytes(content)
        before = len(one.workspace.ledger.register())
        try:
            taken = one.workspace.receipts.receive(receipts.open_receipt(file))
        except InputRefused:
            taken = False
        register = one.workspace.ledger.register()
        if taken:
            one.workspace.reporting.summary("quarterly", Period.parse("2023-Q1"))
        return "" if len(register) == before + taken else "half taken"

    assert list(faults(_receipt_cases(one), judge)) == []
    monkeypatch.setattr("peerdesk.services.issuing.receipts.parse", too_kind)
    assert any(faults(_receipt_cases(one), judge))


def _totals_cases(one: Agency) -> Cases:
    space = one.workspace
    content = write_totals(own_totals(space.ledger, space.agency, 1))
    said = json.loads(content)
    yield from fields_mutated("totals", said, 100)
    few = {**said, "cells": said["cells"][:8]}
    yield from fields_mutated("totals, whole", few, 300, _digested)
    yield from bytes_mutated("totals bytes", content, 60)


def _digested(said: dict[str, Any]) -> dict[str, Any]:
    return {**said, "sha256": digest(said)}


def test_totals_of_any_kind_end_as_documented(one: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(own_totals(one.workspace.ledger, one.workspace.agency, 1), agency="Elk Creek")

    def judge(content: bytes) -> str:
        try:
            part = read_totals(content)
        except InputRefused:
            return ""
        try:
            return "" if combine([part, other], TODAY).as_json() else "adds up to nothing"
        except UserFacing as refused:
            return "" if refused.exit_code == 2 else str(refused.exit_code)

    assert list(faults(_totals_cases(one), judge)) == []
    monkeypatch.setattr("peerdesk.services.issuing.totals_file.parse", too_kind)
    assert any(faults(_totals_cases(one), judge))


HOSTILE: dict[str, Callable[[dict[str, Any]], object]] = {
    "memory": lambda raw: raw["slots"][0]["kdf"].update(m=2**31),
    "a gigabyte": lambda raw: raw["slots"][0]["kdf"].update(m=1024 * 1024, t=1),
    "passes": lambda raw: raw["slots"][0]["kdf"].update(t=10**9),
    "both within, not together": lambda raw: raw["slots"][0]["kdf"].update(m=160 * 1024, t=16),
    "lanes": lambda raw: raw["slots"][0]["kdf"].update(p=0),
    "10 000 slots": lambda raw: raw.update(slots=raw["slots"] * 10_000),
}


PEAK = (
    "import atexit, pathlib; "
    "atexit.register(lambda: sys.stderr.write(pathlib.Path('/proc/self/status').read_text()))"
)
"""A program says at its end how much memory it had at most."""


def _cost(home: Home, *words: str) -> tuple[int, float, int]:
    """Run a command; return its exit code, its seconds and its memory at most, in MiB."""
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 - fixed commands of this project
        home.words(*words, weakened=PEAK),
        input=typed(PASSPHRASE),
        text=True,
        capture_output=True,
        env=home.environment,
        check=False,
    )
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", done.stderr)
    return done.returncode, time.monotonic() - started, int(peak) // 1024


def test_a_hostile_key_file_costs_no_time_and_no_memory(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.run("vault", "init", "--test-kdf", "fast").returncode == 0
    intact = json.loads((home.data / FILE_NAME).read_bytes())
    seconds = _cost(home, "vault", "unlock-check")[1]
    for change in HOSTILE.values():
        raw = json.loads(json.dumps(intact))
        change(raw)
        for name in (FILE_NAME, COPY_NAME):
            (home.data / name).write_text(json.dumps(raw))
        code, took, memory = _cost(home, "vault", "unlock-check")
        assert (code, memory < 300) == (6, True)
        assert took < 2 + seconds


def test_the_dearest_key_file_is_one_that_an_old_computer_bears(tmp_path: Path) -> None:
    """All eight slots as dear as may be, none of which opens."""
    home = Home(tmp_path)
    assert home.run("vault", "init", "--test-kdf", "fast").returncode == 0
    raw = json.loads((home.data / FILE_NAME).read_bytes())
    raw["slots"][0]["kdf"].update(m=160 * 1024, t=2, p=8)
    raw["slots"] = [{**raw["slots"][0], "id": f"{number:032x}"} for number in range(8)]
    for name in (FILE_NAME, COPY_NAME):
        (home.data / name).write_text(json.dumps(raw))
    code, took, memory = _cost(home, "vault", "unlock-check")
    assert (code, memory < 300) == (5, True)
    assert took < 30
    # The control: what is measured is the derivation.
    assert memory > 160
