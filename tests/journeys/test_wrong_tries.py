"""Guessing is slow wherever a secret is asked for, and never shuts the only way in for good."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from peerdesk.errors import LockedOut, NotAllowed, WrongSecret
from peerdesk.opened import VaultFolder
from peerdesk.vault import attempts
from peerdesk.vault.attempts import BOUND_NAME, UNKEPT_SECONDS
from tests.conftest import PASSPHRASE
from tests.terminal import Terminal, terminal

__all__ = ["terminal"]  # a fixture
NEW = "another lantern by the door"
THEIRS = "the deputy has her own words"
WRONG = "not the passphrase at all"


def _other_settings(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))


def _guess(terminal: Terminal, times: int) -> list[int]:
    return [terminal.run("vault", "unlock-check", secret=WRONG) for _ in range(times)]


def _fifteen_minutes_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no wrong try be recent any more; clocks are another test's matter."""
    monkeypatch.setattr(attempts, "WINDOW", timedelta(0))


def _five_wrong(terminal: Terminal) -> None:
    """Guess until the vault waits for fifteen minutes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attempts, "DELAYS", (0,) * 5)
        assert _guess(terminal, 5) == [5] * 5
    assert terminal.run("vault", "unlock-check") == 12


def _backup(terminal: Terminal, folder: Path) -> Path:
    folder.mkdir()
    return Path(terminal.json("vault", "backup", "--to", str(folder))["path"])


def _tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_other_settings_bring_no_new_tries(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _guess(terminal, 4) == [5, 5, 5, 12]
    _other_settings(monkeypatch, tmp_path / "others")
    assert terminal.run("vault", "unlock-check") == 12
    (terminal.folder / BOUND_NAME).unlink()  # the control: this is what counted
    assert terminal.run("vault", "unlock-check") == 0


def test_settings_that_cannot_be_written_bring_none_either(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    _other_settings(monkeypatch, tmp_path / "file")
    assert _guess(terminal, 4) == [5, 5, 5, 12]


def test_the_settings_still_count_where_the_folder_forgot(terminal: Terminal) -> None:
    assert _guess(terminal, 3) == [5, 5, 5]
    (terminal.folder / BOUND_NAME).unlink()
    assert terminal.run("vault", "unlock-check") == 12


def test_a_wrong_try_changes_nothing_but_the_count(terminal: Terminal) -> None:
    before = _tree(terminal.folder)
    assert _guess(terminal, 2) == [5, 5]
    count = terminal.folder / BOUND_NAME
    assert set(_tree(terminal.folder)) - set(before) == {str(count)}
    assert WRONG.encode() not in count.read_bytes()
    assert count.stat().st_mode & 0o077 == 0
    count.unlink()
    assert _tree(terminal.folder) == before
    assert terminal.run("vault", "unlock-check") == 0
    assert not count.exists()


def test_where_no_count_can_be_kept_each_try_is_slow(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(attempts, "sleep", slept.append)
    assert terminal.run("vault", "unlock-check", secret=WRONG) == 5
    assert slept == []
    (terminal.folder / BOUND_NAME).unlink()
    (terminal.folder / BOUND_NAME).mkdir()
    (tmp_path / "file").write_bytes(b"")
    _other_settings(monkeypatch, tmp_path / "file")
    assert _guess(terminal, 7) == [5] * 7
    assert terminal.run("vault", "unlock-check") == 0  # never shut
    assert slept == [UNKEPT_SECONDS] * 8


def test_guesses_at_a_backup_wait_too(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, new = _backup(terminal, tmp_path / "stick"), tmp_path / "new"

    def restore(secret: str) -> int:
        return terminal.run("vault", "restore", str(backup), "--data", str(new), secret=secret)

    assert [restore(WRONG) for _ in range(4)] == [5, 5, 5, 12]
    assert not new.exists()
    assert terminal.run("vault", "unlock-check") == 12  # whoever guesses at one, guesses at both
    _other_settings(monkeypatch, tmp_path / "others")
    new = tmp_path / "newer"
    assert restore(PASSPHRASE) == 12
    _fifteen_minutes_pass(monkeypatch)
    assert restore(PASSPHRASE) == 0
    assert [each.name for each in backup.parent.iterdir()] == [backup.name]


def test_guesses_at_a_backup_are_told_when_its_vault_is_opened(
    terminal: Terminal, tmp_path: Path
) -> None:
    backup = _backup(terminal, tmp_path / "stick")
    for _ in range(2):
        words = ("vault", "restore", str(backup), "--data", str(tmp_path / "new"))
        assert terminal.run(*words, secret=WRONG) == 5
    assert terminal.run("vault", "unlock-check") == 0
    assert "2 times" in terminal.err
    assert terminal.run("vault", "unlock-check") == 0
    assert "wrong secret" not in terminal.err


def test_a_backup_opened_does_not_excuse_the_tries_on_its_vault(
    terminal: Terminal, tmp_path: Path
) -> None:
    """Or whoever has an old backup and its secret could guess at the vault without end."""
    backup = _backup(terminal, tmp_path / "stick")
    assert _guess(terminal, 2) == [5, 5]
    (terminal.folder / BOUND_NAME).unlink()
    words = ("vault", "restore", str(backup), "--data", str(tmp_path / "new"))
    assert terminal.run(*words) == 0
    assert _guess(terminal, 2) == [5, 12]


def test_verifying_a_backup_alone_is_no_way_to_guess(terminal: Terminal, tmp_path: Path) -> None:
    backup = _backup(terminal, tmp_path / "stick")
    terminal.folder = tmp_path / "nowhere"
    words = ("vault", "verify", str(backup))
    assert [terminal.run(*words, secret=WRONG) for _ in range(4)] == [5, 5, 5, 12]
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("asked", ["again", "drill", "restore"])
def test_guesses_inside_an_open_vault_wait_and_are_told(terminal: Terminal, asked: str) -> None:
    with closing(VaultFolder(terminal.folder).open(PASSPHRASE)) as at:
        backups = at.safe.backups
        path = backups.make("asked").path
        guess: Callable[[str], object] = {
            "again": at.safe.keys.reauthenticate,
            "drill": lambda secret: backups.drill(path, secret),
            "restore": lambda secret: backups.restore(path, secret),
        }[asked]
        for _ in range(3):
            with pytest.raises(WrongSecret):
                guess(WRONG)
        with pytest.raises(LockedOut):
            guess(PASSPHRASE)
    assert terminal.run("vault", "unlock-check") == 12
    with pytest.MonkeyPatch.context() as patch:
        _fifteen_minutes_pass(patch)
        assert terminal.run("vault", "unlock-check") == 0
    assert "3 times" in terminal.err


def test_the_right_secret_inside_enters_the_wrong_ones_and_forgets_them(terminal: Terminal) -> None:
    with closing(VaultFolder(terminal.folder).open(PASSPHRASE)) as at:
        for _ in range(2):
            with pytest.raises(WrongSecret):
                at.safe.keys.reauthenticate(WRONG)
        at.safe.keys.reauthenticate(PASSPHRASE)
        (told,) = at.safe.log.entries(action="unlock_failed")
        assert (told.who, told.outcome) == ("Somebody", "2")
        with pytest.raises(WrongSecret):
            at.safe.keys.reauthenticate(WRONG)
        at.safe.keys.reauthenticate(PASSPHRASE)
    assert terminal.run("vault", "unlock-check") == 0
    assert "wrong secret" not in terminal.err


def _make_strict(terminal: Terminal, *, on: bool = True, secret: str = PASSPHRASE) -> None:
    with closing(VaultFolder(terminal.folder).open(secret)) as at:
        at.safe.keys.set_strict(on, secret)


def _two_ways_in(terminal: Terminal) -> None:
    assert terminal.run("vault", "add-second", secret=(PASSPHRASE, THEIRS)) == 0


def _rotate(terminal: Terminal) -> str:
    assert terminal.run("vault", "rotate") == 0
    return PASSPHRASE


def _shut_out(terminal: Terminal) -> str:
    assert terminal.run("vault", "remove-second") == 0
    return PASSPHRASE


def _hand_over(terminal: Terminal) -> str:
    with closing(VaultFolder(terminal.folder).open(PASSPHRASE)) as at:
        at.safe.keys.hand_over(PASSPHRASE, "Noor Haddad", NEW)
    return NEW


def _recover(terminal: Terminal) -> str:
    words = terminal.json("vault", "new-sheet")["recovery"]
    place = VaultFolder(terminal.folder)
    opened, _ = place.recover(words, NEW)
    opened.close()
    return NEW


@pytest.mark.parametrize("change", [_rotate, _shut_out, _hand_over, _recover])
def test_five_wrong_tries_never_shut_the_only_way_in_for_good(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, change: Callable[[Terminal], str]
) -> None:
    _two_ways_in(terminal)
    _make_strict(terminal)
    secret = change(terminal)
    _five_wrong(terminal)
    _fifteen_minutes_pass(monkeypatch)
    assert terminal.run("vault", "unlock-check", secret=secret) == 0, terminal.err
    with closing(VaultFolder(terminal.folder).open(secret)) as at:
        assert not at.safe.keys.strict()
        at.safe.keys.add_person("Sam Rivera", "deputy", THEIRS, secret)
        assert not at.safe.keys.strict()  # another way in does not bring it back unasked


def test_strict_shuts_where_another_way_is_left_and_that_way_ends_it(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above, and a shut vault stays shut until the other way was used."""
    _two_ways_in(terminal)
    _make_strict(terminal)
    _five_wrong(terminal)
    _fifteen_minutes_pass(monkeypatch)
    assert terminal.run("vault", "unlock-check") == 5
    assert "second person" in terminal.err
    assert terminal.run("vault", "unlock-check", secret=WRONG) == 5  # a later try releases nothing
    assert terminal.run("vault", "unlock-check") == 5
    shutil.rmtree(terminal.folder.parent / "settings")
    assert terminal.run("vault", "unlock-check") == 5
    assert terminal.run("vault", "unlock-check", secret=THEIRS) == 0
    assert terminal.run("vault", "unlock-check") == 0


