"""The schema lint: no field, table or link that the field's rules forbid."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Integer, LargeBinary, String, Table, Text

from peerdesk.models.fields import Field, Privacy, Record, fields_of, title_fields
from peerdesk.models.registry import RECORDS
from peerdesk.models.supporter import Supporter
from peerdesk.models.types import Codes

SENSITIVE = ("contact", "tally")
"""Tables about support given: no text but codes, and no tie to anything but the helper."""
FORBIDDEN = re.compile(
    r"recipient_(?!class\b)|client|patient|alias|nickname|hash|badge|employee|birth|\bdob\b|\bage\b"
    r"|gender|\bsex\b|race|vehicle|radio|case_|cad_|incident_number|narrative|\bnotes?\b|comment"
    r"|diagnos|medication|symptom|risk_score|discipline|attendee|transcript|signature|attachment"
    r"|respondent|ip_address|visitor|home_address|spouse|psych",
)


def problems_of(table: Table, declared: dict[str, Field]) -> list[str]:
    """Return what the field's rules forbid about a table."""
    found = [f"{table.name}.{each.name}: name" for each in table.c if FORBIDDEN.search(each.name)]
    found += [f"{table.name}.{each.name}: blob" for each in table.c if _is_blob(each)]
    if table.name in SENSITIVE:
        found += [
            f"{table.name}.{each.name}: link"
            for each in table.c
            for key in each.foreign_keys
            if key.target_fullname != "supporter.id"
        ]
        found += [
            f"{table.name}.{each.name}: text"
            for each in table.c
            if _is_free_text(each, declared.get(each.name))
        ]
        found += [f"{table.name}.{each.name}: date" for each in table.c if _is_day(each)]
    return found


def _is_blob(column: Column[object]) -> bool:
    return isinstance(column.type, LargeBinary | Text)


def _is_day(column: Column[object]) -> bool:
    return isinstance(column.type, Date) or "time" in column.name


def _is_free_text(column: Column[object], declared: Field | None) -> bool:
    if isinstance(column.type, Integer | Boolean):
        return False
    if declared is None or isinstance(column.type, JSON):
        return True
    coded = declared.vocabulary is not None or declared.type not in (str, Codes)
    return not (coded or (column.table.name, column.name) == ("tally", "value"))


@pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.__tablename__)
def test_the_schema_holds_nothing_forbidden(record: type[Record]) -> None:
    declared = {each.name: each for each in fields_of(record)}
    assert isinstance(record.__table__, Table)
    assert not problems_of(record.__table__, declared)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("recipient_name", String(20)),
        ("badge", Integer()),
        ("notes", String(200)),
        ("story", Text()),
        ("scan", LargeBinary()),
        ("held_on", Date()),
        ("remark", String(50)),
    ],
)
def test_the_lint_sees_a_forbidden_column(name: str, kind: String) -> None:
    from sqlalchemy import MetaData

    table = Table(
        "contact", MetaData(), Column("id", Integer, primary_key=True), Column(name, kind)
    )
    assert problems_of(table, {})


def test_records_about_support_say_so() -> None:
    """Then they have no history, no words to search for, and no number in the activity."""
    assert {each.__tablename__ for each in RECORDS if each.sensitive} == set(SENSITIVE)


@pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.__tablename__)
def test_a_title_holds_nothing_confidential(record: type[Record]) -> None:
    assert all(each.privacy is not Privacy.CONFIDENTIAL for each in title_fields(record))


def test_no_table_points_at_a_contact() -> None:
    pointing = [
        table.name
        for table in Record.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name in SENSITIVE
    ]
    assert not pointing


def test_every_column_is_declared_with_its_privacy() -> None:
    """Only what the program itself needs may stand outside the declarations."""
    internal = {"id", "version", "batch_id", "record_id", "record_version", "before", "entered"}
    internal |= {"publication_id", "mark_id"}
    internal |= {"held", "links", "changes"}
    undeclared = [
        f"{record.__tablename__}.{column.name}"
        for record in RECORDS
        for column in record.__table__.columns
        if column.name not in {each.name for each in fields_of(record)} | internal
    ]
    assert not undeclared


def test_names_and_phones_are_never_countable() -> None:
    countable = {each.name for each in fields_of(Supporter) if each.privacy is Privacy.COUNTABLE}
    assert countable == {"role", "personnel_class", "status", "shifts"}


def test_a_text_field_has_a_longest_length() -> None:
    endless = [
        f"{record.__tablename__}.{each.name}"
        for record in RECORDS
        for each in fields_of(record)
        if each.type is str and not each.vocabulary and each.most is None
    ]
    assert not endless
