"""What is removed comes back whole for thirty days, and then nothing of it is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2 as sqlcipher

from peerdesk.clock import FixedClock
from peerdesk.errors import UserFacing
from peerdesk.exchange.reader import read_plan
from peerdesk.models.binned import Binned
from peerdesk.models.fields import Record, kind_of
from peerdesk.models.registry import ENTERED
from peerdesk.periods import Month, Period
from peerdesk.safe import NOTES, Note
from peerdesk.services.records.records import ListQuery
from peerdesk.services.workspace import Workspace, open_workspace
from peerdesk.vault import migrate
from peerdesk.vault.vault import Vault
from tests.services.records.test_records import contact, entry, supporter


def _later(vault: Vault, day: date) -> Workspace:
    return open_workspace(vault.sessions, FixedClock(day), read_plan)


@pytest.mark.parametrize("record", ENTERED, ids=kind_of)
def test_every_kind_comes_back_as_it_was(workspace: Workspace, record: type[Record]) -> None:
    kind = kind_of(record)
    number = workspace.records.save(kind, entry(record, workspace))
    workspace.records.save(kind, {"version": 1}, number)
    held = workspace.records.get(kind, number)
    item = workspace.records.delete(kind, number)
    assert not len(workspace.records.ids(ListQuery(kind)))
    assert [(each.id, each.kind) for each in workspace.bin.items()] == [(item, kind)]
    assert workspace.bin.bring_back(item) == (kind, number)
    assert workspace.records.get(kind, number) == held
    assert workspace.bin.items() == ()


@pytest.mark.parametrize("record", ENTERED, ids=kind_of)
def test_every_kind_is_named_in_the_bin(workspace: Workspace, record: type[Record]) -> None:
    number = workspace.records.save(kind_of(record), entry(record, workspace))
    name = workspace.records.title(kind_of(record), number)
    workspace.records.delete(kind_of(record), number)
    (removed,) = workspace.bin.items()
    assert removed.title == name
    assert name
    assert (removed.until - removed.removed_on).days == 30


def _pair(workspace: Workspace) -> tuple[int, int]:
    mentor = workspace.records.save("supporter", supporter("Ada Lovell"))
    junior = workspace.records.save("supporter", supporter("Berta Quist", mentor_id=mentor))
    return mentor, junior


def _mentor(workspace: Workspace, number: int) -> Any:
    return workspace.records.get("supporter", number)["mentor_id"]


def test_links_go_and_come_back(workspace: Workspace) -> None:
    mentor, junior = _pair(workspace)
    item = workspace.records.delete("supporter", mentor)
    assert _mentor(workspace, junior) is None
    workspace.bin.bring_back(item)
    assert _mentor(workspace, junior) == mentor


def test_a_link_made_in_the_meantime_stays(workspace: Workspace) -> None:
    mentor, junior = _pair(workspace)
    other = workspace.records.save("supporter", supporter("Carl Moe"))
    item = workspace.records.delete("supporter", mentor)
    workspace.records.save("supporter", {"mentor_id": other}, junior)
    workspace.bin.bring_back(item)
    assert _mentor(workspace, junior) == other


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_links_between_two_removed_records_come_back(
    workspace: Workspace, order: tuple[int, int]
) -> None:
    mentor, junior = _pair(workspace)
    first = workspace.records.delete("supporter", junior)
    second = workspace.records.delete("supporter", mentor)
    for place in order:
        workspace.bin.bring_back((first, second)[place])
    assert _mentor(workspace, junior) == mentor


def test_a_number_in_the_bin_is_not_given_again(workspace: Workspace) -> None:
    first = workspace.records.save("supporter", supporter("Ada Lovell"))
    item = workspace.records.delete("supporter", first)
    second = workspace.records.save("supporter", supporter("Berta Quist"))
    assert workspace.bin.bring_back(item) == ("supporter", first)
    assert {first, second} == set(workspace.records.ids(ListQuery("supporter")))


def test_an_import_gives_no_number_that_is_in_the_bin(workspace: Workspace, tmp_path: Path) -> None:
    item = workspace.records.delete("contact", workspace.records.save("contact", contact()))
    header = "month,first_this_quarter,recipient_class,origin,mode,topic,duration,duty,outcome"
    line = "2026-11,yes,responder,self,phone,grief,15_30,on,listened"
    path = tmp_path / "contacts.csv"
    path.write_text(f"{header}\n{line}\n", encoding="utf-8")
    workspace.imports.apply(workspace.imports.read(path))
    workspace.bin.bring_back(item)
    assert len(workspace.records.ids(ListQuery("contact"))) == 2


def test_a_link_never_comes_back_to_another_record(workspace: Workspace) -> None:
    helper = workspace.records.save("supporter", supporter())
    first = workspace.records.save("contact", contact(supporter_id=helper))
    team = workspace.records.delete("supporter", helper)
    workspace.bin.erase(workspace.records.delete("contact", first))
    second = workspace.records.save("contact", contact())
    assert second != first
    workspace.bin.bring_back(team)
    assert workspace.records.get("contact", second)["supporter_id"] is None


def test_what_has_been_replaced_is_not_brought_back(workspace: Workspace) -> None:
    values = {"period": Period.parse("2026"), "personnel_class": "sworn", "people": 40}
    item = workspace.records.delete("headcount", workspace.records.save("headcount", values))
    workspace.records.save("headcount", {**values, "people": 41})
    with pytest.raises(UserFacing, match="taken its place"):
        workspace.bin.bring_back(item)
    assert len(workspace.bin.items()) == 1


def test_a_contact_comes_back_into_an_open_quarter(workspace: Workspace) -> None:
    number = workspace.records.save("contact", contact(month=Month(2026, 9)))
    item = workspace.records.delete("contact", number)
    workspace.closing.close(Period.parse("2026-Q3"))
    kind, number = workspace.bin.bring_back(item)
    assert str(workspace.records.get(kind, number)["counted_in"]) == "2026-Q4"


def test_a_removed_contact_is_not_counted(workspace: Workspace) -> None:
    workspace.records.delete("contact", workspace.records.save("contact", contact()))
    assert workspace.closing.reportable() == ()


def test_a_binned_contact_forgets_its_supporter_on_time(workspace: Workspace, vault: Vault) -> None:
    workspace.agency.change(supporter_days=0)
    helper = workspace.records.save("supporter", supporter())
    contacts = [
        workspace.records.save("contact", contact(supporter_id=helper, month=month))
        for month in (Month(2026, 11), Month(2026, 11))
    ]
    item = workspace.records.delete("contact", contacts[0])
    team = workspace.records.delete("supporter", helper)
    with vault.sessions.read() as session:
        assert session.get_one(Binned, item).held["supporter_id"] == helper
    later = _later(vault, date(2026, 12, 5))
    with vault.sessions.read() as session:
        kept = {each.id: each for each in session.scalars(select(Binned))}
    assert kept[item].held["supporter_id"] is None
    assert kept[team].links == {"contact.supporter_id": []}
    for each in (team, item):
        later.bin.bring_back(each)
    for number in contacts:
        assert later.records.get("contact", number)["supporter_id"] is None


def test_the_supporter_of_a_contact_comes_back_before_that(workspace: Workspace) -> None:
    helper = workspace.records.save("supporter", supporter())
    number = workspace.records.save("contact", contact(supporter_id=helper))
    workspace.bin.bring_back(workspace.records.delete("supporter", helper))
    assert workspace.records.get("contact", number)["supporter_id"] == helper


@pytest.mark.parametrize(("day", "left"), [(date(2026, 12, 23), 1), (date(2026, 12, 24), 0)])
def test_the_bin_empties_itself_after_thirty_days(
    workspace: Workspace, vault: Vault, day: date, left: int
) -> None:
    workspace.records.delete("supporter", workspace.records.save("supporter", supporter()))
    assert len(_later(vault, day).bin.items()) == left


def test_erasing_takes_the_history_along(workspace: Workspace) -> None:
    number = workspace.records.save("supporter", supporter())
    item = workspace.records.delete("supporter", number)
    assert workspace.records.history("supporter", number)
    workspace.bin.erase(item)
    assert workspace.records.history("supporter", number) == ()
    for again in (workspace.bin.erase, workspace.bin.bring_back):
        with pytest.raises(UserFacing, match="no longer in the bin"):
            again(item)


def test_emptying_leaves_nothing(workspace: Workspace) -> None:
    for name in ("Ada Lovell", "Berta Quist"):
        workspace.records.delete("supporter", workspace.records.save("supporter", supporter(name)))
    assert workspace.bin.empty() == 2
    assert workspace.bin.items() == ()


class OpenSessions:
    """Sessions on a database without encryption, so that a test can read its bytes."""

    writable = True

    def __init__(self, path: Path, *, careful: bool) -> None:
        def connect() -> Any:
            connection = sqlcipher.connect(str(path), isolation_level=None)
            secure = "ON" if careful else "OFF"
            for setting in (f"secure_delete = {secure}", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {setting}").fetchall()
            return connection

        self.engine: Engine = create_engine(
            "sqlite://", module=sqlcipher, creator=connect, poolclass=NullPool
        )
        self.notes: list[Note] = []
        with self.engine.begin() as connection:
            connection.exec_driver_sql("BEGIN")
            migrate.upgrade(connection)

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session:
            yield session
            self.notes += session.info.get(NOTES, [])
            session.commit()


def _erased(sessions: OpenSessions, clock: FixedClock) -> None:
    space = open_workspace(sessions, clock, read_plan)
    space.agency.change(name="Elk Creek Fire")
    for number in range(200):  # enough that pages split and words move
        space.records.save("supporter", supporter(f"Person {number:03d}"))
    number = space.records.save(
        "supporter", supporter("Zebulon Quackenbush", emergency_phone="555-7777")
    )
    space.records.save("supporter", {"unit_area": "Xylander"}, number)
    item = space.records.delete("supporter", number)
    assert space.bin.items()[0].title == "Zebulon Quackenbush"
    space.bin.erase(item)


RESIDUE = (b"zebulon", b"quackenbush", b"555-7777", b"xylander")


def test_nothing_of_an_erased_record_is_left_in_the_file(tmp_path: Path, clock: FixedClock) -> None:
    sessions = OpenSessions(tmp_path / "open.db", careful=True)
    _erased(sessions, clock)
    content = (tmp_path / "open.db").read_bytes().lower()
    assert b"person 007" in content
    assert [word for word in RESIDUE if word in content] == []


def test_without_care_an_erased_record_would_be_found(tmp_path: Path, clock: FixedClock) -> None:
    sessions = OpenSessions(tmp_path / "open.db", careful=False)
    _erased(sessions, clock)
    content = (tmp_path / "open.db").read_bytes().lower()
    assert any(word in content for word in RESIDUE)


def test_what_the_bin_does_is_told_without_saying_who_was_helped(
    tmp_path: Path, clock: FixedClock
) -> None:
    sessions = OpenSessions(tmp_path / "open.db", careful=True)
    space = open_workspace(sessions, clock, read_plan)
    space.agency.change(name="Elk Creek Fire", logging_mode="coded")
    helper = space.records.save("supporter", supporter())
    space.bin.bring_back(space.records.delete("supporter", helper))
    number = space.records.save("contact", contact())
    space.bin.erase(space.records.delete("contact", number))
    assert sessions.notes == [Note("undelete", "supporter", helper), Note("purge", "contact")]
