"""Which columns feed which fields, for the headers that offices use."""

from __future__ import annotations

import json
from typing import Any

import pytest

from peerdesk.errors import InputRefused
from peerdesk.exchange.mapping import (
    Mapping,
    fit,
    from_json,
    guess_kind,
    propose,
    without_refused,
)
from tests.exchange.conftest import TableOf

CONTACT = (
    "month,first_this_quarter,recipient_class,origin,mode,topic,duration,duty,outcome,supporter\n"
    "2025-01,yes,responder,self,phone,grief;health,15_30,on,referral_made;followup,Noor Patel\n"
)
LOG = (
    "Date,Peer,Who,How,Topic,Min,Notes\n"
    "1/2/2025,Ruiz,Kate McKay,phone,Grief,10,talked with Kate about the case\n"
    "1/3/2025,Chen,Rosa Vega,text,Health,30,call back next week please\n"
)


def _targets(mapping: Mapping) -> dict[str, tuple[str, ...]]:
    return {each.name: each.targets for each in mapping.columns}


def _entry(column: str, *fields: str, position: int | None = None) -> dict[str, Any]:
    place = {} if position is None else {"position": position}
    return {"column": column, "fields": list(fields), **place}


def test_a_canonical_contact_file_needs_no_mapping(table_of: TableOf) -> None:
    mapping = propose("contact", table_of(CONTACT))
    assert _targets(mapping) == {
        name: ("supporter_id" if name == "supporter" else name,)
        for name in CONTACT.splitlines()[0].split(",")
    }
    assert mapping.missing == ()


def test_a_canonical_tally_file_needs_no_mapping(table_of: TableOf) -> None:
    table = table_of("month,dimension,value,count,first_count\n2025-01,mode,phone,12,5\n")
    assert [each.targets for each in propose("tally", table).columns] == [
        *(("month",), ("dimension",), ("value",), ("count",), ("first_count",)),
    ]
    assert guess_kind(table) == "tally"


@pytest.mark.parametrize(
    ("header", "value", "field"),
    [
        ("Date of Contact", "1/2/2025", "month"),
        ("CONTACT DATE", "Jan 2, 2025", "month"),
        ("Peer Supporter", "Ruiz", "supporter_id"),
        ("Team Member", "Ruiz", "supporter_id"),
        ("Supporter's name", "Ruiz", "supporter_id"),
        ("Method", "In-person", "mode"),
        ("Type", "phone", "mode"),
        ("Type of contact", "text", "mode"),
        ("Initiated by", "self", "origin"),
        ("Presenting issue", "Grief", "topic"),
        ("Type", "Grief", "topic"),
        ("Topic 2", "Sleep", "topic"),
        ("Time spent", "45 min", "duration"),
        ("Hrs", "1.5", "duration"),
        ("Duration (min)", "45", "duration"),
        ("On/Off duty", "off duty", "duty"),
        ("Referral?", "no", "outcome"),
        ("First time?", "x", "first_this_quarter"),
        ("Category", "dispatcher", "recipient_class"),
        ("Who was helped", "officer", "recipient_class"),
    ],
)
def test_headers_of_contact_logs(table_of: TableOf, header: str, value: str, field: str) -> None:
    table = table_of(f"Month,Limits advised,{header}\n2025-01,no,{value}\n2025-02,no,{value}\n")
    if field == "month":
        table = table_of(f"{header},Limits advised\n{value},no\n")
    assert _targets(propose("contact", table))[header] == (field,)


@pytest.mark.parametrize(
    ("header", "value", "fields"),
    [
        ("Name (Last, First)", "Patel Noor", ("full_name",)),
        ("EMPLOYEE NAME", "Noor Patel", ("full_name",)),
        ("Rank/Title", "Sgt", ("rank_title", "personnel_class")),
        ("Position", "Sgt", ("rank_title", "personnel_class")),
        ("Shift", "Days", ("shifts",)),
        ("Cell Phone", "555-0100", ("work_phone",)),
        ("E-Mail", "a@example.org", ("work_email",)),
        ("Member since", "3/1/2020", ("joined",)),
        ("Active?", "Y", ("status",)),
        ("Languages", "Spanish", ("languages",)),
        ("Station", "North", ("unit_area",)),
        ("On-call", "yes", ("on_call_willing",)),
        ("Agreement signed", "1/2/2024", ("agreement_signed",)),
    ],
)
def test_headers_of_rosters(
    table_of: TableOf, header: str, value: str, fields: tuple[str, ...]
) -> None:
    table = table_of(f'"{header}",Goes by,Role\n{value},Bo,peer\n')
    assert _targets(propose("supporter", table))[header] == fields


