"""A backup can be read without PeerDesk: one file, two libraries and a secret."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from peerdesk import rescue
from peerdesk.vault import header, keys
from peerdesk.vault.backups import manifest
from peerdesk.vault.backups.backups import make
from peerdesk.vault.keyring import Keyring
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.vault.filled import MARK, NOW, add_supporters, source, tree

# Importing anything of PeerDesk, or its other libraries, ends the child.
_ALONE = """
import runpy, sys
class Forbidden:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {forbidden!r}:
            raise ImportError(name)
sys.meta_path.insert(0, Forbidden())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
_OTHERS = ("peerdesk", "sqlalchemy", "filelock", "platformdirs", "PySide6", "reportlab")


@pytest.fixture
def backup(vault: Vault) -> Path:
    add_supporters(vault, MARK, 'With "quotes", and\na line')
    return make(source(vault), "asked", NOW)


def _run(
    tmp_path: Path, *words: object, secret: str = PASSPHRASE, without: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    """Run a lone copy of the tool, where nothing else of PeerDesk can be imported."""
    alone = tmp_path / "rescue.py"
    shutil.copyfile(rescue.__file__, alone)
    code = _ALONE.format(forbidden=(*_OTHERS, *without))
    return subprocess.run(  # noqa: S603 - this Python, on a file of this project
        [sys.executable, "-I", "-c", code, str(alone), "--secret-stdin", *map(str, words)],
        input=f"{secret}\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
        cwd=tmp_path,
    )


def test_alone_it_opens_a_backup_and_counts(backup: Path, tmp_path: Path) -> None:
    done = _run(tmp_path, backup)
    assert done.returncode == 0, done.stderr
    assert ["2", "supporter"] in [line.split() for line in done.stdout.splitlines()]
    assert MARK not in done.stdout


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        (f"{PASSPHRASE}\r", 0),
        (f"\ufeff{PASSPHRASE}\r", 0),
        (f"{PASSPHRASE} ", 5),
        (f"{PASSPHRASE[:5]}\r{PASSPHRASE[5:]}", 5),
        ("\udcff", 2),
    ],
)
def test_its_secret_is_what_was_typed_however_the_line_is_written(
    backup: Path, tmp_path: Path, secret: str, code: int
) -> None:
    done = _run(tmp_path, backup, secret=secret)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)


def test_the_control_notices_an_import_of_peerdesk(backup: Path, tmp_path: Path) -> None:
    shutil.copyfile(rescue.__file__, tmp_path / "cheat.py")
    text = (tmp_path / "cheat.py").read_text(encoding="utf-8")
    cheat = tmp_path / "cheat.py"
    cheat.write_text(text.replace("import csv\n", "import csv\nimport peerdesk.errors\n"))
    code = _ALONE.format(forbidden=_OTHERS)
    done = subprocess.run(  # noqa: S603 - as above
        [sys.executable, "-I", "-c", code, str(cheat), str(backup)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ImportError" in done.stderr


@pytest.mark.parametrize("form", ["csv", "json"])
def test_it_writes_every_table_and_says_that_it_is_not_encrypted(
    backup: Path, tmp_path: Path, form: str
) -> None:
    before = backup.read_bytes()
    done = _run(tmp_path, backup, "--out", tmp_path / "out", "--format", form)
    assert done.returncode == 0, done.stderr
    assert "NOT encrypted" in done.stdout
    path = tmp_path / "out" / f"supporter.{form}"
    with path.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream)) if form == "csv" else json.load(stream)
    assert [each["full_name"] for each in found] == [MARK, 'With "quotes", and\na line']
    assert backup.read_bytes() == before
    again = _run(tmp_path, backup, "--out", tmp_path / "out")
    assert again.returncode == 11


_NAMES = (
    *(
        "../evil",
        "../../evil",
        "/nowhere/evil",
        "a/b",
        "a\\b",
        "..",
        ".",
        " ",
        "C:evil",
        "con",
        "NUL",
    ),
    *("com1", "Upper", "x" * 300, 'say "hi"', "a'b", "a;b", "a\nb", "\x1b[2Jb", "\xe4", "-x"),
)
_CELLS = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\uff1d1", "\n-1", "1-1", "a=b", "")