def test_other_ways_in_are_named_only_where_they_are_needed(terminal: Terminal) -> None:
    assert terminal.run("vault", "unlock-check", "--kind", "second", secret=WRONG) == 5
    assert "second person" not in terminal.err


def test_a_deputy_who_came_in_can_turn_strict_off_but_not_on(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two_ways_in(terminal)
    _make_strict(terminal)
    _five_wrong(terminal)
    _fifteen_minutes_pass(monkeypatch)
    _make_strict(terminal, on=False, secret=THEIRS)
    with pytest.raises(NotAllowed):
        _make_strict(terminal, on=True, secret=THEIRS)
    assert terminal.run("vault", "unlock-check") == 0


def test_strict_can_be_turned_off_again(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two_ways_in(terminal)
    _make_strict(terminal)
    _make_strict(terminal, on=False)
    _five_wrong(terminal)
    _fifteen_minutes_pass(monkeypatch)
    assert terminal.run("vault", "unlock-check") == 0


def test_wrong_tries_at_an_open_strict_vault_shut_it_too(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two_ways_in(terminal)
    _make_strict(terminal)
    monkeypatch.setattr(attempts, "DELAYS", (0,) * 5)
    with closing(VaultFolder(terminal.folder).open(PASSPHRASE)) as at:
        for _ in range(5):
            with pytest.raises(WrongSecret):
                at.safe.keys.reauthenticate(WRONG)
        _fifteen_minutes_pass(monkeypatch)
        with pytest.raises(WrongSecret, match="second person"):
            at.safe.keys.reauthenticate(PASSPHRASE)
    assert terminal.run("vault", "unlock-check") == 5
    assert terminal.run("vault", "unlock-check", secret=THEIRS) == 0
    assert terminal.run("vault", "unlock-check") == 0


def test_eight_ways_in_open_and_a_ninth_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    theirs = [f"their own words {number}" for number in range(7)]
    for secret in theirs:
        assert terminal.run("vault", "add-second", secret=(PASSPHRASE, secret)) == 0
    assert terminal.run("vault", "add-second", secret=(PASSPHRASE, THEIRS)) == 2
    assert terminal.run("vault", "new-sheet") == 2
    assert len(terminal.json("vault", "info")["slots"]) == 8
    for secret in (PASSPHRASE, *theirs):
        assert terminal.run("vault", "unlock-check", secret=secret) == 0
    backup = _backup(terminal, tmp_path / "stick")
    assert terminal.run("vault", "verify", str(backup)) == 0
    terminal.folder = tmp_path / "new"
    assert terminal.run("vault", "restore", str(backup), secret=theirs[-1]) == 0
    assert terminal.run("vault", "unlock-check", secret=theirs[0]) == 0


def _mistyped(words: str) -> list[str]:
    """Return slips: no word of any list, two words swapped, one word missing."""
    each = words.split()
    swapped = [each[1], each[0], *each[2:]]
    return [f"xyzzy {' '.join(each[1:])}", " ".join(swapped), " ".join(each[1:])]


def test_mistyped_words_are_a_wrong_secret_to_a_script(terminal: Terminal, tmp_path: Path) -> None:
    words = terminal.json("vault", "new-sheet")["recovery"]
    backup = str(_backup(terminal, tmp_path / "stick"))
    for slip in _mistyped(words):
        check = ("vault", "unlock-check", "--kind", "recovery")
        assert terminal.run(*check, secret=slip) == 5
        assert terminal.run("vault", "recover", secret=(slip, NEW)) == 5
        restore = ("vault", "restore", backup, "--data", str(tmp_path / "new"))
        assert terminal.run(*restore, secret=slip) == 5
    assert "xyzzy" not in terminal.out
    assert terminal.run("import", str(tmp_path / "stick")) == 4  # a file refused stays one
    assert terminal.run(*check, secret=words) == 0


def test_restoring_with_the_sheet_asks_for_a_passphrase(terminal: Terminal, tmp_path: Path) -> None:
    words = terminal.json("vault", "new-sheet")["recovery"]
    backup = str(_backup(terminal, tmp_path / "stick"))
    terminal.folder = tmp_path / "with"
    answer = terminal.json("vault", "restore", backup, secret=(words, NEW))
    assert answer["restored"] is True
    assert terminal.run("vault", "unlock-check", secret=NEW) == 0
    check = ("vault", "unlock-check", "--kind", "recovery")
    assert terminal.run(*check, secret=answer["recovery"]) == 0
    assert terminal.run(*check, secret=words) == 5
    assert terminal.run("vault", "unlock-check") == 5


def test_restoring_with_the_sheet_alone_says_what_is_next(
    terminal: Terminal, tmp_path: Path
) -> None:
    words = terminal.json("vault", "new-sheet")["recovery"]
    backup = str(_backup(terminal, tmp_path / "stick"))
    terminal.folder = tmp_path / "alone"
    assert terminal.json("vault", "restore", backup, secret=words) == {"restored": True}
    assert "vault recover" in terminal.err
    assert terminal.run("vault", "recover", secret=(words, NEW)) == 0
    terminal.folder = tmp_path / "plain"
    assert terminal.json("vault", "restore", backup) == {"restored": True}
    assert "vault recover" not in terminal.err


def test_a_short_passphrase_is_refused_before_anything_is_restored(
    terminal: Terminal, tmp_path: Path
) -> None:
    words = terminal.json("vault", "new-sheet")["recovery"]
    backup = str(_backup(terminal, tmp_path / "stick"))
    terminal.folder = tmp_path / "with"
    assert terminal.run("vault", "restore", backup, secret=(words, "short")) == 2
    assert not terminal.folder.exists()
