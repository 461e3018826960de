"""What happens to a vault whose files are missing, left over, swapped or of another time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from peerdesk.opened import VaultFolder
from peerdesk.vault.header import COPY_NAME, FILE_NAME, read_headers
from tests.conftest import PASSPHRASE
from tests.terminal import Terminal, terminal
from tests.vault.filled import add_supporters, tree

__all__ = ["terminal"]  # a fixture
INIT = ("vault", "init", "--test-kdf", "fast")
NEW = "another lantern by the door"


@pytest.fixture
def one(terminal: Terminal) -> Terminal:
    """A terminal on a closed vault with one supporter."""
    terminal.json("vault", "add", "--text", "Ottoline Quill")
    return terminal


def _database(terminal: Terminal) -> Path:
    return terminal.folder / str(terminal.json("vault", "info")["db"])


def _seal(terminal: Terminal) -> Path:
    return Path(f"{_database(terminal)}.seal")


def _supporters(terminal: Terminal, secret: str = PASSPHRASE) -> int:
    return int(terminal.json("vault", "count", "--table", "supporter", secret=secret)["count"])


def _crash(terminal: Terminal, *names: str) -> None:
    """Add supporters in a program that ends without closing the vault."""
    opened = VaultFolder(terminal.folder).open(PASSPHRASE)
    add_supporters(opened.vault, *names)
    opened.vault.abandon()


def _headers_gone(terminal: Terminal) -> None:
    for name in (FILE_NAME, COPY_NAME):
        (terminal.folder / name).unlink()


# A folder that holds anything of a vault is never empty ground.


def _key_file_is_a_folder(terminal: Terminal) -> None:
    (terminal.folder / FILE_NAME).unlink()
    (terminal.folder / FILE_NAME).mkdir()


LOST: dict[str, Callable[[Terminal], object]] = {
    "key file": lambda at: (at.folder / FILE_NAME).unlink(),
    "both key files": _headers_gone,
    "key file emptied": lambda at: (at.folder / FILE_NAME).write_bytes(b""),
    "key file is a folder": _key_file_is_a_folder,
}


@pytest.mark.parametrize("loss", LOST)
def test_a_lost_key_file_is_made_anew_and_never_written_over(one: Terminal, loss: str) -> None:
    LOST[loss](one)
    before = tree(one.folder)
    assert VaultFolder(one.folder).exists()
    assert one.run(*INIT, secret=NEW) == 2
    assert tree(one.folder) == before
    if loss != "key file is a folder":  # that one is somebody's, and in the way
        assert _supporters(one) == 1
        assert (one.folder / FILE_NAME).read_bytes() == (one.folder / COPY_NAME).read_bytes()


def test_without_any_copy_of_the_key_file_nothing_is_made_over_the_database(one: Terminal) -> None:
    seal, database = _seal(one), _database(one)
    one.json("vault", "backup")
    _headers_gone(one)
    seal.unlink()
    assert one.run(*INIT, secret=NEW) == 2
    assert database.name in one.err
    assert one.run("vault", "unlock-check") == 7
    (backup,) = (one.folder / "backups").iterdir()
    content = database.read_bytes()
    assert one.run("vault", "restore", str(backup)) == 0, one.err
    assert _supporters(one) == 1
    assert database.read_bytes() == content


def test_backups_alone_are_no_empty_ground(one: Terminal, tmp_path: Path) -> None:
    one.json("vault", "backup")
    for path in one.folder.iterdir():
        if path.is_file():
            path.unlink()
    assert one.run(*INIT, secret=NEW) == 2
    (backup,) = (one.folder / "backups").iterdir()
    assert one.run("vault", "restore", str(backup)) == 0, one.err
    assert _supporters(one) == 1


def test_what_a_failed_beginning_left_is_empty_ground(terminal: Terminal, tmp_path: Path) -> None:
    """The control: a lock and a half-made file forbid nothing."""
    backup = terminal.json("vault", "backup")["path"]
    for number, verb in enumerate((INIT, ("vault", "restore", backup))):
        terminal.folder = tmp_path / f"begun {number}"
        terminal.folder.mkdir()
        for name in ("vault.lock", "vault.new", "vault.new-journal", "vault.json.partial"):
            (terminal.folder / name).write_bytes(b"half")
        assert terminal.run(*verb) == 0, terminal.err
        assert not list(terminal.folder.glob("*.new*"))
        assert terminal.run("vault", "unlock-check") == 0


# PeerDesk removes what it made and can name.

STRANGERS = (
    "trial-balances/march.csv",
    "letter.new",
    "video.partial",
    "vault (conflicted copy 2026-11-01).json",
    "notes.aside",
    "data-2020.db",
    "data-0a1b2c3d-1.db",
    "data-0a1b2c3d-1.db.seal",
    "copy-of-roster.db.partial",
    "backups/holiday.partial",
    "vault.json.before-20260101T000000Z",
)


def test_opening_removes_nothing_of_others(one: Terminal) -> None:
    for name in STRANGERS:
        (one.folder / name).parent.mkdir(exist_ok=True)
        (one.folder / name).write_bytes(b"of somebody")
        os.utime(one.folder / name, (0, 0))
    one.folder.chmod(0o750)
    assert one.run("vault", "unlock-check") == 0
    assert "conflicted copy" in one.err
    assert {name for name in STRANGERS if (one.folder / name).exists()} == set(STRANGERS)
    assert one.folder.stat().st_mode & 0o777 == 0o750


def test_without_others_nothing_is_said_of_any(one: Terminal) -> None:
    assert one.run("vault", "unlock-check") == 0
    assert "does not use these files" not in one.err


def test_a_replaced_database_goes_by_days_of_use_and_not_by_dates(
    one: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import UTC, datetime, timedelta

    backup = one.json("vault", "backup")["path"]
    before = _database(one)
    one.json("vault", "restore", backup, "--replace", secret=(PASSPHRASE, PASSPHRASE))
    os.utime(before, (0, 0))
    today = datetime(2026, 11, 24, tzinfo=UTC)

    def opened_on(day: datetime) -> None:
        monkeypatch.setattr("peerdesk.clock.SystemClock.now", lambda _: day)
        one.json("vault", "unlock-check")

    for ahead in (8, 400, 8, 8):  # dates that are wrong count for a day each, however far ahead
        opened_on(today + timedelta(days=ahead))
    for day in range(1, 7):
        assert before.exists()
        opened_on(today + timedelta(days=day))
    assert not before.exists()
    assert _supporters(one) == 1


def test_a_given_up_database_goes_at_the_next_opening(
    one: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is killed after the key was changed and before the old file was removed."""
    before, old_keys = _database(one), (one.folder / FILE_NAME).read_bytes()
    with monkeypatch.context() as killed:
        killed.setattr("peerdesk.vault.leftovers.let_go", lambda *_: None)
        one.json("vault", "rotate")
    assert before.exists()
    one.json("vault", "unlock-check")
    assert not before.exists()
    for name in (FILE_NAME, COPY_NAME):
        (one.folder / name).write_bytes(old_keys)
    assert one.run("vault", "unlock-check") == 7


