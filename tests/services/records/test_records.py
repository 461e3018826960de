"""Records of every kind: saved, found, changed and refused by their declarations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from peerdesk.clock import FixedClock
from peerdesk.errors import UserFacing
from peerdesk.exchange.reader import read_plan
from peerdesk.hours import Hours
from peerdesk.models.fields import Field, Privacy, Record, blank_values, fields_of, kind_of
from peerdesk.models.registry import ENTERED, record_type
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.records.records import ListQuery
from peerdesk.services.store.checks import Invalid
from peerdesk.services.workspace import Workspace, open_workspace
from peerdesk.vault.vault import Vault
from peerdesk.vocabulary import vocabulary


def contact(**changes: Any) -> dict[str, Any]:
    return {
        "month": Month(2026, 11),
        "first_this_quarter": "yes",
        "recipient_class": "responder",
        "origin": "self",
        "mode": "phone",
        "topic": Codes(["grief"]),
        "duration": "15_30",
        "duty": "on",
        "kind": "new",
        "limits_advised": "yes",
        **changes,
    }


def supporter(name: str = "Ada Lovell", **changes: Any) -> dict[str, Any]:
    return {
        "full_name": name,
        "role": "peer",
        "personnel_class": "sworn",
        "status": "active",
    } | changes


def filled(field: Field) -> Any:
    """Return an entry for a field; a link to another record is left open."""
    values: dict[type, Any] = {
        int: 7,
        bool: True,
        date: date(2026, 3, 4),
        Month: Month(2026, 11),
        Period: Period.parse("2026"),
        Hours: Hours.of(7),
    }
    if field.refers_to:
        return None
    if field.vocabulary:
        first = vocabulary(field.vocabulary).codes[0]
        return Codes([first]) if field.type is Codes else first
    return values.get(field.type, "Ünïcode; 'quoted'")


ALLOWED: dict[str, dict[str, Any]] = {
    "training_session": {"in_person": None},
    "referral": {"status": "unknown"},
}
"""What a rule of a kind asks for, beside those of its fields."""


def entry(record: type[Record], workspace: Workspace) -> dict[str, Any]:
    """Return an entry for every field of a kind, with the records that it cannot be without."""
    return {
        each.name: _linked(each, workspace) if each.refers_to and each.required else filled(each)
        for each in fields_of(record)
        if each.editable
    } | ALLOWED.get(kind_of(record), {})


def _linked(field: Field, workspace: Workspace) -> int:
    kind = str(field.refers_to)
    return workspace.records.save(kind, entry(record_type(kind), workspace))


@pytest.mark.parametrize("record", ENTERED, ids=kind_of)
def test_every_kind_keeps_what_was_entered(workspace: Workspace, record: type[Record]) -> None:
    entered = entry(record, workspace)
    number = workspace.records.save(kind_of(record), entered)
    kept = workspace.records.get(kind_of(record), number)
    assert {name: kept[name] for name in entered} == entered


@pytest.mark.parametrize("record", ENTERED, ids=kind_of)
def test_every_kind_names_its_missing_fields(workspace: Workspace, record: type[Record]) -> None:
    with pytest.raises(Invalid) as caught:
        workspace.records.save(kind_of(record), {})
    required = {each.name for each in fields_of(record) if each.required and each.editable}
    assert set(caught.value.problems) == required
    assert not len(workspace.records.ids(ListQuery(kind_of(record))))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mode": "pigeon"}, "mode"),
        ({"topic": Codes(["grief", "mood", "health"])}, "topic"),
        ({"topic": Codes(["gossip"])}, "topic"),
        ({"month": Month(2026, 12)}, "month"),
        ({"month": "2026-11"}, "month"),
        ({"origin": None}, "origin"),
    ],
)
def test_a_wrong_contact_is_refused_by_field(
    workspace: Workspace, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        workspace.records.save("contact", contact(**changes))
    assert set(caught.value.problems) == {field}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"full_name": "x" * 81}, "full_name"),
        ({"full_name": "   "}, "full_name"),
        ({"leave_from": date(2026, 5, 1), "leave_to": date(2026, 4, 1)}, "leave_to"),
        ({"supervises": 3}, "supervises"),
    ],
)
def test_a_wrong_supporter_is_refused_by_field(
    workspace: Workspace, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        workspace.records.save("supporter", supporter(**changes))
    assert set(caught.value.problems) == {field}


def test_no_message_repeats_what_was_entered(workspace: Workspace) -> None:
    with pytest.raises(Invalid) as caught:
        workspace.records.save("supporter", supporter(name="Zqx" * 40))
    assert "Zqx" not in str(caught.value) + str(caught.value.problems)


def test_a_change_keeps_the_other_fields(workspace: Workspace) -> None:
    number = workspace.records.save("supporter", supporter(work_phone="555-0100"))
    workspace.records.save("supporter", {"status": "leave"}, number)
    kept = workspace.records.get("supporter", number)
    assert (kept["status"], kept["work_phone"], kept["full_name"]) == (
        "leave",
        "555-0100",
        "Ada Lovell",
    )


def test_a_stale_change_is_refused(workspace: Workspace) -> None:
    number = workspace.records.save("supporter", supporter())
    version = workspace.records.get("supporter", number)["version"]
    workspace.records.save("supporter", {"status": "leave", "version": version}, number)
    with pytest.raises(UserFacing, match="changed elsewhere"):
        workspace.records.save("supporter", {"status": "active", "version": version}, number)
    assert workspace.records.get("supporter", number)["status"] == "leave"


def test_a_removed_record_is_gone(workspace: Workspace) -> None:
    number = workspace.records.save("supporter", supporter())
    workspace.records.delete("supporter", number)
    with pytest.raises(UserFacing, match="no longer there"):
        workspace.records.get("supporter", number)


def test_a_contact_counts_in_its_quarter_or_the_next_open_one(workspace: Workspace) -> None:
    early = workspace.records.save("contact", contact(month=Month(2026, 9)))
    assert str(workspace.records.get("contact", early)["counted_in"]) == "2026-Q3"
    workspace.closing.close(Period.parse("2026-Q3"))
    late = workspace.records.save("contact", contact(month=Month(2026, 9)))
    assert str(workspace.records.get("contact", late)["counted_in"]) == "2026-Q4"


def test_a_contact_of_a_closed_quarter_is_frozen(workspace: Workspace) -> None:
    number = workspace.records.save("contact", contact(month=Month(2026, 9)))
    workspace.closing.close(Period.parse("2026-Q3"))
    with pytest.raises(UserFacing, match="closed quarter"):
        workspace.records.save("contact", {"mode": "text"}, number)
    with pytest.raises(UserFacing, match="closed quarter"):
        workspace.records.delete("contact", number)


def test_a_contact_is_frozen_sixty_days_after_its_month(workspace: Workspace) -> None:
    still = workspace.records.save("contact", contact(month=Month(2026, 9)))
    workspace.records.save("contact", {"mode": "text"}, still)
    over = workspace.records.save("contact", contact(month=Month(2026, 8)))
    with pytest.raises(UserFacing, match="60 days"):
        workspace.records.save("contact", {"mode": "text"}, over)


@pytest.mark.parametrize(("day", "may"), [(date(2026, 11, 29), True), (date(2026, 11, 30), False)])
def test_the_sixtieth_day_is_the_last_on_which_a_contact_may_be_changed(
    vault: Vault, workspace: Workspace, day: date, *, may: bool
) -> None:
    number = workspace.records.save("contact", contact(month=Month(2026, 9)))
    then = open_workspace(vault.sessions, FixedClock(day), read_plan)
    if may:
        then.records.save("contact", {"mode": "text"}, number)
    else:
        with pytest.raises(UserFacing, match="60 days"):
            then.records.save("contact", {"mode": "text"}, number)


@pytest.mark.parametrize("word", ["петр", "ПЕТР", "Петр", "ров", "李", "émile", "ÉMI"])
def test_a_list_is_narrowed_by_words_of_any_script(workspace: Workspace, word: str) -> None:
    named = workspace.records.save("supporter", supporter("Петров 李 Émile"))
    workspace.records.save("supporter", supporter("Ada Lovell"))
    assert list(workspace.records.ids(ListQuery("supporter", text=word))) == [named]


def test_lists_narrow_and_sort(workspace: Workspace) -> None:
    names = ["Berta Quist", "Ada Lovell", "Carl Moe"]
    numbers = {name: workspace.records.save("supporter", supporter(name)) for name in names}
    workspace.records.save("supporter", {"status": "leave"}, numbers["Carl Moe"])

    def listed(**query: Any) -> list[str]:
        found = workspace.records.ids(ListQuery("supporter", **query))
        rows = workspace.records.rows("supporter", found, ["full_name"])
        return [rows[number][0] for number in found]

    assert listed() == ["Ada Lovell", "Berta Quist", "Carl Moe"]
    assert listed(descending=True) == ["Carl Moe", "Berta Quist", "Ada Lovell"]
    assert listed(text="quIST") == ["Berta Quist"]
    assert listed(text="voluntary") == ["Carl Moe"]
    assert listed(text="%") == []
    assert listed(where={"status": "active"}) == ["Ada Lovell", "Berta Quist"]


def test_contacts_are_found_by_the_words_of_their_codes(workspace: Workspace) -> None:
    number = workspace.records.save("contact", contact())
    workspace.records.save("contact", contact(topic=Codes(["mood"]), mode="email"))
    assert list(workspace.records.ids(ListQuery("contact", text="grief"))) == [number]


@pytest.mark.parametrize("name", ["emergency_phone", "standing_conflicts", "exit_reason"])
def test_confidential_fields_stay_off_lists(workspace: Workspace, name: str) -> None:
    with pytest.raises(ValueError, match="confidential"):
        workspace.records.rows("supporter", [1], [name])
    with pytest.raises(ValueError, match="confidential"):
        workspace.records.ids(ListQuery("supporter", order=name))
    with pytest.raises(ValueError, match="confidential"):
        workspace.records.ids(ListQuery("supporter", where={name: "x"}))


def test_a_confidential_text_is_not_found_by_searching(workspace: Workspace) -> None:
    confidential = [
        each.name
        for each in fields_of(record_type("supporter"))
        if each.privacy is Privacy.CONFIDENTIAL and each.type is str and not each.vocabulary
    ]
    assert confidential == ["emergency_phone"]
    workspace.records.save("supporter", supporter(emergency_phone="555-7777"))
    assert not len(workspace.records.ids(ListQuery("supporter", text="7777")))


def test_choices_are_sorted_by_name(workspace: Workspace) -> None:
    second = workspace.records.save("supporter", supporter("Berta Quist"))
    first = workspace.records.save("supporter", supporter("Ada Lovell"))
    assert workspace.records.choices("supporter") == (
        (first, "Ada Lovell"),
        (second, "Berta Quist"),
    )
    assert workspace.records.title("supporter", first) == "Ada Lovell"


def test_a_new_record_starts_with_the_declared_defaults() -> None:
    supporters, contacts = record_type("supporter"), record_type("contact")
    assert blank_values(supporters)["status"] == "active"
    assert blank_values(contacts)["topic"] == Codes()
    assert blank_values(contacts)["mode"] is None
