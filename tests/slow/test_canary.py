"""The search for leaks finds what was planted, however it is written, and nothing else."""

from __future__ import annotations

import base64
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.slow.canary import Search, marker, traces_in

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.encode(),
        lambda text: text.lower().encode(),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.encode().hex().encode(),
        lambda text: text[::-1].encode().hex().upper().encode(),
        lambda text: base64.b64encode(b"." + text.encode()),
        lambda text: base64.urlsafe_b64encode(b".." + text.encode()),
        lambda text: zlib.compress(text.encode()),
    ],
)
def test_a_planted_text_is_found_however_it_is_written(written: object, tmp_path: Path) -> None:
    assert callable(written)
    text = marker()
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"before " + written(text) + b" after")
    assert Search(text, [tmp_path], shared=[]).everywhere()
    assert not Search(marker(), [tmp_path], shared=[]).everywhere()


def test_names_output_and_shared_folders_are_searched(tmp_path: Path) -> None:
    text = marker()
    (tmp_path / f"{text}.txt").touch()
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "etilqs_1").write_text(text)
    assert len(Search(text, [tmp_path], shared=[]).everywhere()) == 2
    assert Search(text, [], shared=[shared], since=0).everywhere()
    assert not Search(text, [], shared=[shared], since=2**40).everywhere()
    assert Search(text, [], shared=[]).everywhere(f"Could not save {text}.")


def test_a_file_without_a_name_is_found_through_its_handle() -> None:
    text = marker()
    code = (
        "import sys, tempfile; f = tempfile.TemporaryFile();"
        "f.write(sys.stdin.readline().encode()); f.flush();"
        "print('ready', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen(  # noqa: S603 - a fixed program
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdin.write(f"{text}\n")
        child.stdin.flush()
        child.stdout.readline()
        assert Search(text, [], shared=[]).everywhere(process=child.pid)
        child.kill()


def test_chance_does_not_look_like_a_leak() -> None:
    text = marker()
    assert traces_in(bytes(range(256)) * 4096, text) == []
