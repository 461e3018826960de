"""Records are found by the words in them, as they are now, and by nothing confidential."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, text

from peerdesk.clock import FixedClock
from peerdesk.exchange.reader import read_plan
from peerdesk.models.fields import Privacy, Record, fields_of, kind_of
from peerdesk.models.registry import ENTERED, RECORDS
from peerdesk.models.searched import Searched
from peerdesk.safe import Note
from peerdesk.services.sessions import note
from peerdesk.services.store import search
from peerdesk.services.store.search import Hit, searchable
from peerdesk.services.workspace import Workspace, open_workspace
from peerdesk.vault.vault import Vault
from tests.services.records.test_records import contact, entry, supporter


def _found(workspace: Workspace, words: str) -> list[str]:
    return [hit.title for hit in workspace.search.find(words)]


def test_words_are_found_by_their_beginnings(workspace: Workspace) -> None:
    number = workspace.records.save("supporter", supporter("José Ibáñez", unit_area="North"))
    workspace.records.save("supporter", supporter("Berta Quist"))
    assert workspace.search.find("jos") == (Hit("supporter", number, "José Ibáñez"),)
    assert _found(workspace, "ibanez NOR") == ["José Ibáñez"]
    assert _found(workspace, "jos quist") == []


def test_labels_of_codes_are_found(workspace: Workspace) -> None:
    workspace.records.save("supporter", supporter("Ada Lovell", status="leave"))
    assert _found(workspace, "volunt") == ["Ada Lovell"]


def test_the_newest_comes_first(workspace: Workspace) -> None:
    numbers = [workspace.records.save("supporter", supporter(f"Person {name}")) for name in "ABC"]
    assert _found(workspace, "person") == ["Person C", "Person B", "Person A"]
    workspace.records.save("supporter", {"unit_area": "North"}, numbers[0])
    assert _found(workspace, "person") == ["Person A", "Person C", "Person B"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("王小明", "王"),
        ("王小明", "小明"),
        ("やまだ たろう", "だ"),
        ("김민준", "민준"),
        ("สมชาย ใจดี", "ชาย"),
        ("محمد علي", "محم"),
        ("Петров Иван", "петр"),
        ("Ελένη Παππά", "ελενη"),
        ("Ångström, Zoe\u0308", "angs zoe"),
        ("אברהם כהן", "כהן"),
        ("अमिता शर्मा", "शर्म"),
        ("Zoë", "Zoe\u0308"),
        ("김", "김"),
        ("ᄀ\u1175\u11b7 민준", "김"),
    ],
)
def test_a_name_in_any_script_is_found(workspace: Workspace, name: str, words: str) -> None:
    workspace.records.save("supporter", supporter(name))
    workspace.records.save("supporter", supporter("Ada Lovell"))
    assert _found(workspace, words) == [name]


@pytest.mark.parametrize("words", ["明王", "李", "ชายสม"])
def test_signs_in_another_order_are_another_word(workspace: Workspace, words: str) -> None:
    workspace.records.save("supporter", supporter("王小明"))
    workspace.records.save("supporter", supporter("สมชาย"))
    assert _found(workspace, words) == []


@pytest.mark.parametrize(
    "words", ["", "  ", '"', "-", "*", "' OR 1", 'a" OR "b', "NEAR(", "^x", "a"]
)
def test_signs_mean_nothing(workspace: Workspace, words: str) -> None:
    workspace.records.save("supporter", supporter())
    assert _found(workspace, words) == []


def test_a_name_with_signs_is_found(workspace: Workspace) -> None:
    workspace.records.save("supporter", supporter("Sinéad O'Brien-Moe"))
    assert _found(workspace, "o'bri") == _found(workspace, "brien-m") == ["Sinéad O'Brien-Moe"]


def test_what_is_changed_or_removed_is_no_longer_found(workspace: Workspace) -> None:
    number = workspace.records.save("supporter", supporter("Ada Lovell"))
    workspace.records.save("supporter", {"full_name": "Ada Marsh"}, number)
    assert _found(workspace, "lovell") == []
    item = workspace.records.delete("supporter", number)
    assert _found(workspace, "marsh") == []
    workspace.bin.bring_back(item)
    assert _found(workspace, "marsh") == ["Ada Marsh"]


def test_nothing_confidential_is_found(workspace: Workspace) -> None:
    workspace.records.save("supporter", supporter(emergency_phone="555-7777"))
    assert _found(workspace, "7777") == []
    named = {each.privacy for record in RECORDS for each in searchable(record)}
    assert Privacy.CONFIDENTIAL not in named


@pytest.mark.parametrize("record", ENTERED, ids=kind_of)
def test_every_kind_but_those_about_support_is_found(
    workspace: Workspace, record: type[Record]
) -> None:
    number = workspace.records.save(kind_of(record), entry(record, workspace))
    hits = workspace.search.find(workspace.records.title(kind_of(record), number))
    found = (kind_of(record), number) in [(hit.kind, hit.id) for hit in hits]
    assert found is not record.sensitive


def test_no_word_of_a_contact_is_indexed(workspace: Workspace, vault: Vault) -> None:
    workspace.records.save("contact", contact())
    assert not any(searchable(record) for record in RECORDS if record.sensitive)
    with vault.sessions.read() as session:
        assert session.execute(text("SELECT count(*) FROM searched")).scalar() == 0


def test_an_import_can_be_found_and_no_longer_once_taken_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("Name,Class,Status\nBerta Quist,Sworn,Active\n", encoding="utf-8")
    result = workspace.imports.apply(workspace.imports.read(path))
    assert _found(workspace, "quist") == ["Berta Quist"]
    workspace.imports.undo(result.undo)
    assert _found(workspace, "quist") == []


def test_an_older_vault_is_indexed_when_it_is_opened(
    workspace: Workspace, vault: Vault, clock: FixedClock
) -> None:
    workspace.records.save("supporter", supporter("Berta Quist"))
    with vault.sessions.write() as session:
        note(session, Note("import"))
        session.execute(delete(Searched))
        session.execute(text("INSERT INTO search (search) VALUES ('rebuild')"))
    assert _found(workspace, "quist") == []
    open_workspace(vault.sessions, clock, read_plan)
    assert _found(workspace, "quist") == ["Berta Quist"]


def test_words_of_an_older_form_are_written_anew_when_a_vault_is_opened(
    workspace: Workspace, vault: Vault, clock: FixedClock
) -> None:
    workspace.records.save("supporter", supporter("王小明"))
    with vault.sessions.write() as session:
        note(session, Note("import"))
        session.execute(text("UPDATE searched SET words = '王小明', version = 1"))
        session.execute(text("INSERT INTO search (search) VALUES ('rebuild')"))
    assert _found(workspace, "小明") == []
    open_workspace(vault.sessions, clock, read_plan)
    assert _found(workspace, "小明") == _found(workspace, "王小明") == ["王小明"]
    with vault.sessions.read() as session:
        assert not search.stale(session)


def test_rebuilding_finds_the_same(workspace: Workspace, vault: Vault) -> None:
    for record in ENTERED:
        workspace.records.save(kind_of(record), entry(record, workspace))
    words = "SELECT kind, number, words FROM searched ORDER BY kind, number"
    with vault.sessions.write() as session:
        note(session, Note("import"))
        before = session.execute(text(words)).all()
        assert search.rebuild(session) == len(before)
        assert session.execute(text(words)).all() == before
        session.execute(text("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"))


def test_every_searchable_text_is_declared_so() -> None:
    """The index takes text, codes and titles, so a date or a number is found by its title only."""
    for record in ENTERED:
        for each in searchable(record):
            assert each in fields_of(record)
