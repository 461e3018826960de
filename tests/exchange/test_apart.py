"""A workbook that ends its reader is a refused file, and the reader is believed nothing unseen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from peerdesk.errors import InputRefused
from peerdesk.exchange import apart, workbook
from peerdesk.exchange.workbook import read_workbook
from tests.exchange.raw_books import DEADLY, FIRST, xls, xlsb, xlsx

ROSTER = Path(__file__).parents[1] / "data" / "roster.xlsx"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
HERE = """
import resource, sys
from peerdesk.exchange.apart import answers
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))
print(*answers(sys.stdin.buffer.read()))
"""
"""A program that reads a workbook itself."""


def _program(code: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - a fixed program
        [sys.executable, "-c", code], input=given, capture_output=True, check=False
    )


def _says(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Put a program in the place of the reader."""
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-c", code])


def _answers(*lines: str) -> str:
    said = "\n".join((json.dumps(apart.READY), *lines)) + "\n"
    return f"import sys; sys.stdin.read(); sys.stdout.buffer.write({said.encode()!r})"


@pytest.mark.parametrize("hidden", DEADLY)
def test_no_workbook_ends_the_program(hidden: str) -> None:
    assert len(DEADLY[hidden]) < 6000
    with pytest.raises(InputRefused, match="far outside"):
        read_workbook(DEADLY[hidden], 1000, 100)


@LINUX
@pytest.mark.parametrize("hidden", DEADLY)
def test_each_would_end_a_program_that_reads_it_itself(hidden: str) -> None:
    assert _program(HERE, DEADLY[hidden]).returncode == -6
    assert _program(HERE, xlsx(FIRST)).stdout == b"['a'] end\n"


def test_a_sheet_that_only_claims_to_be_huge_is_read() -> None:
    rows = read_workbook(xlsx(FIRST, '<dimension ref="A1:XFD1048576"/>'), 1000, 100)
    assert [row.cells for row in rows] == [("a",)]
    assert [row.cells for row in read_workbook(xlsb(1, 1), 1000, 100)] == [(1, None), (None, 1)]
    assert read_workbook(xls(1, 1), 1000, 100) == ()


@pytest.mark.parametrize(
    ("frozen", "start"), [(True, [sys.executable, apart.WORD]), (False, [sys.executable, "-P"])]
)
def test_a_frozen_program_is_its_own_reader(
    frozen: bool, start: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    assert apart.command()[:2] == start


def test_the_program_itself_reads_when_it_is_started_for_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROSTER.parents[2])
    plain = read_workbook(ROSTER.read_bytes(), 1000, 100)
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-m", "peerdesk", apart.WORD])
    assert read_workbook(ROSTER.read_bytes(), 1000, 100) == plain
    assert len(plain) == 27


def test_the_folder_that_the_user_works_in_has_no_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json.py", "python_calamine.py", "peerdesk.py"):
        (tmp_path / name).write_text("raise SystemExit(9)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(read_workbook(ROSTER.read_bytes(), 1000, 100)) == 27


@pytest.mark.parametrize(
    "wrong",
    [
        '["\\ud800"]',
        "[NaN]",
        "[Infinity]",
        "[1e999]",
        "[true]",
        "[[]]",
        "[[1,2]]",
        '[["1"]]',
        "[[0]]",
        "[[99999999999999999999]]",
        '[{"a":1}]',
        "[" * 100_000,
        "[" + "9" * 5000 + "]",
        '["a"',
        "\\xff",
        "null",
        "7",
        '"other"',
        "{}",
        "",
    ],
)
def test_what_no_honest_reader_says_is_refused(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = '["a",1,1.5,null,[738886]]'
    _says(monkeypatch, _answers(good, '"end"'))
    assert read_workbook(b"", 9, 9)[0].cells == ("a", 1, 1.5, None, date(2024, 1, 1))
    _says(monkeypatch, _answers(good, wrong, '"end"'))
    with pytest.raises(InputRefused, match="far outside"):
        read_workbook(b"", 9, 9)


def test_rows_without_their_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _says(monkeypatch, _answers('["a"]'))
    with pytest.raises(InputRefused, match="far outside"):
        read_workbook(b"", 9, 9)


def test_a_reader_that_never_stops_talking_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_TOLD", 1 << 20)
    endless = "\nwhile True: sys.stdout.write('[null]\\n' * 1000)"
    _says(monkeypatch, _answers() + endless)
    with pytest.raises(InputRefused, match="far outside"):
        read_workbook(b"", 10**9, 9)
    with pytest.raises(InputRefused, match="10 rows"):
        read_workbook(b"", 10, 9)


def test_a_reader_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1)
    begun = time.monotonic()
    # It does not even take the file, which is larger than a pipe holds.
    _says(
        monkeypatch, f"import time; print({json.dumps(apart.READY)!r}, flush=True); time.sleep(60)"
    )
    with pytest.raises(InputRefused, match="far outside"):
        read_workbook(bytes(1 << 20), 9, 9)
    assert time.monotonic() - begun < 30


def test_a_reader_that_does_not_start_is_a_fault_and_no_bad_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _says(monkeypatch, "raise SystemExit(1)")
    with pytest.raises(RuntimeError, match="did not start"):
        read_workbook(ROSTER.read_bytes(), 1000, 100)
    monkeypatch.setattr(apart, "command", lambda: [str(ROSTER.with_name("no such program"))])
    with pytest.raises(InputRefused, match="now"):
        read_workbook(ROSTER.read_bytes(), 1000, 100)


@LINUX
def test_the_reader_is_given_no_handle_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase can come in through one."""
    read, write = os.pipe()
    os.set_inheritable(read, True)
    listed = (
        "import json, os; said = json.dumps(sorted(map(int, os.listdir('/proc/self/fd')))[:-1])"
    )
    _says(monkeypatch, f"{listed}; print({json.dumps(apart.READY)!r}, said, '\"end\"', sep='\\n')")
    try:
        assert read_workbook(b"", 9, 9)[0].cells == (0, 1, 2)
    finally:
        os.close(read)
        os.close(write)