@pytest.mark.parametrize(
    ("header", "why"),
    [("ID #", "badge"), ("Badge No.", "badge"), ("Last trng", "Training"), ("Hrs", "Training"),
     ("Home address", "home"), ("Notes", "notes"), ("Mentor", "Mentors"), ("Boots", "no place")],
)  # fmt: skip
def test_what_a_roster_does_not_keep(table_of: TableOf, header: str, why: str) -> None:
    mapping = propose("supporter", table_of(f"Name,Status,{header}\nNoor Patel,Active,1234\n"))
    (dropped,) = mapping.dropped
    assert dropped.column == header
    assert why in dropped.why


@pytest.mark.parametrize(
    "header",
    ["Who", "Member", "Name", "Officer", "Officer name", "Person helped", "Client initials",
     "Employee", "Spoke with", "Badge", "ID #", "Emp No.", "Notes", "Comments/Notes", "Narrative",
     "Description", "Case #", "Case No.", "CAD", "Incident number", "Ref", "Phone", "Cell #",
     "E-mail", "Age", "Sex", "Gender", "DOB", "Rank", "Rank/Title", "Unit", "Shift", "Station",
     "Assignment", "Start time", "Last name", "First name", "Agency"],
)  # fmt: skip
def test_columns_that_may_identify_someone_never_come_in(table_of: TableOf, header: str) -> None:
    table = table_of(f"Date,Peer,Topic,{header}\n1/2/2025,Ruiz,Grief,Zqxwolf\n")
    mapping = propose("contact", table)
    column = mapping.columns[3]
    assert column.targets == ()
    assert column.refused
    assert column.why
    left = without_refused(table, mapping)
    assert "Zqxwolf" not in [cell for row in left.rows for cell in row.cells]
    for field in ("mode", "supporter_id", "topic"):
        data = {"kind": "contact", "columns": [_entry("Date", "month"), _entry(header, field)]}
        with pytest.raises(InputRefused, match="may identify"):
            from_json(data)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (["Kate McKay", "Rosa Vega"], "names"),
        (["McKay, Kate", "x"], "names"),
        (["J.D.", "K.Q."], "names"),
        (["talked about the long night", "ok"], "free text"),
        (["25-1028", "25-3410"], "numbers"),
        (["K1234", "K2345"], "numbers"),
        (["555-0100", "555-0101"], "numbers"),
        (["a@example.org", "b@example.org"], "numbers"),
    ],
)
def test_unknown_columns_are_judged_by_their_values(
    table_of: TableOf, values: list[str], why: str
) -> None:
    rows = "".join(f'1/{i + 2}/2025,Ruiz,Grief,"{value}"\n' for i, value in enumerate(values))
    table = table_of(f"Date,Peer,Topic,Widget\n{rows}")
    column = propose("contact", table).columns[3]
    assert column.refused
    assert why in column.why
    chosen = from_json(
        {"kind": "contact", "columns": [_entry("Date", "month"), _entry("Widget", "mode")]}
    )
    with pytest.raises(InputRefused, match="may identify"):
        fit(chosen, table)


def test_a_harmless_unknown_column_may_be_mapped_by_hand(table_of: TableOf) -> None:
    table = table_of("Date,Peer,Topic,Widget\n1/2/2025,Ruiz,Grief,ring\n1/3/2025,Ruiz,Grief,ring\n")
    proposed = propose("contact", table).columns[3]
    assert not proposed.targets
    assert not proposed.refused
    chosen = from_json(
        {"kind": "contact", "columns": [_entry("Widget", "mode"), _entry("Date", "month")]}
    )
    fitted = fit(chosen, table)
    assert _targets(fitted) == {"Date": ("month",), "Peer": (), "Topic": (), "Widget": ("mode",)}
    assert fitted.dropped[0].why == "The mapping does not mention it."


def test_an_unknown_header_is_known_by_its_words(table_of: TableOf) -> None:
    rows = "1/2/2025,Ruiz,phone\n1/3/2025,Ruiz,text\n1/4/2025,Ruiz,video\n"
    assert _targets(propose("contact", table_of(f"Date,Peer,Kanal\n{rows}")))["Kanal"] == ("mode",)


def test_a_known_header_over_other_values_stays_out(table_of: TableOf) -> None:
    table = table_of("Date,Peer,Class\n1/2/2025,Ruiz,Kate McKay\n1/3/2025,Ruiz,Rosa Vega\n")
    column = propose("contact", table).columns[2]
    assert column.targets == ()
    assert column.refused


