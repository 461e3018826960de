"""The schema lint: no field, table or link that the field's rules forbid."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from peerdesk.models.fields import Field, Privacy, Record, fields_of, title_fields
from peerdesk.models.registry import RECORDS
from peerdesk.models.supporter import Supporter
from peerdesk.models.types import Codes

SENSITIVE: dict[str, frozenset[str]] = {
    "contact": frozenset({"supporter.id"}),
    "tally": frozenset(),
    "referral": frozenset({"provider.id"}),
    "incident": frozenset(),
    "intervention": frozenset({"incident.id"}),
    "responder": frozenset({"intervention.id", "supporter.id"}),
    "followup": frozenset({"incident.id"}),
}
"""Tables about support given: no text but codes, and no tie but to these."""
DATED = ("incident", "intervention", "followup")
"""Incidents are public and have a day; what is done for one person has a month at most."""
POINTED_AT = {
    "incident": {"intervention", "followup"},
    "intervention": {"responder"},
}
"""The only tables that may point at a sensitive one."""
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
            if key.target_fullname not in SENSITIVE[table.name]
        ]
        found += [
            f"{table.name}.{each.name}: text"
            for each in table.c
            if _is_free_text(each, declared.get(each.name))
        ]
        if table.name not in DATED:
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


@pytest.mark.parametrize("sensitive", sorted(SENSITIVE))
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("recipient_name", String(20)),
        ("badge", Integer()),
        ("case_number", Integer()),
        ("attendees", Integer()),
        ("notes", String(200)),
        ("story", Text()),
        ("scan", LargeBinary()),
        ("remark", String(50)),
        ("things", JSON()),
    ],
)
def test_the_lint_sees_a_forbidden_column(sensitive: str, name: str, kind: String) -> None:
    assert problems_of(_table(sensitive, Column(name, kind)), {})


@pytest.mark.parametrize("sensitive", sorted(set(SENSITIVE) - set(DATED)))
def test_the_lint_sees_a_day(sensitive: str) -> None:
    assert problems_of(_table(sensitive, Column("held_on", Date())), {})


@pytest.mark.parametrize("sensitive", sorted(SENSITIVE))
@pytest.mark.parametrize("target", ["contact", "supporter", "incident"])
def test_the_lint_sees_a_forbidden_link(sensitive: str, target: str) -> None:
    link = Column("other_id", Integer, ForeignKey(f"{target}.id"))
    assert bool(problems_of(_table(sensitive, link), {})) is (
        f"{target}.id" not in SENSITIVE[sensitive]
    )


def _table(name: str, *columns: Column[Any]) -> Table:
    return Table(name, MetaData(), Column("id", Integer, primary_key=True), *columns)


def test_only_its_own_parts_point_at_a_sensitive_table() -> None:
    pointing: dict[str, set[str]] = {}
    for table in Record.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name in SENSITIVE:
                pointing.setdefault(key.column.table.name, set()).add(table.name)
    assert pointing == POINTED_AT


def test_what_tells_of_support_given_is_entered_without_its_number() -> None:
    told = {record.__tablename__ for record in RECORDS if record.sensitive}
    assert told == {"contact", "tally", "referral", "frozen_count", "published_cell"}


@pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.__tablename__)
def test_a_title_holds_nothing_confidential(record: type[Record]) -> None:
    assert all(each.privacy is not Privacy.CONFIDENTIAL for each in title_fields(record))


def test_every_column_is_declared_with_its_privacy() -> None:
    """Only what the program itself needs may stand outside the declarations."""
    internal = {"id", "version", "batch_id", "record_id", "record_version", "before", "entered"}
    internal |= {"record_kind", "held", "links", "changes"}
    internal |= {"publication_id", "mark_id"}
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