# Files of another time.


def test_accepting_after_a_crash_loses_nothing_of_what_the_journal_brings_back(
    one: Terminal, tmp_path: Path
) -> None:
    _leave_a_journal(one)
    _seal(one).unlink()
    database = _database(one)
    journal = Path(f"{database}-journal")
    files = {path: path.read_bytes() for path in (database, journal)}
    assert one.run("vault", "unlock-check") == 8
    for _ in range(3):
        assert one.run("vault", "unlock-check", "--accept-altered") == 0, one.err
    assert _supporters(one) == 1
    assert one.run("vault", "verify", "--vault") == 0
    assert {path: path.read_bytes() for path in files} == files


def test_accepting_a_crash_without_its_journal_would_be_damage(one: Terminal) -> None:
    """The control: the journal is needed indeed."""
    _leave_a_journal(one)
    _seal(one).unlink()
    Path(f"{_database(one)}-journal").unlink()
    assert one.run("vault", "unlock-check", "--accept-altered") == 8


def test_an_old_open_seal_and_its_journal_are_worth_nothing_later(
    one: Terminal, tmp_path: Path
) -> None:
    _leave_a_journal(one)
    kept = tmp_path / "kept"
    kept.mkdir()
    for path in (_seal(one), Path(f"{_database(one)}-journal")):
        shutil.copy(path, kept)
    one.json("vault", "unlock-check")
    for number in range(40):
        one.json("vault", "add", "--text", f"Person {number}")
    assert _supporters(one) == 41
    for path in kept.iterdir():
        shutil.copy(path, one.folder)
    before = tree(one.folder)
    assert one.run("vault", "unlock-check") == 8
    assert tree(one.folder) == before
    assert one.run("vault", "unlock-check", "--accept-altered") == 0
    assert _supporters(one) == 41


def test_a_crash_with_its_own_journal_is_put_right(one: Terminal) -> None:
    """The control: the same files are worth something while they are of this opening."""
    _leave_a_journal(one)
    assert _supporters(one) == 1
    assert one.run("vault", "verify", "--vault") == 0


