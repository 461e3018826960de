"""``run.sh`` sets up from wherever it lies and whatever an earlier run has left behind."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.slow.checkout import Checkout, clone, lock, stand_in

pytestmark = pytest.mark.slow
ODD = "Équipe (peer's) café"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return stand_in(tmp_path / ODD, tmp_path / "wheels")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "another folder"
    folder.mkdir()
    return folder


def _made(checkout: Checkout, version: str = "1.0") -> None:
    """Run, and see that the environment was made anew and holds what the lock names."""
    done = checkout.run("report", "list")
    assert done.code == 0, done.err
    assert done.out == f"{version} {checkout.at} report list\n"
    assert "Setting up PeerDesk (once)" in done.err


def _not_made(checkout: Checkout) -> None:
    done = checkout.run("report", "list")
    assert (done.code, done.err) == (0, "")


def test_sets_up_once(checkout: Checkout) -> None:
    _made(checkout)
    _not_made(checkout)
    done = checkout.run("test", "-k", "a word")
    assert done.code == 0, done.err
    assert done.out == f"1.0 {checkout.at} -k a word\n"


def test_files_are_named_from_where_the_user_is(checkout: Checkout, elsewhere: Path) -> None:
    (elsewhere / "peerdesk").mkdir()
    (elsewhere / "small.py").write_text("VERSION = 'of somebody else'")
    for script in (str(checkout.at / "run.sh"), os.path.relpath(checkout.at / "run.sh", elsewhere)):
        done = checkout.run(
            "import", "roster.xlsx", script=script, cwd=elsewhere, CDPATH=str(elsewhere.parent)
        )
        assert (done.code, done.out) == (0, f"1.0 {elsewhere} import roster.xlsx\n"), done.err


def test_no_set_up_is_tried_on_the_environment_of_this_run(checkout: Checkout) -> None:
    """It may lie where ``PEERDESK_VENV`` says: a stand-in that made it anew would end the run."""
    begun = checkout.start("report", "list")
    theirs = Path(f"/proc/{begun.pid}/environ").read_bytes()
    begun.communicate()
    assert begun.returncode == 0
    assert b"PEERDESK_" not in theirs
    assert checkout.venv.is_relative_to(checkout.at)


def _killed_when(checkout: Checkout, there: Callable[[], bool]) -> None:
    begun = checkout.start("report", "list")
    while not there():
        assert begun.poll() is None, "it ended before it could be killed"
        time.sleep(0.005)
    os.killpg(begun.pid, signal.SIGKILL)
    begun.communicate()


@pytest.mark.parametrize("moment", ["bin/python", "lib/python3*/site-packages/pip/_internal"])
def test_a_killed_set_up_is_made_anew(checkout: Checkout, moment: str) -> None:
    _killed_when(checkout, lambda: any(checkout.venv.glob(moment)))
    _made(checkout)
    _not_made(checkout)


def test_an_environment_without_pip_is_made_anew(checkout: Checkout) -> None:
    _made(checkout)
    (pip,) = checkout.venv.glob("lib/python3*/site-packages/pip")
    shutil.rmtree(pip)
    _made(checkout)


def test_an_environment_without_its_python_is_made_anew(checkout: Checkout) -> None:
    _made(checkout)
    gone = checkout.venv / "bin" / "python"
    gone.unlink()
    gone.symlink_to("/nowhere/python3")
    _made(checkout)


def test_a_moved_checkout_is_made_anew(checkout: Checkout, tmp_path: Path) -> None:
    _made(checkout)
    moved = Checkout(checkout.at.rename(tmp_path / "moved"), checkout.given)
    _made(moved)
    _not_made(moved)


def test_a_changed_lock_is_installed_anew(checkout: Checkout) -> None:
    _made(checkout)
    lock(checkout, "2.0")
    _made(checkout, "2.0")
    _not_made(checkout)


def test_a_lock_whose_package_is_another_is_refused(checkout: Checkout) -> None:
    lock(checkout, "2.0")
    tampered = checkout.at / "installer" / "locks" / "run.txt"
    tampered.write_text(f"small==2.0 --hash=sha256:{'0' * 64}\n")
    done = checkout.run("report", "list")
    assert done.code == 3
    assert "hashes" in done.err.lower()
    assert "Traceback" not in done.err
    lock(checkout, "2.0")
    _made(checkout, "2.0")


def test_two_runs_at_once_make_one_environment(checkout: Checkout) -> None:
    begun = [checkout.start("report", "list") for _ in range(3)]
    ended = [each.communicate(timeout=600) for each in begun]
    assert [each.returncode for each in begun] == [0, 0, 0], ended
    assert sum("Setting up" in err for _, err in ended) == 1


def test_files_of_somebody_else_are_never_emptied(checkout: Checkout, elsewhere: Path) -> None:
    letter = elsewhere / "letter.txt"
    letter.write_text("Dear Lily")
    done = checkout.run("report", "list", PEERDESK_VENV=str(elsewhere))
    assert done.code == 3
    assert str(elsewhere) in done.err
    assert letter.read_text() == "Dear Lily"
    assert list(elsewhere.iterdir()) == [letter]


def _python(folder: Path, name: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    script = folder / name
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(stat.S_IRWXU)


def test_a_python_that_does_not_start_is_passed_over(checkout: Checkout, tmp_path: Path) -> None:
    shims = tmp_path / "shims"
    for name in ("python3.14", "python3.13", "python3.12"):
        _python(shims, name, 'echo "pyenv: command not found" >&2; exit 127')
    _python(shims, "python3.11", f'exec "{sys.executable}" "$@"')
    done = checkout.run("report", "list", PATH=f"{shims}:{os.environ['PATH']}")
    assert done.code == 0, done.err
    asked = [str(checkout.venv / "bin" / "python"), "-c", "import sys; print(sys.version)"]
    made_of = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603
    assert made_of.stdout.strip() == sys.version


def test_a_python_that_does_not_fit_is_refused_with_the_range(
    checkout: Checkout, tmp_path: Path
) -> None:
    _python(tmp_path / "old", "python3", "exit 1")
    python = str(tmp_path / "old" / "python3")
    done = checkout.run("report", "list", PEERDESK_PYTHON=python)
    assert done.code == 3
    assert "PeerDesk needs Python 3.11 to 3.14." in done.err


@pytest.fixture
def read_only(checkout: Checkout) -> Iterator[Checkout]:
    """A checkout that cannot be written to, not even by root."""
    place = str(checkout.at)
    if os.geteuid():
        checkout.at.chmod(0o555)
        yield checkout
        checkout.at.chmod(0o755)
        return
    bind, seal = ("mount", "--bind", place, place), ("mount", "-o", "remount,bind,ro", place)
    if any(subprocess.run(each, check=False).returncode for each in (bind, seal)):  # noqa: S603
        pytest.skip("no folder can be made read-only for root here")
    yield checkout
    subprocess.run(("umount", place), check=True)  # noqa: S603, S607 - a fixed command


def test_a_read_only_checkout_asks_for_a_place(read_only: Checkout, tmp_path: Path) -> None:
    done = read_only.run("report", "list")
    assert done.code == 3
    assert "PEERDESK_VENV" in done.err
    assert "Traceback" not in done.err
    place = str(tmp_path / "own")
    done = read_only.run("report", "list", PEERDESK_VENV=place)
    assert (done.code, done.out) == (0, f"1.0 {read_only.at} report list\n"), done.err


def test_without_a_screen_a_read_only_checkout_says_where_the_sample_is(
    read_only: Checkout, tmp_path: Path
) -> None:
    done = read_only.run(PEERDESK_VENV=str(tmp_path / "own"), TMPDIR=str(tmp_path))
    assert done.code == 0, done.err
    out = Path(done.out.split(" --out ")[1].strip())
    assert out.is_relative_to(tmp_path)
    assert not out.is_relative_to(read_only.at)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A clean clone under an odd name, set up by two runs at once, each with its report."""
    made = clone(tmp_path_factory.mktemp("clones") / ODD)
    begun = [made.start(PEERDESK_PYTHON=sys.executable) for _ in range(2)]
    ended = [each.communicate(timeout=600) for each in begun]
    assert [each.returncode for each in begun] == [0, 0], ended
    for out, _ in ended:
        pages = PdfReader(made.at / out.strip()).pages
        assert "Sample" in pages[0].extract_text()
    return made


