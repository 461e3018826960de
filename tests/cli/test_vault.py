"""The ``vault`` verbs: what each answers, and the exit code of everything that can go wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from peerdesk.errors import VaultInUse
from peerdesk.models.fields import fields_of, kind_of
from peerdesk.models.registry import RECORDS
from peerdesk.opened import VaultFolder
from peerdesk.paths import settings_folder
from peerdesk.vault.attempts import BOUND_NAME, FILE_NAME, Attempts
from peerdesk.vault.header import read_headers
from tests.conftest import PASSPHRASE
from tests.terminal import Terminal, terminal

__all__ = ["terminal"]  # a fixture
NEW = "another lantern by the door"
THEIRS = "the deputy has her own words"
WRONG = "not the passphrase at all"


def _add(terminal: Terminal, text: str = "Ottoline Quill", secret: str = PASSPHRASE) -> int:
    answer = terminal.json("vault", "add", "--text", text, secret=secret)
    assert answer["committed"] is True
    return int(answer["id"])


def _counts(terminal: Terminal) -> tuple[Path, Path]:
    """Return where wrong tries are counted: in the settings, and with the vault."""
    return settings_folder() / FILE_NAME, terminal.folder / BOUND_NAME


def _opens(terminal: Terminal, secret: str, kind: str = "pass") -> int:
    code = terminal.run("vault", "unlock-check", "--kind", kind, secret=secret)
    # Wrong tries slow the next one down, which is another test's matter.
    for count in _counts(terminal):
        count.unlink(missing_ok=True)
    return code


def _database(terminal: Terminal) -> Path:
    return terminal.folder / str(terminal.json("vault", "info")["db"])


def _damage(path: Path, position: int = 5000) -> None:
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def test_init_can_answer_with_recovery_words(terminal: Terminal, tmp_path: Path) -> None:
    terminal.folder = tmp_path / "second"
    init = ("vault", "init", "--test-kdf", "fast", "--sheet")
    words = terminal.json(*init)["recovery"]
    assert len(words.split()) == 20
    assert _opens(terminal, words, "recovery") == 0
    assert _opens(terminal, words.upper(), "recovery") == 0
    assert terminal.run(*init) == 2


def test_the_kind_of_secret_can_be_asked_for(terminal: Terminal) -> None:
    assert terminal.json("vault", "unlock-check")["kind"] == "pass"
    assert _opens(terminal, PASSPHRASE, "second") == 5
    assert terminal.run("vault", "unlock-check", "--kind", "recovery", secret="xyzzy " * 20) == 5


def test_info_needs_no_secret_and_shows_none(terminal: Terminal) -> None:
    info = terminal.json("vault", "info")
    (slot,) = info["slots"]
    assert info["test_kdf"] is True
    assert (slot["kind"], slot["kdf"], slot["m"]) == ("pass", "argon2id", 8 * 1024)
    assert "kdf_ms" not in terminal.err
    assert PASSPHRASE not in terminal.out


def test_a_vault_of_full_strength_says_so(terminal: Terminal, tmp_path: Path) -> None:
    terminal.folder = tmp_path / "real"
    assert terminal.run("vault", "init") == 0
    info = terminal.json("vault", "info")
    assert info["test_kdf"] is False
    assert info["slots"][0]["m"] >= 64 * 1024
    assert info["slots"][0]["t"] >= 3


def test_records_come_and_go(terminal: Terminal) -> None:
    record = _add(terminal)
    seen = terminal.json("vault", "get", str(record))
    assert seen["full_name"] == "Ottoline Quill"
    assert terminal.json("vault", "count", "--table", "supporter")["count"] == 1
    assert terminal.json("vault", "count")["counts"]["supporter"] == 1
    assert terminal.run("vault", "delete", str(record)) == 0
    assert terminal.run("vault", "get", str(record)) == 1
    assert terminal.json("vault", "count", "--table", "supporter")["count"] == 0
    assert terminal.run("vault", "purge", str(record)) == 0  # nothing of it is left anyhow
    other = _add(terminal)
    assert terminal.run("vault", "purge", str(other)) == 0
    assert terminal.run("vault", "get", str(other)) == 1


@pytest.mark.parametrize("record", RECORDS, ids=kind_of)
def test_any_kind_of_record_can_be_added_or_is_refused(terminal: Terminal, record: Any) -> None:
    _add(terminal)  # for kinds that refer to a supporter
    kind = kind_of(record)
    code = terminal.run("vault", "add", "--type", kind, "--text", "Quillon")
    assert code in (0, 2), terminal.err
    if code == 0:
        answer = json.loads(terminal.out)
        seen = terminal.json("vault", "get", str(answer["id"]), "--type", kind)
        if answer["field"] is not None:
            assert seen[answer["field"]] == "Quillon"
        else:
            assert not any(
                each.type is str and each.vocabulary is None and each.editable
                for each in fields_of(record)
            )


def test_kinds_that_peerdesk_keeps_itself_are_left_alone(terminal: Terminal) -> None:
    for kind in ("agency", "opener", "backup", "imported_record", "nothing"):
        assert terminal.run("vault", "add", "--type", kind, "--text", "x") == 2
        assert terminal.run("vault", "delete", "1", "--type", kind) == 2


def test_the_writer_acknowledges_each_record(terminal: Terminal) -> None:
    assert terminal.run("vault", "run-writer", "--count", "3") == 0
    lines = [json.loads(line) for line in terminal.out.splitlines()]
    assert [line["n"] for line in lines] == [1, 2, 3]
    assert all(line["committed"] for line in lines)
    assert terminal.json("vault", "count", "--table", "supporter")["count"] == 3


def test_a_changed_passphrase_opens_and_the_old_one_does_not(terminal: Terminal) -> None:
    record = _add(terminal)
    assert terminal.run("vault", "change-passphrase", secret=(PASSPHRASE, NEW)) == 0
    assert _opens(terminal, PASSPHRASE) == 5
    assert terminal.run("vault", "get", str(record), secret=NEW) == 0
    assert terminal.run("vault", "change-passphrase", secret=(NEW, "short")) == 2
    assert terminal.run("vault", "change-passphrase", secret=(NEW,)) == 2
    assert "New passphrase" in terminal.err
    assert _opens(terminal, NEW) == 0


def test_recovery_words_bring_everything_back(terminal: Terminal) -> None:
    record = _add(terminal)
    words = terminal.json("vault", "new-sheet")["recovery"]
    before = terminal.json("vault", "count")
    typed = " ".join(word[:4] for word in words.split())
    fresh = terminal.json("vault", "recover", secret=(typed, NEW))["recovery"]
    assert fresh != words
    assert (
        terminal.json("vault", "count", secret=NEW)["counts"].items()
        >= {
            kind: count
            for kind, count in before["counts"].items()
            if kind not in ("opener", "backup")
        }.items()
    )
    assert terminal.run("vault", "get", str(record), secret=NEW) == 0
    assert _opens(terminal, PASSPHRASE) == 5
    assert _opens(terminal, words, "recovery") == 5
    assert _opens(terminal, fresh, "recovery") == 0


def test_two_of_three_cards_open(terminal: Terminal) -> None:
    cards = terminal.json("vault", "new-sheet", "--kind", "cards")["cards"]
    assert len(cards) == 3
    assert _opens(terminal, f"{cards[0]} {cards[2]}", "recovery") == 0
    assert terminal.run("vault", "unlock-check", "--kind", "recovery", secret=cards[1]) == 5


def test_a_second_person_comes_in_and_is_shut_out(terminal: Terminal) -> None:
    adding = ("vault", "add-second", "--name", "Ines Marsh", "--role", "deputy")
    slot = terminal.json(*adding, secret=(PASSPHRASE, THEIRS))["slot"]
    assert _opens(terminal, THEIRS, "second") == 0
    assert terminal.run("vault", "rotate", secret=THEIRS) == 2  # a deputy may not
    removed = terminal.json("vault", "remove-second")
    assert removed["removed"] == slot
    assert _opens(terminal, THEIRS) == 5
    assert _opens(terminal, PASSPHRASE) == 0
    assert terminal.run("vault", "remove-second") == 2
    assert terminal.run("vault", "remove-second", "--slot", "nothing") == 2


def test_a_new_data_key_gives_up_the_other_ways_in(terminal: Terminal) -> None:
    record = _add(terminal)
    words = terminal.json("vault", "new-sheet")["recovery"]
    before = _database(terminal)
    answer = terminal.json("vault", "rotate")
    assert [each["kind"] for each in answer["anew"]] == ["recovery"]
    assert _database(terminal) != before
    assert not before.exists()
    assert _opens(terminal, words, "recovery") == 5
    assert terminal.run("vault", "get", str(record)) == 0


def test_a_backup_is_made_verified_and_restored(terminal: Terminal, tmp_path: Path) -> None:
    record = _add(terminal)
    path = tmp_path / "stick.pdbackup"
    made = terminal.json("vault", "backup", "--to", str(path))
    assert made["verified"] is True
    assert made["counts"]["supporter"] == 1
    assert terminal.json("vault", "verify", str(path))["verified"] is True
    terminal.folder = tmp_path / "bare"
    assert terminal.json("vault", "verify", str(path))["counts"] == made["counts"]
    assert not terminal.folder.exists()
    assert terminal.run("vault", "restore", str(path), secret=WRONG) == 5
    assert terminal.run("vault", "restore", str(path)) == 0
    assert terminal.json("vault", "get", str(record))["full_name"] == "Ottoline Quill"
    assert terminal.run("vault", "restore", str(path)) == 2  # the folder is not empty


def test_a_folder_can_be_named_after_the_verb(terminal: Terminal, tmp_path: Path) -> None:
    path, new = tmp_path / "stick.pdbackup", tmp_path / "new"
    assert terminal.run("vault", "backup", "--to", str(path)) == 0
    assert terminal.run("vault", "restore", str(path), "--data", str(new)) == 0
    assert VaultFolder(new).exists()
    assert terminal.run("vault", "unlock-check", "--data", str(tmp_path / "none")) == 7


def test_a_backup_can_take_the_place_of_the_vault(terminal: Terminal, tmp_path: Path) -> None:
    record = _add(terminal)
    path = tmp_path / "stick.pdbackup"
    assert terminal.run("vault", "backup", "--to", str(path)) == 0
    assert terminal.run("vault", "purge", str(record)) == 0
    restoring = ("vault", "restore", str(path), "--replace")
    assert terminal.run(*restoring, secret=(PASSPHRASE, PASSPHRASE)) == 0
    assert terminal.run("vault", "get", str(record)) == 0


def test_a_backup_goes_over_nothing(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "stick.pdbackup"
    path.write_text("something of mine")
    assert terminal.run("vault", "backup", "--to", str(path)) == 11
    assert path.read_text() == "something of mine"
    assert terminal.run("vault", "backup", "--to", str(path / "deeper" / "x.pdbackup")) == 11


def test_a_damaged_backup_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "stick.pdbackup"
    assert terminal.run("vault", "backup", "--to", str(path)) == 0
    _damage(path, path.stat().st_size // 2)
    assert terminal.run("vault", "verify", str(path)) == 8
    assert terminal.run("vault", "restore", str(path), "--data", str(tmp_path / "new")) == 8
    assert not (tmp_path / "new").exists()
    assert terminal.run("vault", "verify", str(tmp_path / "none.pdbackup")) == 7
    assert terminal.run("vault", "verify") == 2


def test_the_live_vault_can_be_verified(terminal: Terminal) -> None:
    _add(terminal)
    answer = terminal.json("vault", "verify", "--vault")
    assert answer["counts"]["supporter"] == 1
    _damage(_database(terminal))
    assert terminal.run("vault", "verify", "--vault") == 8


def test_every_page_of_the_vault_is_looked_at(terminal: Terminal) -> None:
    """Damage is found even in a vault that was not closed, which no seal covers."""
    database = _database(terminal)
    VaultFolder(terminal.folder).open(PASSPHRASE).vault.abandon()
    whole = {path: path.read_bytes() for path in terminal.folder.iterdir() if path.is_file()}
    for page in range(1, len(whole[database]) // 4096):
        _damage(database, page * 4096 + 100)
        assert terminal.run("vault", "verify", "--vault") == 8, page
        for path, content in whole.items():
            path.write_bytes(content)
    assert terminal.run("vault", "verify", "--vault") == 0


def test_a_vault_that_fails_late_while_opening_is_let_go(terminal: Terminal) -> None:
    """The window lives on after such a failure, and so would a lock."""
    opened = VaultFolder(terminal.folder).open(PASSPHRASE)
    with opened.vault.sessions.write() as session:
        session.connection().exec_driver_sql("ALTER TABLE agency RENAME TO lost")
        session.connection().exec_driver_sql("DROP TABLE contact")
        session.info["quiet"] = True
    opened.close()
    failures = []
    for _ in range(2):
        try:
            VaultFolder(terminal.folder).open(PASSPHRASE)
        except Exception as failure:  # noqa: BLE001 - kept, as the window keeps what it shows
            failures.append(failure)
    assert len(failures) == 2
    assert not [each for each in failures if isinstance(each, VaultInUse)]


def test_files_changed_from_outside_are_opened_on_purpose_only(terminal: Terminal) -> None:
    database = _database(terminal)
    before = database.read_bytes()
    _add(terminal)
    database.write_bytes(before)
    assert terminal.run("vault", "unlock-check") == 8
    assert terminal.run("vault", "unlock-check", "--accept-altered") == 0
    assert terminal.run("vault", "unlock-check") == 0


def test_the_record_of_activity_can_be_checked(terminal: Terminal) -> None:
    _add(terminal)
    head = terminal.json("vault", "audit-head")
    assert head["mark"] == f"{head['n']}:{head['head'][:8]}"
    mark = head["mark"]
    assert terminal.json("vault", "audit-verify", "--anchor", mark)["broken_at"] is None
    other = f"{head['n']}:{'0' * 8}"
    assert terminal.run("vault", "audit-verify", "--anchor", other) == 8
    assert json.loads(terminal.out)["broken_at"] == head["n"]
    assert str(head["n"]) in terminal.err
    assert terminal.run("vault", "audit-verify", "--anchor", f"{head['n'] + 500}:{'0' * 8}") == 8
    assert terminal.run("vault", "audit-verify", "--anchor", "soon") == 2


def test_an_altered_entry_is_named(terminal: Terminal) -> None:
    _add(terminal)
    opened = VaultFolder(terminal.folder).open(PASSPHRASE)
    with opened.vault.sessions.write() as session:
        run = session.connection().exec_driver_sql
        run("DROP TRIGGER audit_stays")
        run("UPDATE audit SET record = 77 WHERE n = 3")
        session.info["quiet"] = True
    opened.close()
    assert terminal.run("vault", "audit-verify") == 8
    assert json.loads(terminal.out)["broken_at"] == 3
    assert terminal.run("vault", "verify", "--vault") == 8


@pytest.mark.parametrize(
    "words",
    [
        ("fly",),
        (),
        ("get", "one"),
        ("get", "0"),
        ("get", str(2**70)),
        ("add", "--type", "Zqxmarker"),
        ("unlock-check", "--kind", "Zqxmarker"),
        ("init", "--mode", "Zqxmarker"),
    ],
)
def test_bad_words_are_a_plain_sentence(terminal: Terminal, words: tuple[str, ...]) -> None:
    assert terminal.run("vault", *words) == 2
    assert terminal.err.strip()
    assert "Traceback" not in terminal.err
    assert "zqxmarker" not in terminal.err.lower()


def test_missing_and_empty_databases_are_told(terminal: Terminal) -> None:
    database = _database(terminal)
    whole = database.read_bytes()
    for content, code in ((b"", 7), (whole[:100], 8), (bytes(len(whole)), 8)):
        database.write_bytes(content)
        assert terminal.run("vault", "count") == code
        assert database.read_bytes() == content
    database.unlink()
    assert terminal.run("vault", "count") == 7
    assert not database.exists()


def test_a_damaged_key_file_is_told(terminal: Terminal) -> None:
    for name in ("vault.json", "vault.json.bak"):
        (terminal.folder / name).write_text("{}")
    assert terminal.run("vault", "info") == 6
    assert terminal.run("vault", "unlock-check") == 6


def test_a_newer_vault_is_left_alone(terminal: Terminal) -> None:
    raw = json.loads((terminal.folder / "vault.json").read_bytes())
    for name in ("vault.json", "vault.json.bak"):
        (terminal.folder / name).write_text(json.dumps({**raw, "format": 99}))
    assert terminal.run("vault", "unlock-check") == 9


def test_guessing_is_slowed_down(terminal: Terminal) -> None:
    assert [terminal.run("vault", "unlock-check", secret=WRONG) for _ in range(3)] == [5, 5, 5]
    vault_id = read_headers(terminal.folder)[0].vault_id
    for _ in range(2):  # as many as make the wait so long that no slow machine waits it out
        Attempts(settings_folder()).note_failure(vault_id)
    assert terminal.run("vault", "unlock-check", secret=WRONG) == 12
    assert terminal.run("vault", "unlock-check") == 12
    assert "Wait" in terminal.err


def test_a_vault_in_use_is_told_and_a_crash_frees_it(terminal: Terminal) -> None:
    """As programs of their own, since the lock is between programs."""
    words = [sys.executable, "-m", "peerdesk", "--data", str(terminal.folder), "--secret-stdin"]
    with subprocess.Popen(  # noqa: S603 - fixed commands of this project
        [*words, "vault", "run-writer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdin
        assert writer.stdout
        writer.stdin.write(f"{PASSPHRASE}\n")
        writer.stdin.flush()
        assert json.loads(writer.stdout.readline())["committed"] is True
        assert terminal.run("vault", "count") == 10
        writer.kill()
    assert terminal.run("vault", "count") == 0
    assert terminal.run("vault", "verify", "--vault") == 0


def test_help_says_which_lines_are_read(
    terminal: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        terminal.run("vault", "recover", "--help")
    said = " ".join(capsys.readouterr().out.split())
    assert "Reads the recovery words on one line, then the new passphrase." in said


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _near_misses() -> list[str]:
    words = PASSPHRASE.split(" ")
    spaces = [f" {PASSPHRASE}", f"{PASSPHRASE} ", f"{PASSPHRASE}\t", PASSPHRASE.replace(" ", "")]
    cases = [PASSPHRASE.upper(), PASSPHRASE.title(), PASSPHRASE.swapcase(), PASSPHRASE.capitalize()]
    cuts = [
        PASSPHRASE[:-1],
        PASSPHRASE[1:],
        PASSPHRASE * 2,
        PASSPHRASE[::-1],
        " ".join(words[::-1]),
    ]
    odd = ["", " ", "x", "x" * 1_000_000, "\x00", f"{PASSPHRASE}\x00", f"'{PASSPHRASE}'", "💡" * 12]
    typos = [f"{PASSPHRASE[:at]}z{PASSPHRASE[at + 1 :]}" for at in range(0, 20, 2)]
    return [*spaces, *cases, *cuts, *odd, *typos]


def test_near_misses_open_nothing_and_change_nothing(terminal: Terminal) -> None:
    _add(terminal)
    before, misses = _tree(terminal.folder), _near_misses()
    assert len(misses) >= 30
    for near in misses:
        assert _opens(terminal, near) == 5, repr(near[:40])
        assert "Traceback" not in terminal.err
    assert _tree(terminal.folder) == before
    assert _opens(terminal, PASSPHRASE) == 0


@pytest.mark.parametrize(
    ("chosen", "typed", "code"),
    [
        ("caf\u00e9 at the corner", "cafe\u0301 at the corner", 0),
        ("caf\u00e9 at the corner", "cafe at the corner", 5),
        ("\uff11\uff12\uff13\uff14 full width digits", "1234 full width digits", 0),
        ("lantern \U0001f3ee by the door", "lantern \U0001f3ee by the door", 0),
        ("lantern \U0001f3ee by the door", "lantern  by the door", 5),
        ("two  spaces inside it", "two spaces inside it", 5),
    ],
)
def test_only_equal_writings_are_the_same_passphrase(
    terminal: Terminal, tmp_path: Path, chosen: str, typed: str, code: int
) -> None:
    terminal.folder = tmp_path / "written"
    assert terminal.run("vault", "init", "--test-kdf", "fast", secret=chosen) == 0
    assert _opens(terminal, typed) == code


def test_waiting_ends_and_is_not_ended_by_starting_again(terminal: Terminal) -> None:
    """The memory of wrong tries is a file: a new start reads it, time empties it."""
    record = _add(terminal)
    for _ in range(5):
        _long_ago(terminal, seconds=10)
        assert terminal.run("vault", "unlock-check", secret=WRONG) == 5
    _long_ago(terminal, seconds=10)
    assert terminal.run("vault", "unlock-check") == 12
    assert "minutes" in terminal.err
    assert terminal.run("vault", "unlock-check", secret=WRONG) == 12
    _long_ago(terminal, seconds=15 * 60)
    assert terminal.run("vault", "get", str(record)) == 0


def _long_ago(terminal: Terminal, seconds: int) -> None:
    """Let time pass, for what is remembered."""
    for count in filter(Path.exists, _counts(terminal)):
        known = json.loads(count.read_bytes())
        for vault in known.values():
            vault["failed"] = [
                (datetime.fromisoformat(each) - timedelta(seconds=seconds)).isoformat()
                for each in vault["failed"]
            ]
            vault["ran"] = [[run, since - 1000 * seconds] for run, since in vault["ran"]]
        count.write_text(json.dumps(known))


def test_without_the_memory_of_tries_no_secret_opens_more(terminal: Terminal) -> None:
    for _ in range(3):
        terminal.run("vault", "unlock-check", secret=WRONG)
    for count in _counts(terminal):
        count.unlink()
    assert terminal.run("vault", "unlock-check", secret=WRONG) == 5


SPOKEN = "a café by the window"
LINES = {
    "unix": f"{SPOKEN}\n".encode(),
    "windows": f"{SPOKEN}\r\n".encode(),
    "marked": f"\ufeff{SPOKEN}\r\n".encode(),
    "the last": SPOKEN.encode(),
    "accents apart": f"{unicodedata.normalize('NFD', SPOKEN)}\n".encode(),
}
"""The same words, as programs write them."""
OTHERS = {"a space": f"{SPOKEN} \n", "one sign inside": f"{SPOKEN[:6]}\r{SPOKEN[6:]}\n"}
"""Words that differ by what somebody typed."""


def _handed(folder: Path, line: bytes, way: str, *verb: str) -> int:
    """Run a command in a process of its own; its secret comes by standard input or descriptor."""
    code = "import sys; from peerdesk.cli.main import run; sys.exit(run(sys.argv[1:]))"
    reading, writing = os.pipe()
    os.write(writing, line)
    os.close(writing)
    how = ["--secret-stdin"] if way == "stdin" else ["--secret-fd", str(reading)]
    done = subprocess.run(  # noqa: S603 - this Python, on this project
        [sys.executable, "-c", code, "--data", str(folder), *how, *verb],
        stdin=reading,
        pass_fds=(reading,),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    os.close(reading)
    return done.returncode


@pytest.mark.skipif(sys.platform == "win32", reason="hands descriptors over as Unix does")
@pytest.mark.parametrize("way", ["stdin", "fd"])
def test_a_passphrase_is_what_was_typed_however_its_line_is_written(
    terminal: Terminal, tmp_path: Path, way: str
) -> None:
    folder = tmp_path / "new"
    init = ("vault", "init", "--agency", "Elk", "--mode", "tally", "--test-kdf", "fast")
    assert _handed(folder, LINES["windows"], way, *init) == 0
    for name, line in LINES.items():
        assert _handed(folder, line, way, "vault", "unlock-check") == 0, name
    for name, typed in OTHERS.items():
        assert _handed(folder, typed.encode(), way, "vault", "unlock-check") == 5, name


@pytest.mark.parametrize("ending", ["\r", "", " "])
def test_the_end_of_a_line_on_windows_is_no_part_of_the_passphrase(
    terminal: Terminal, tmp_path: Path, ending: str
) -> None:
    terminal.folder = tmp_path / "new"
    init = ("vault", "init", "--agency", "Elk", "--mode", "tally", "--test-kdf", "fast")
    assert terminal.run(*init, secret=f"a lantern by the window{ending}") == 0
    opens = terminal.run("search", "elk", secret="a lantern by the window")
    assert opens == (5 if ending == " " else 0)