@pytest.fixture
def hostile(vault: Vault) -> Path:
    """The vault of somebody who has a key and means harm; no backup is made of such names."""
    with vault.sessions.write() as session:
        session.info["quiet"] = True
        connection = session.connection()
        for name in _NAMES:
            quoted = name.replace('"', '""')
            connection.exec_driver_sql(f'CREATE TABLE "{quoted}" ("=1+1" TEXT, n INTEGER, b BLOB)')
            for cell in _CELLS:
                connection.exec_driver_sql(
                    f'INSERT INTO "{quoted}" VALUES (?, -5, ?)',  # noqa: S608
                    (cell, b"\x3d"),
                )
    vault.close()
    return vault.folder


@pytest.mark.parametrize("form", ["csv", "json"])
def test_it_writes_into_its_folder_whatever_a_table_is_called(
    hostile: Path, tmp_path: Path, form: str
) -> None:
    before = set(tmp_path.rglob("*"))
    out = tmp_path / "deep" / "out"
    out.parent.mkdir()
    done = _run(tmp_path, hostile, "--out", out, "--format", form)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    new = {path.relative_to(tmp_path) for path in set(tmp_path.rglob("*")) - before}
    outside = {path for path in new if path.parts[:2] != ("deep", "out")}
    assert outside == {Path("deep"), Path("rescue.py")}
    renamed = dict(re.findall(r"^(table-\d+\.\w+) is the table (.+)$", done.stdout, re.M))
    assert set(renamed.values()) == {ascii(name) for name in _NAMES}
    assert {path.name for path in out.iterdir()} >= {*renamed, f"supporter.{form}"}
    assert len(renamed) == len(_NAMES)


def test_its_csv_starts_no_formula_and_its_json_is_exact(hostile: Path, tmp_path: Path) -> None:
    done = _run(tmp_path, hostile, "--out", tmp_path / "out")
    (name,) = re.findall(r"^(table-\d+)\.csv is the table '\.\./evil'", done.stdout, re.M)
    with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        head, *lines = csv.reader(stream)
    assert head == ["'=1+1", "n", "b"]
    assert [line[0] for line in lines] == [f"'{each}" for each in _CELLS[:9]] + list(_CELLS[9:])
    assert {(line[1], line[2]) for line in lines} == {("-5", "3d")}
    assert _run(tmp_path, hostile, "--out", tmp_path / "exact", "--format", "json").returncode == 0
    exact = json.loads((tmp_path / "exact" / f"{name}.json").read_text(encoding="utf-8"))
    assert [row["=1+1"] for row in exact] == list(_CELLS)
    assert {row["n"] for row in exact} == {-5}


def test_it_reads_a_vault_folder_and_leaves_it_alone(vault: Vault, tmp_path: Path) -> None:
    add_supporters(vault, MARK)
    vault.close()
    before = tree(vault.folder)
    done = _run(tmp_path, vault.folder)
    assert done.returncode == 0, done.stderr
    assert tree(vault.folder) == before
    (vault.folder / "vault.json").write_text("{")
    assert _run(tmp_path, vault.folder).returncode == 0


def test_it_reads_a_folder_whose_key_files_are_gone(vault: Vault, tmp_path: Path) -> None:
    vault.close()
    for name in ("vault.json", "vault.json.bak"):
        (vault.folder / name).unlink()
    assert _run(tmp_path, vault.folder).returncode == 0
    (seal,) = vault.folder.glob("*.seal")
    seal.unlink()
    assert _run(tmp_path, vault.folder).returncode == 8


def test_it_reads_a_database_that_still_has_to_get_its_name(vault: Vault, tmp_path: Path) -> None:
    vault.close()
    vault.database.rename(vault.folder / "vault.new")
    assert _run(tmp_path, vault.folder).returncode == 0