def test_the_real_thing_works_from_a_clean_clone(real: Checkout, elsewhere: Path) -> None:
    folder = str(elsewhere / "vault")
    words = ("--data", folder, "demo", "--no-window", "--out", "out", "--years", "1")
    done = real.run(*words, cwd=elsewhere)
    assert done.code == 0, done.err
    assert PdfReader(elsewhere / done.out.strip()).pages


def test_the_wheel_works_where_pip_put_it(real: Checkout, elsewhere: Path) -> None:
    """Built from a clean clone and put into a new environment, on what the lock brought there."""
    python = str(real.venv / "bin" / "python")
    for words in (
        ("wheel", "--no-deps", "-w", str(elsewhere / "dist"), str(real.at)),
        ("install", "--no-deps", "--no-index", "-f", str(elsewhere / "dist"), "peerdesk"),
        ("check",),
    ):
        done = subprocess.run(  # noqa: S603 - pip
            [python, "-m", "pip", "-q", *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    _makes_its_sample([str(real.venv / "bin" / "peerdesk")], elsewhere)


@pytest.mark.parametrize("tool", [("pipx", "run", "--spec"), ("uv", "tool", "run", "--from")])
def test_the_wheel_works_from_other_tools(
    real: Checkout, elsewhere: Path, tool: tuple[str, ...]
) -> None:
    if not shutil.which(tool[0]):
        pytest.skip(f"no {tool[0]} here")
    _makes_its_sample([*tool, str(real.at), "peerdesk"], elsewhere)


def _makes_its_sample(command: list[str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - what was installed a moment ago
        [*command, "--data", "vault", "demo", "--no-window", "--out", "out", "--years", "1"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert PdfReader(folder / done.stdout.strip()).pages
