"""The record of activity: whole, or said to be broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk.models.contact import Contact
from peerdesk.models.fields import blank_values
from peerdesk.models.supporter import Supporter
from peerdesk.periods import Month
from peerdesk.safe import Chain, Note
from peerdesk.vault import audit
from peerdesk.vault.database import connect
from peerdesk.vault.meta import audit as table
from peerdesk.vault.vault import Vault


@pytest.fixture
def raw(vault: Vault) -> Iterator[Any]:
    """A connection of somebody who has the key and no scruples: the triggers are gone."""
    vault.note(*(Note("print", outcome=str(number)) for number in range(8)))
    connection = connect(vault.database, vault.database_key)
    connection.execute("DROP TRIGGER audit_stays")
    connection.execute("DROP TRIGGER audit_kept")
    yield connection
    connection.close()
    vault.abandon()


def _checked(vault: Vault, anchor: str = "") -> Chain:
    with vault.sessions.read() as session:
        return audit.check(session.connection(), anchor)


def _swap(raw: Any) -> None:
    raw.execute("UPDATE audit SET n = -1 WHERE n = 4")
    raw.execute("UPDATE audit SET n = 4 WHERE n = 5")
    raw.execute("UPDATE audit SET n = 5 WHERE n = -1")


def _insert(raw: Any) -> None:
    raw.execute("UPDATE audit SET n = n + 100 WHERE n >= 4")
    raw.execute(
        "INSERT INTO audit SELECT 4, utc, slot, action, kind, record, outcome, version, host, mac"
        " FROM audit WHERE n = 3"
    )
    raw.execute("UPDATE audit SET n = n - 99 WHERE n > 100")


FORGERIES: dict[str, Callable[[Any], object]] = {
    "edited": lambda raw: raw.execute("UPDATE audit SET action = 'view' WHERE n = 4"),
    "removed": lambda raw: raw.execute("DELETE FROM audit WHERE n = 4"),
    "swapped": _swap,
    "put in": _insert,
    "moved in time": lambda raw: raw.execute("UPDATE audit SET utc = '2020' WHERE n = 4"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forged_entry_is_named(vault: Vault, raw: Any, forgery: str) -> None:
    FORGERIES[forgery](raw)
    assert _checked(vault).broken_at == 4


def test_an_untouched_record_is_whole(vault: Vault, raw: Any) -> None:
    found = _checked(vault)
    assert found.broken_at is None
    assert found.count == raw.execute("SELECT count(*) FROM audit").fetchone()[0]


def test_a_cut_end_is_seen_with_a_mark_and_only_with_one(vault: Vault, raw: Any) -> None:
    mark = _checked(vault).mark
    raw.execute("DELETE FROM audit WHERE n > 6")
    assert _checked(vault).broken_at is None
    assert _checked(vault, mark).broken_at == 7


def test_a_mark_holds_when_more_is_entered(vault: Vault) -> None:
    mark = _checked(vault).mark
    vault.note(Note("print"))
    assert _checked(vault, mark).broken_at is None
    number, _, head = mark.partition(":")
    wrong = "0" if head[0] != "0" else "1"
    assert _checked(vault, f"{number}:{wrong}{head[1:]}").broken_at is not None


def test_a_mark_without_its_number_finds_its_entry(vault: Vault, raw: Any) -> None:
    head = raw.execute("SELECT mac FROM audit WHERE n = 7").fetchone()[0]
    for mark in (head[:12], head[:12].upper(), head):
        assert _checked(vault, mark).broken_at is None
    for wrong in (head[:11], head[:12] + "%", "soon", head[:11] + "_"):
        with pytest.raises(ValueError):  # noqa: PT011 - says nothing more
            _checked(vault, wrong)
    for number in ("9" * 19, "9" * 5000, "-7", "7.0", "1e999", "\u0667"):
        with pytest.raises(ValueError):  # noqa: PT011 - says nothing more
            _checked(vault, f"{number}:{head[:12]}")
    raw.execute("DELETE FROM audit WHERE n > 6")
    assert _checked(vault, head[:12]).broken_at == 7


@pytest.mark.parametrize("statement", ["UPDATE audit SET outcome = ''", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_an_entry(vault: Vault, statement: str) -> None:
    connection = connect(vault.database, vault.database_key)
    with pytest.raises(sqlcipher.IntegrityError):
        connection.execute(statement)
    connection.close()


def _supporter(name: str) -> Supporter:
    return Supporter(**{**blank_values(Supporter), "full_name": name, "personnel_class": "sworn"})


def _entries(vault: Vault) -> list[tuple[str, str, int | None, str]]:
    columns = (table.c.action, table.c.kind, table.c.record, table.c.outcome)
    with vault.sessions.read() as session:
        return [tuple(row) for row in session.execute(select(*columns).order_by(table.c.n))]


def test_every_change_is_entered_with_its_number_and_no_value(vault: Vault) -> None:
    with vault.sessions.write() as session:
        session.add(person := _supporter("Ottoline Quill"))
    with vault.sessions.write() as session:
        session.get_one(Supporter, person.id).full_name = "Ottoline Quilt"
    with vault.sessions.write() as session:
        session.delete(session.get_one(Supporter, person.id))
    assert _entries(vault)[-3:] == [
        ("create", "supporter", person.id, "ok"),
        ("update", "supporter", person.id, "ok"),
        ("delete", "supporter", person.id, "ok"),
    ]
    with vault.sessions.read() as session:
        everything = str(session.execute(select(table)).all())
    assert "Ottoline" not in everything


def test_a_contact_is_entered_without_its_number(vault: Vault) -> None:
    contact = {
        "month": Month(2026, 1),
        "first_this_quarter": "yes",
        "recipient_class": "responder",
        "origin": "self",
        "mode": "phone",
        "duration": "15_30",
        "counted_in": Month(2026, 1).quarter,
    }
    with vault.sessions.write() as session:
        session.add_all(Contact(**{**blank_values(Contact), **contact}) for _ in range(3))
    assert _entries(vault)[-1] == ("create", "contact", None, "3")


def test_a_change_that_nobody_enters_is_refused_and_undone(vault: Vault) -> None:
    with vault.sessions.write() as session:
        session.add(_supporter("Ottoline Quill"))
    with pytest.raises(RuntimeError), vault.sessions.write() as session:
        session.execute(Supporter.__table__.delete())  # type: ignore[attr-defined]
    with vault.sessions.read() as session:
        assert session.scalars(select(Supporter.full_name)).all() == ["Ottoline Quill"]


def test_a_change_that_fails_is_not_entered(vault: Vault) -> None:
    before = _entries(vault)
    with pytest.raises(ZeroDivisionError), vault.sessions.write() as session:
        session.add(_supporter("Ottoline Quill"))
        session.flush()
        raise ZeroDivisionError
    assert _entries(vault) == before


def test_entries_carry_the_moment_and_who_was_there(vault: Vault) -> None:
    with vault.sessions.read() as session:
        row = session.execute(select(table).limit(1)).mappings().one()
    assert abs(datetime.now(UTC) - datetime.fromisoformat(row["utc"])).total_seconds() < 60
    assert row["utc"].endswith("Z")
    assert len(row["utc"]) == 24
    assert row["slot"] == vault.slot.id


def test_the_computer_is_not_named(vault: Vault, tmp_path: Path) -> None:
    import platform

    with vault.sessions.read() as session:
        hosts = set(session.scalars(select(table.c.host)))
    assert all(len(host) == 8 for host in hosts)
    assert platform.node() not in hosts
