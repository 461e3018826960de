"""The history of a record says what changed, field by field, and by whom."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from peerdesk.clock import FixedClock
from peerdesk.exchange.reader import read_plan
from peerdesk.models.fields import Field, Privacy, Record, kind_of
from peerdesk.models.registry import ENTERED
from peerdesk.models.revision import Revision
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.store.history import FieldChange, from_json, to_json
from peerdesk.services.workspace import Workspace, open_workspace
from peerdesk.vault.vault import Vault
from tests.services.records.test_records import contact, entry, supporter


@pytest.fixture
def space(vault: Vault, clock: FixedClock) -> Workspace:
    """A vault opened by somebody with a name."""
    space = open_workspace(vault.sessions, clock, read_plan, who="M. Aguirre")
    space.agency.change(name="Pine County", logging_mode="coded")
    return space


def test_a_change_is_told_field_by_field(space: Workspace, clock: FixedClock) -> None:
    mentor = space.records.save("supporter", supporter("Berta Quist"))
    number = space.records.save("supporter", supporter())
    space.records.save(
        "supporter",
        {"status": "leave", "mentor_id": mentor, "shifts": Codes(["days", "nights"])},
        number,
    )
    changed, added = space.records.history("supporter", number)
    assert (added.action, added.fields, added.who) == ("create", (), "M. Aguirre")
    assert (changed.action, changed.at) == ("update", clock.now())
    assert set(changed.fields) == {
        FieldChange("Status", "Active", "Voluntary leave of absence"),
        FieldChange("Mentor", "—", "Berta Quist"),
        FieldChange("Shifts covered", "—", "Days, Nights"),
    }


def test_a_confidential_change_is_told_too(space: Workspace) -> None:
    number = space.records.save("supporter", supporter())
    space.records.save("supporter", {"emergency_phone": "555-7777"}, number)
    assert space.records.history("supporter", number)[0].fields == (
        FieldChange("Emergency phone", "—", "555-7777"),
    )


def test_saving_without_a_change_tells_nothing(space: Workspace) -> None:
    number = space.records.save("supporter", supporter())
    space.records.save("supporter", supporter(), number)
    assert [each.action for each in space.records.history("supporter", number)] == ["create"]


def test_a_mentor_who_is_gone_is_said_to_be(space: Workspace) -> None:
    mentor = space.records.save("supporter", supporter("Berta Quist"))
    number = space.records.save("supporter", supporter())
    space.records.save("supporter", {"mentor_id": mentor}, number)
    space.records.delete("supporter", mentor)
    (field,) = space.records.history("supporter", number)[0].fields
    assert field.after == "(removed)"


@pytest.mark.parametrize("record", [each for each in ENTERED if not each.sensitive], ids=kind_of)
def test_every_kind_has_a_history(space: Workspace, record: type[Record]) -> None:
    number = space.records.save(kind_of(record), entry(record, space))
    space.bin.bring_back(space.records.delete(kind_of(record), number))
    actions = [each.action for each in space.records.history(kind_of(record), number)]
    assert actions == ["undelete", "delete", "create"]


def test_a_contact_has_no_history(space: Workspace, vault: Vault) -> None:
    with vault.sessions.read() as session:
        before = session.scalar(select(func.count(Revision.id)))
    number = space.records.save("contact", contact())
    space.records.save("contact", {"mode": "text"}, number)
    space.bin.bring_back(space.records.delete("contact", number))
    assert space.records.history("contact", number) == ()
    with vault.sessions.read() as session:
        assert session.scalar(select(func.count(Revision.id))) == before


_MONTHS = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.text(),
    st.integers(),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    _MONTHS,
    _MONTHS.map(lambda month: month.quarter),
    st.integers(1900, 2200).map(lambda year: Period(Month(year, 1), 12)),
    st.lists(st.text(alphabet="abc_", min_size=1)).map(Codes),
)


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    field = Field("x", "X", Privacy.INTERNAL, required=False, type=type(value))
    assert from_json(field, json.loads(json.dumps(to_json(value)))) == value


def test_nothing_stays_nothing() -> None:
    field = Field("x", "X", Privacy.INTERNAL, required=False, type=date)
    assert from_json(field, to_json(None)) is None