def test_a_column_feeds_the_first_of_two_fields_it_fits_equally(table_of: TableOf) -> None:
    table = table_of("Date,Peer,Type\n1/2/2025,Ruiz,other\n")
    assert _targets(propose("contact", table))["Type"] == ("mode",)


def test_two_columns_for_one_field(table_of: TableOf) -> None:
    table = table_of("Date,Contact date,Topic,Issue\n1/2/2025,1/3/2025,Grief,Sleep\n")
    mapping = propose("contact", table)
    assert _targets(mapping) == {
        "Date": ("month",), "Contact date": (), "Topic": ("topic",), "Issue": ("topic",),
    }  # fmt: skip
    assert mapping.dropped[0].why == "Another column already holds this."


def test_a_class_column_of_its_own_beats_the_rank(table_of: TableOf) -> None:
    table = table_of("Name,Rank,Class\nNoor Patel,Sgt,Dispatcher\n")
    assert _targets(propose("supporter", table))["Rank"] == ("rank_title",)


def test_first_and_last_names_apart(table_of: TableOf) -> None:
    table = table_of("Last,First,Status\nPatel,Noor,Active\n")
    mapping = propose("supporter", table)
    assert mapping.missing == ()
    whole = propose("supporter", table_of("Name,Last,First\nNoor Patel,Patel,Noor\n"))
    assert _targets(whole) == {"Name": ("full_name",), "Last": (), "First": ()}


def test_what_is_missing_is_named_in_plain_words(table_of: TableOf) -> None:
    assert propose("contact", table_of("Peer,How\nRuiz,phone\n")).missing == ("Month",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (LOG, "contact"),
        (CONTACT, "contact"),
        ("Name,Rank,Status\nNoor Patel,Sgt,Active\n", "supporter"),
        ("Month,Category,Item,Number\n2025-01,mode,phone,12\n", "tally"),
        ("Class,Date,Hours\nQPR,7/9/2025,2\n", "training"),
    ],
)
def test_the_kind_is_guessed(table_of: TableOf, text: str, kind: str) -> None:
    assert guess_kind(table_of(text)) == kind


@pytest.mark.parametrize("text", ["Class,Date\nQPR,7/9/2025\n", "Phone,E-mail\n1,2\n"])
def test_a_kind_is_never_guessed_from_too_little(table_of: TableOf, text: str) -> None:
    with pytest.raises(InputRefused, match="cannot tell"):
        guess_kind(table_of(text))


def test_an_unknown_kind_is_refused(table_of: TableOf) -> None:
    with pytest.raises(InputRefused, match="kind of record"):
        propose("agency", table_of(LOG))


def test_json_round_trip(table_of: TableOf) -> None:
    table = table_of(LOG)
    mapping = propose("contact", table)
    again = from_json(json.loads(json.dumps(mapping.to_json())))
    assert fit(again, table) == mapping


def test_a_mapping_fits_next_month_with_other_column_order(table_of: TableOf) -> None:
    mapping = from_json(propose("contact", table_of(LOG)).to_json())
    moved = table_of("Min,Date,Peer,How,Topic\n10,1/2/2025,Ruiz,phone,Grief\n")
    assert _targets(fit(mapping, moved))["Date"] == ("month",)
    with pytest.raises(InputRefused, match="does not have"):
        fit(mapping, table_of("Min,Date,Peer,How\n10,1/2/2025,Ruiz,phone\n"))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (None, "kind"),
        ([], "kind"),
        ({"kind": 5}, "kind"),
        ({"kind": "contact"}, "no columns"),
        ({"kind": "contact", "columns": []}, "no columns"),
        ({"kind": "contact", "columns": ["Date"]}, "entry 1"),
        ({"kind": "contact", "columns": [{"fields": ["month"]}]}, "name its column"),
        ({"kind": "contact", "columns": [{"column": "Date", "fields": "month"}]}, "its fields"),
        ({"kind": "contact", "columns": [_entry("Date", "badge")]}, "does not exist"),
        ({"kind": "contact", "columns": [_entry("Date", "counted_in")]}, "does not exist"),
        ({"kind": "contact", "columns": [_entry("A", "month"), _entry("B", "month")]}, "another"),
        ({"kind": "supporter", "columns": [_entry("Badge", "rank_title")]}, "may identify"),
        ({"kind": "supporter", "columns": [_entry("Mentor", "mentor_id")]}, "does not exist"),
    ],
)
def test_a_bad_mapping_is_refused(data: object, what: str) -> None:
    with pytest.raises(InputRefused, match=what):
        from_json(data)


def test_sets_of_codes_may_come_from_several_columns() -> None:
    data = {"kind": "contact", "columns": [_entry("A", "topic"), _entry("B", "topic")]}
    assert from_json(data).targets == {"topic"}
