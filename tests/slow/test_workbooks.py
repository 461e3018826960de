"""Workbooks bent at random, always the same: each is read or refused by a program that lives."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from peerdesk.errors import InputRefused
from peerdesk.exchange.workbook import read_workbook
from peerdesk.opened import VaultFolder
from tests.conftest import DATA, PASSPHRASE
from tests.exchange.raw_books import DEADLY, FIRST, ods, ods_cell, xls, xlsb, xlsx
from tests.slow.child import ROOT, Home

pytestmark = pytest.mark.slow

SEEDS = range(1200)
_ATTRIBUTE = re.compile(rb"""([\w:]+)(\s*=\s*)("[^"]*"|'[^']*')""")
_PLACES = (
    *(b"r", b"count", b"uniqueCount", b"table:number-rows-repeated"),
    b"table:number-columns-repeated",
)
"""Attributes that say where something is, or how much of it."""
_TAG = re.compile(rb"<[^<>]+>")
_SHEET = re.compile("worksheets/|^content|shared")
_FAR = (b"XFD1048576", b"xfd1048576", b"4294967295", b"99999999999")
_VALUES = (
    *(b"XFD1048576", b"xfd1048576", b"A0", b"ZZZZZZZ99999999999", b"A1:XFD1048576", b"$A$1", b"1"),
    *(b"0", b"-1", b"65535", b"1048576", b"4294967295", b"99999999999999999999", b"1e999", b""),
    *(b"s", b"str", b"inlineStr", b"b", b"e", b"d", b"&#0;", b"&amp;" * 999, b"../../x", b"\xff"),
)
_WORDS = (b"\xff\xff\xff\xff", b"\xff\xff\x0f\0", b"\xff\x3f\0\0", b"\0\0\0\0", b"\xff\xff\xff\x7f")
_PROGRAM = """
import resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_AS, (1 << 32, 1 << 32))
%s
from tests.slow.test_workbooks import campaign
print(campaign())
"""
_ITSELF = "from peerdesk.exchange import apart, workbook; workbook._lines = apart.answers"
"""Lets the program read workbooks itself, as a program without this guard would."""


def mutants() -> Iterator[bytes]:
    """Return workbooks with one to four faults each, the same in every run."""
    table = f"<table:table-row>{ods_cell('a')}{ods_cell('b')}</table:table-row>" * 3
    whole = [
        *((DATA / name).read_bytes() for name in ("roster.xlsx", "training.xlsx")),
        xlsx(FIRST * 3, '<dimension ref="A1:B3"/>'),
        ods(table),
        xls(9, 9),
        xlsb(3, 3),
    ]
    for seed in SEEDS:
        chance = random.Random(seed)
        content = chance.choice(whole)
        for _ in range(chance.randint(1, 4)):
            content = chance.choice((_attribute, _attribute, _structure, _bytes, _numbers))(
                content, chance
            )
        yield content


def campaign() -> dict[str, int]:
    """Read every mutant; return how many were read, were refused, or ended their reader."""
    seen: Counter[str] = Counter()
    for content in mutants():
        try:
            read_workbook(content, 1000, 100)
        except InputRefused as refused:
            seen["ended" if "far outside" in refused.title else "refused"] += 1
        else:
            seen["read"] += 1
    return dict(sorted(seen.items()))


def _attribute(content: bytes, chance: random.Random) -> bytes:
    def bend(text: bytes) -> bytes:
        found = list(_ATTRIBUTE.finditer(text))
        found = [each for each in found if each[1] in _PLACES] or found
        if not found:
            return text
        at = chance.choice(found)
        quote = chance.choice((b'"', b"'"))
        said = (
            at[1]
            + chance.choice((b"=", b" = ", b"\n="))
            + quote
            + chance.choice(chance.choice((_VALUES, _FAR)))
            + quote
        )
        return text[: at.start()] + chance.choice((said, said, said, b"")) + text[at.end() :]

    return _in_a_part(content, chance, bend)


def _structure(content: bytes, chance: random.Random) -> bytes:
    def bend(text: bytes) -> bytes:
        found = list(_TAG.finditer(text))
        if len(found) < 2:
            return text
        first, last = sorted(chance.sample(found, 2), key=re.Match.start)
        piece = text[first.start() : last.end()]
        times = chance.choice((0, 2, 3, 500))
        return text[: first.start()] + piece * times + text[last.end() :]

    return _in_a_part(content, chance, bend)


def _bytes(content: bytes, chance: random.Random) -> bytes:
    bent = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        bent[chance.randrange(len(bent))] = chance.randrange(256)
    return bytes(bent[: chance.choice((len(bent), len(bent), chance.randrange(1, len(bent))))])


def _numbers(content: bytes, chance: random.Random) -> bytes:
    def bend(text: bytes) -> bytes:
        at = chance.randrange(len(text) + 1)
        return text[:at] + chance.choice(_WORDS) + text[at + 4 :]

    if content.startswith(b"PK"):
        return _in_a_part(content, chance, bend)
    return bend(content)


def _in_a_part(content: bytes, chance: random.Random, bend: object) -> bytes:
    assert callable(bend)
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
            names = old.namelist()
            sheets = [name for name in names if _SHEET.search(name)]
            chosen = chance.choice(chance.choice((sheets, sheets, names)) or names)
            for name in names:
                text = old.read(name)
                bent = bend(text) if name == chosen else text
                new.writestr(zipfile.ZipInfo(name), bent[: 1 << 22], zipfile.ZIP_DEFLATED)
    except Exception:  # noqa: BLE001 - an earlier fault left no archive to look into
        return content
    return made.getvalue()


def _run(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - a fixed program
        [sys.executable, "-c", _PROGRAM % line],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def test_no_bent_workbook_ends_the_program() -> None:
    done = _run("")
    assert done.returncode == 0, done.stderr[-500:]
    counted = dict(re.findall(r"'(\w+)': (\d+)", done.stdout))
    assert sum(map(int, counted.values())) == len(SEEDS)
    assert min(int(counted["read"]), int(counted["refused"])) > 50
    assert int(counted["ended"]) > 2


def test_a_program_that_reads_them_itself_is_ended() -> None:
    assert _run(_ITSELF).returncode == -6


def test_what_unpacks_to_more_than_its_reader_may_take_is_refused() -> None:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx("@"))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            before, found, after = old.read(name).partition(b"@")
            with new.open(name, "w") as part:
                part.write(before)
                for _ in range(2000 if found else 0):
                    part.write(b" " * (1 << 20))
                part.write(after)
    assert len(made.getvalue()) < 50 * 1024 * 1024
    with pytest.raises(InputRefused, match="too large"):
        read_workbook(made.getvalue(), 1000, 100)


def test_the_command_line_refuses_a_deadly_workbook_and_goes_on(tmp_path: Path) -> None:
    home = Home(tmp_path)
    VaultFolder(home.data).create(PASSPHRASE, {"name": "Pine County"}, fast=True).close()
    bad = tmp_path / "bad.xlsx"
    for content in DEADLY.values():
        bad.write_bytes(content)
        done = home.run("import", str(bad))
        assert (done.returncode, "Traceback" in done.stderr) == (4, False)
    assert home.run("import", str(DATA / "roster.xlsx")).returncode == 0
