"""The verbs that change a vault, each with a vault to run on and what must hold after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from peerdesk.opened import Opened, VaultFolder
from peerdesk.vault import migrate
from peerdesk.vault.migrate import latest, steps
from peerdesk.vault.opening import unlock
from tests.conftest import PASSPHRASE
from tests.slow.child import Home

NEW = "another lantern by the door"
THEIRS = "the second person's lantern"
AGENCY = "Pine County"
PEOPLE = ("Person 1", "Person 2", "Person 3")
COORDINATOR = "Coordinator, coordinator"
RECORDS = frozenset({AGENCY, COORDINATOR, *PEOPLE})
ADDED = "Person 4"
OLDEST = frozenset({"Elk Creek Fire", COORDINATOR, "Bram Fenwick", "Ottoline Quill", "Sunniva Roe"})
"""What the vault of the first version holds."""
Way = tuple[tuple[str, ...], tuple[str, ...]]
"""Words of a command, and the secrets that it reads."""
OPENING: Way = (("unlock-check",), (PASSPHRASE,))


@dataclass(frozen=True)
class Case:
    """A verb, and what is to be there once it was killed and run again."""

    ways: tuple[Way, ...]
    """The command; then those that go on where it refuses because it had done its work."""
    opens: str = PASSPHRASE
    shut: tuple[str, ...] = ()
    """Secrets that open nothing any more."""
    records: frozenset[str] = RECORDS
    before: tuple[frozenset[str], ...] = ()
    """What the records may be before it is run again; else they are looked at afterwards only."""
    least: int = 40
    """So many different states there are at least, else the trace has stopped looking."""


def _make(home: Home, *names: str) -> None:
    """Make the vault, where there is none, and add people."""
    place = VaultFolder(home.data, state_at=home.settings)
    if place.exists():
        opened = place.open(PASSPHRASE)
    else:
        opened = place.create(PASSPHRASE, {"name": AGENCY}, fast=True)
    _add(opened, *names)
    opened.close()


def _add(opened: Opened, *names: str) -> None:
    for name in names:
        person = {"role": "peer", "personnel_class": "sworn", "status": "active"}
        opened.workspace.records.save("supporter", {**person, "full_name": name})


def _init(home: Home) -> Case:
    words = ("init", "--agency", AGENCY, "--sheet", "--test-kdf", "fast")
    return Case(
        ((words, (PASSPHRASE,)), OPENING), records=frozenset({AGENCY, COORDINATOR}), least=150
    )


def _verb(*words: str, secrets: tuple[str, ...] = (PASSPHRASE,), **more: Any) -> Prepare:
    def prepare(home: Home) -> Case:
        _make(home, *PEOPLE)
        return Case(((words, secrets),), **more)

    return prepare


def _delete(home: Home) -> Case:
    case = _verb("delete", "3")(home)
    return replace(case, ways=(*case.ways, OPENING), records=RECORDS - {"Person 3"})


def _back_up_to_a_stick(home: Home) -> Case:
    home.stick.mkdir()
    return _verb("backup", "--to", "{stick}")(home)


def _change(home: Home) -> Case:
    _make(home, *PEOPLE)
    words = ("change-passphrase",)
    ways = (words, (PASSPHRASE, NEW)), (words, (NEW, NEW))
    return Case(ways, opens=NEW, shut=(PASSPHRASE,))


def _recover(home: Home) -> Case:
    _make(home, *PEOPLE)
    opened = VaultFolder(home.data, state_at=home.settings).open(PASSPHRASE)
    sheet = opened.safe.keys.new_sheet("recovery")
    words = " ".join(sheet.cards[0])
    opened.safe.keys.keep_sheet(sheet, [words])
    opened.close()
    ways = (("recover",), (words, NEW)), (("new-sheet",), (NEW,))
    return Case(ways, opens=NEW, shut=(PASSPHRASE,), least=400)


def _add_second(home: Home) -> Case:
    _make(home, *PEOPLE)
    words = ("add-second", "--name", "Dr. Ames", "--role", "clinical_adviser")
    ways = (words, (PASSPHRASE, THEIRS)), (("unlock-check", "--kind", "second"), (THEIRS,))
    return Case(ways, records=RECORDS | {"Dr. Ames, clinical_adviser"})


def _remove_second(home: Home) -> Case:
    _make(home, *PEOPLE)
    opened = VaultFolder(home.data, state_at=home.settings).open(PASSPHRASE)
    opened.safe.keys.add_person("Deputy", "deputy", THEIRS, PASSPHRASE)
    opened.close()
    ways = (("remove-second",), (PASSPHRASE,)), OPENING
    return Case(ways, shut=(THEIRS,), least=400)


def _backup_made(home: Home) -> Path:
    _make(home, *PEOPLE)
    opened = VaultFolder(home.data, state_at=home.settings).open(PASSPHRASE)
    home.stick.mkdir()
    made = opened.safe.backups.make("asked", home.stick)
    opened.close()
    return made.path


def _restore_in_place(home: Home) -> Case:
    name = _backup_made(home).name
    _make(home, ADDED)
    words = ("restore", "{stick}/" + name, "--replace")
    return Case(
        ((words, (PASSPHRASE, PASSPHRASE)),), before=(RECORDS, RECORDS | {ADDED}), least=250
    )


def _restore_into(home: Home) -> Case:
    case = _restore_here(home)
    shutil.rmtree(home.data)
    return case


def _restore_into_empty(home: Home) -> Case:
    case = _restore_into(home)
    home.data.mkdir()
    return case


def _migrate(home: Home) -> Case:
    shutil.copytree(Path(__file__).parents[1] / "vaults" / "schema-1", home.data)
    return Case((OPENING,), records=OLDEST, least=200)


def _migrate_sealed(home: Home) -> Case:
    """A vault that the version before this one closed, with a seal."""
    case = _migrate(home)
    with pytest.MonkeyPatch.context() as patch:
        older = {number: step for number, step in steps().items() if number < latest()}
        patch.setattr(migrate, "steps", lambda: older)
        unlock(home.data, PASSPHRASE).close()
    return case


def _after_crash(home: Home) -> Case:
    """A transaction has reached the file, with the journal that takes it back."""
    _make(home, *PEOPLE)
    opened = VaultFolder(home.data, state_at=home.settings).open(PASSPHRASE)
    with opened.vault.sessions.write() as session:
        run = session.connection().exec_driver_sql
        run("PRAGMA cache_size = 1")
        run("UPDATE supporter SET full_name = full_name || ' of nobody''s'")
        run("CREATE TABLE spilled AS SELECT * FROM sqlite_master")
        shutil.copytree(home.data, home.at / "crashed")
        session.rollback()
    opened.close()
    shutil.rmtree(home.data)
    (home.at / "crashed").rename(home.data)
    assert any(path.stat().st_size for path in home.data.glob("*-journal"))
    return Case((OPENING,))


def _without(prepare: Prepare, *patterns: str) -> Prepare:
    """Return a case whose vault has lost some files."""

    def prepared(home: Home) -> Case:
        case = prepare(home)
        for path in [path for pattern in patterns for path in home.data.glob(pattern)]:
            path.unlink()
        return case

    return prepared


def _restore_here(home: Home) -> Case:
    name = _backup_made(home).name
    return Case(((("restore", "{stick}/" + name), (PASSPHRASE,)), OPENING), least=20)


def _altered(home: Home) -> Case:
    """A sync program has put an older database back under a newer key file."""
    _make(home, *PEOPLE)
    (database,) = home.data.glob("data-*.db")
    older = database.read_bytes()
    _make(home, ADDED)
    database.write_bytes(older)
    return Case(((("unlock-check", "--accept-altered"), (PASSPHRASE,)), OPENING))


def _altered_after_crash(home: Home) -> Case:
    """The seal is gone too, and the journal is needed."""
    case = _after_crash(home)
    (seal,) = home.data.glob("*.seal")
    seal.unlink()
    return replace(case, ways=((("unlock-check", "--accept-altered"), (PASSPHRASE,)), *case.ways))


Prepare = Callable[[Home], Case]
CASES: dict[str, Prepare] = {
    "init": _init,
    "open after a crash": _after_crash,
    "rotate": _verb("rotate", least=400),
    "change the passphrase": _change,
    "recover": _recover,
    "add a record": _verb("add", "--text", ADDED, records=RECORDS | {ADDED}),
    "delete a record": _delete,
    "add a second person": _add_second,
    "remove a second person": _remove_second,
    "new sheet": _verb("new-sheet"),
    "back up": _verb("backup"),
    "back up to a stick": _back_up_to_a_stick,
    "restore in place": _restore_in_place,
    "restore into a new folder": _restore_into,
    "restore into an empty folder": _restore_into_empty,
    "restore where the key file is gone": _without(_restore_here, "vault.json*", "*.seal"),
    "open with the copy of the key file": _without(_verb("unlock-check"), "vault.json"),
    "open without a key file": _without(_verb("unlock-check"), "vault.json*"),
    "migrate": _migrate,
    "migrate a vault with a seal": _migrate_sealed,
    "accept altered": _altered,
    "accept altered after a crash": _altered_after_crash,
}