def _leave_a_journal(terminal: Terminal) -> None:
    """End a program in the middle of a large change, part of which is in the database already."""
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from peerdesk.opened import VaultFolder\n"
        "at = VaultFolder(Path(sys.argv[1])).open(sys.argv[2])\n"
        "with at.vault.sessions.write() as session:\n"
        "    connection = session.connection().connection.driver_connection\n"
        "    connection.execute('PRAGMA cache_size = 2')\n"
        "    connection.executemany(\n"
        "        'INSERT INTO program_area (version, area, used) VALUES (1, ?, 0)',\n"
        "        [(f'{number:0500d}',) for number in range(2000)])\n"
        "    connection.execute('DELETE FROM supporter')\n"
        "    connection.execute('UPDATE vault_meta SET audit_key = audit_key')\n"
        "    os._exit(9)\n"
    )
    done = subprocess.run(  # noqa: S603 - this interpreter
        [sys.executable, "-c", script, str(terminal.folder), PASSPHRASE], check=False
    )
    assert done.returncode == 9
    (journal,) = terminal.folder.glob("data-*.db-journal")
    assert journal.stat().st_size


@pytest.mark.parametrize("journal", [False, True])
def test_a_flipped_bit_is_found_before_a_crashed_vault_is_written_to(
    one: Terminal, journal: bool
) -> None:
    """Every page of it, and the database stays as it is."""
    _crash(one, *(f"Person {number}" for number in range(30)))
    if journal:
        _leave_a_journal(one)
    database = _database(one)
    whole = tree(one.folder)
    content = database.read_bytes()
    pages = range(0, len(content), 4096)
    if journal:  # what the journal brings back may be any of them; those beyond are certain
        pages = pages[:1]
    for page in pages[:: 1 if len(pages) < 40 else 7]:
        database.write_bytes(
            content[: page + 90] + bytes([content[page + 90] ^ 1]) + content[page + 91 :]
        )
        hurt = tree(one.folder)
        code = one.run("vault", "unlock-check")
        assert code == 8 or journal, page
        assert tree(one.folder) == hurt or code == 0
    if not journal:
        database.write_bytes(content)
        assert tree(one.folder) == whole
        assert _supporters(one) == 31


# Restoring can be done again, and takes no other vault's place.


def test_a_backup_of_another_vault_takes_no_vaults_place(one: Terminal, tmp_path: Path) -> None:
    mine = one.folder
    one.folder = tmp_path / "other"
    assert one.run(*INIT) == 0
    backup = one.json("vault", "backup", "--to", str(tmp_path / "theirs.pdbackup"))["path"]
    one.folder = mine
    before = tree(mine)
    with pytest.raises(Exception, match="another vault"):
        VaultFolder(mine).restore(Path(backup), PASSPHRASE)
    assert tree(mine) == before
    assert _supporters(one) == 1


def test_a_backup_of_this_vault_does(one: Terminal, tmp_path: Path) -> None:
    """The control."""
    backup = one.json("vault", "backup")["path"]
    one.json("vault", "add", "--text", "Came Later")
    VaultFolder(one.folder).restore(Path(backup), PASSPHRASE)
    assert _supporters(one) == 1
    assert read_headers(one.folder)[0].database in tree(one.folder)


# Recovery words and a lost key file.


def test_recovery_words_make_a_lost_key_file_anew(one: Terminal) -> None:
    words = one.json("vault", "new-sheet")["recovery"]
    for name in (FILE_NAME, COPY_NAME):
        (one.folder / name).write_bytes(b"not a key file any more")
    assert one.run("vault", "unlock-check") == 6
    answer = one.json("vault", "recover", secret=(words, NEW))
    assert answer["counts_before"]["supporter"] == 1
    assert _supporters(one, NEW) == 1


def test_without_the_seal_words_alone_do_not(one: Terminal) -> None:
    """The control, and what the threat model says plainly."""
    words = one.json("vault", "new-sheet")["recovery"]
    seal = _seal(one)
    for name in (FILE_NAME, COPY_NAME):
        (one.folder / name).write_bytes(b"not a key file any more")
    seal.unlink()
    assert one.run("vault", "recover", secret=(words, NEW)) == 6


# Disks and folders.


@pytest.mark.skipif(sys.platform == "win32", reason="bytes in file names")
def test_a_folder_whose_name_is_no_text_works(one: Terminal, tmp_path: Path) -> None:
    place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9 d'\xe9quipe?#%20"))
    shutil.move(one.folder, place)
    one.folder = place
    assert _supporters(one) == 1
    one.json("vault", "rotate")
    assert one.run("vault", "backup") == 0, one.err
    assert _supporters(one) == 1


def test_a_huge_sparse_seal_or_database_is_not_read(one: Terminal) -> None:
    seal = _seal(one)
    content = seal.read_bytes()
    os.truncate(seal, 20 * 1024**3)
    assert one.run("vault", "unlock-check") == 8
    seal.write_bytes(content)
    database = _database(one)
    size = database.stat().st_size
    os.truncate(database, 20 * 1024**3)
    assert one.run("vault", "unlock-check") == 8
    os.truncate(database, size)
    assert _supporters(one) == 1