def test_recovery_words_need_their_library_and_it_says_so(vault: Vault, tmp_path: Path) -> None:
    ring = Keyring(vault)
    sheet = ring.new_sheet("recovery")
    typed = " ".join(sheet.cards[0])
    ring.keep_sheet(sheet, [typed])
    path = make(source(vault), "asked", NOW)
    assert _run(tmp_path, path, secret=typed).returncode == 0
    done = _run(tmp_path, path, secret=typed, without=("shamir_mnemonic",))
    assert done.returncode == 2
    assert "shamir-mnemonic" in done.stderr
    swapped = typed.split()
    swapped[3], swapped[4] = swapped[4], swapped[3]
    assert _run(tmp_path, path, secret=" ".join(swapped)).returncode == 5


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda content: content[:-1], 8),
        (lambda content: content + b"\0", 8),
        (lambda content: content[:-9] + b"\0" + content[-8:], 8),
        (lambda content: content.replace(b'"seq":1', b'"seq":2'), 8),
        (lambda content: content.replace(b'"m":8192', b'"m":9999999'), 8),
        (lambda content: content[30:], 8),
        (lambda _: b"", 8),
    ],
)
def test_what_was_altered_is_refused(
    backup: Path, change: object, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(change)
    changed = change(backup.read_bytes())
    assert changed != backup.read_bytes()
    backup.write_bytes(changed)
    monkeypatch.setattr("getpass.getpass", lambda _: PASSPHRASE)
    assert rescue.main([str(backup)]) == code


def test_a_wrong_passphrase_and_a_missing_file_have_their_codes(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: "not the passphrase")
    assert rescue.main([str(backup)]) == 5
    assert rescue.main([str(tmp_path / "none")]) == 7


def test_its_bounds_are_those_of_the_program() -> None:
    assert rescue.MOST_SLOTS == header.MOST_SLOTS
    assert rescue.LARGEST_CLEAR_PART == header.LARGEST == manifest.LARGEST_MANIFEST
    for name in ("LEAST_MEMORY", "MOST_MEMORY", "MOST_PASSES", "MOST_LANES", "MOST_WORK"):
        assert getattr(rescue, name) == getattr(keys, name)


@pytest.mark.parametrize(
    "first",
    [
        b"[" * 60_000,
        b'{"db": 5}',
        b'{"db": "data-1.db", "mac": "", "slots": 1e999}',
        b"{" + b"x" * 100_000,
        None,
    ],
    ids=["deep", "no name", "no slots", "long", "folder"],
)
def test_a_first_copy_that_is_none_gives_way_to_the_second(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, first: bytes | None
) -> None:
    vault.close()
    path = vault.folder / "vault.json"
    path.unlink()
    if first is None:
        path.mkdir()
    else:
        path.write_bytes(first)
    monkeypatch.setattr("getpass.getpass", lambda _: PASSPHRASE)
    assert rescue.main([str(vault.folder)]) == 0
    # The control: it was the second copy that opened.
    (vault.folder / "vault.json.bak").unlink()
    (vault.folder / f"{vault.database.name}.seal").unlink()
    assert rescue.main([str(vault.folder)]) == 8


def test_an_older_second_copy_does_not_open_with_a_secret_given_up(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (vault.folder / "vault.json").read_bytes()
    Keyring(vault).change_passphrase(PASSPHRASE, "another lantern by the door")
    vault.close()
    (vault.folder / "vault.json.bak").write_bytes(before)
    monkeypatch.setattr("getpass.getpass", lambda _: PASSPHRASE)
    assert rescue.main([str(vault.folder)]) == 5
    monkeypatch.setattr("getpass.getpass", lambda _: "another lantern by the door")
    assert rescue.main([str(vault.folder)]) == 0


def test_too_little_memory_is_a_sentence(
    backup: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none_left(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("getpass.getpass", lambda _: PASSPHRASE)
    monkeypatch.setattr(rescue, "Argon2id", none_left)
    assert rescue.main([str(backup)]) == 11
    assert "memory" in capsys.readouterr().err
