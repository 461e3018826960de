"""From whole files to plans: the sample files' true totals, and each rule row by row."""

from __future__ import annotations

import dataclasses
import json
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from peerdesk.errors import InputRefused
from peerdesk.exchange.head_row import find_table
from peerdesk.exchange.mapping import guess_kind, propose
from peerdesk.exchange.names import KnownSupporter
from peerdesk.exchange.plan import ImportPlan, PlannedRow, plan
from peerdesk.exchange.spreadsheet import read_sheet
from peerdesk.models.types import Codes
from peerdesk.periods import Month
from tests.exchange.conftest import TODAY, PlanOf, TableOf

DATA = Path(__file__).parents[1] / "data"
TOTALS = json.loads((DATA / "totals.json").read_text(encoding="utf-8"))
LOG = "Date,Peer,How,Topic,Min,New?,Referred?\n"
ROSTER = (
    KnownSupporter(1, "Terrell Garza"),
    KnownSupporter(2, "Noor Patel"),
    KnownSupporter(3, "Omar Patel"),
)


def _sample(name: str, roster: tuple[KnownSupporter, ...] = ()) -> ImportPlan:
    sheet = read_sheet(DATA / name)
    kind = guess_kind(find_table(sheet))
    return plan(kind, sheet, propose(kind, find_table(sheet)), roster, TODAY)


def _sample_roster() -> tuple[KnownSupporter, ...]:
    rows = _sample("roster.xlsx").rows
    return tuple(KnownSupporter(i, row.values["full_name"]) for i, row in enumerate(rows, 1))


def _only(planned: ImportPlan) -> PlannedRow:
    (row,) = planned.rows
    return row


def test_the_sample_roster_keeps_its_true_totals() -> None:
    planned = _sample("roster.xlsx")
    assert planned.kind == "supporter"
    assert planned.read == 20
    assert planned.totals == {
        "people": TOTALS["roster_people"],
        "active": TOTALS["roster_active"],
    }
    assert [(each.row, each.into_row) for each in planned.merges] == [(25, 7)]
    assert planned.rejected == ()
    assert {each.column for each in planned.dropped} == {"ID #", "Last trng", "Hrs"}
    assert {question.field for question in planned.questions} == {"personnel_class"}
    assert [each.row for each in planned.skipped] == [13, 26, 27]


def test_the_sample_roster_reads_every_date_and_name() -> None:
    people = {row.values["full_name"]: row.values for row in _sample("roster.xlsx").rows}
    assert people["Björn Patel"]["joined"] == date(2012, 6, 11)
    assert people["Rosa Chen"]["joined"] == date(2018, 11, 17)
    assert people["Rosa Chen"]["shifts"] == Codes(["days"])
    assert people["Omar Dawson"]["work_phone"] == "555-0149"
    assert people["Terrell Garza"]["personnel_class"] == "dispatch"
    assert all(values["joined"] is not None for values in people.values())


def test_the_sample_contacts_keep_their_true_totals() -> None:
    planned = _sample("contacts.csv", _sample_roster())
    assert planned.kind == "contact"
    assert planned.read == TOTALS["contacts"] + TOTALS["bad_rows"]
    assert planned.totals == {
        "contacts": TOTALS["contacts"],
        "minutes": TOTALS["contact_minutes"],
        "rows_with_minutes": TOTALS["contacts"],
        "first_contacts": TOTALS["first_contacts"],
        "referrals": TOTALS["referrals"],
        **{f"2025-Q{n}": count for n, count in TOTALS["contacts_by_quarter"].items()},
    }
    assert [each.row for each in planned.rejected] == [216]
    assert {each.column for each in planned.dropped} == {"Who", "Notes"}


def test_the_sample_contacts_never_guess_a_supporter() -> None:
    planned = _sample("contacts.csv", _sample_roster())
    asked = {question.row for question in planned.questions}
    assert {question.field for question in planned.questions} == {"supporter_id"}
    assert Counter(len(question.choices) for question in planned.questions)[4] == 37
    for row in planned.rows:
        assert (row.values["supporter_id"] is None) == (row.row_number in asked)


def test_the_sample_training_list_keeps_its_true_totals() -> None:
    planned = _sample("training.xlsx", _sample_roster())
    assert (planned.kind, planned.questions) == ("training", ())
    assert planned.totals["classes"] == TOTALS["classes"]
    assert planned.totals["person_hours"] == TOTALS["training_person_hours"]


def test_without_a_roster_nobody_is_entered_in_a_class() -> None:
    planned = _sample("training.xlsx")
    assert planned.totals["attendances"] == 0
    assert any("roster first" in note for note in planned.notes)


PEOPLE = "Name,Rank,Status,Phone,Joined,On call\n"


def test_a_repeat_fills_blanks_and_asks_where_it_disagrees(plan_of: PlanOf) -> None:
    planned = plan_of(
        "supporter",
        PEOPLE + '"Nunez, Ivy",,,555-0100,,yes\nIvy Núñez,Sgt,inactive,555-0199,3/24/2022,\n',
    )
    row = _only(planned)
    assert row.row_number == 2
    assert row.values["full_name"] == "Ivy Nunez"
    assert row.values["status"] == "inactive"
    assert row.values["rank_title"] == "Sgt"
    assert row.values["personnel_class"] == "sworn"
    assert row.values["joined"] == date(2022, 3, 24)
    assert row.values["work_phone"] == "555-0100"
    assert row.values["on_call_willing"] is True
    assert [(question.row, question.field) for question in planned.questions] == [(2, "work_phone")]
    assert [(each.row, each.into_row) for each in planned.merges] == [(3, 2)]


def test_a_disagreement_between_codes_offers_both(plan_of: PlanOf) -> None:
    planned = plan_of("supporter", PEOPLE + "Ivy Ruiz,,active,,,\nIvy Ruiz,,inactive,,,\n")
    assert _only(planned).values["status"] == "active"
    assert {code for code, _ in planned.questions[0].choices} == {"active", "inactive"}


def test_a_question_of_the_first_row_is_settled_by_its_repeat(plan_of: PlanOf) -> None:
    text = PEOPLE + "Ivy Ruiz,FF/EMT,active,,,\nIvy Ruiz,FF/EMT,active,,,\n"
    assert [each.row for each in plan_of("supporter", text).questions] == [2]


def test_someone_on_the_roster_is_completed_and_not_added(plan_of: PlanOf) -> None:
    planned = plan_of("supporter", PEOPLE + '"PATEL, NOOR",Sgt,,,,\nAna Quinn,Lt,,,,\n', ROSTER)
    assert [row.merge_into for row in planned.rows] == [2, None]
    assert [(each.row, each.into_id) for each in planned.merges] == [(2, 2)]


def test_a_name_that_two_on_the_roster_share_is_refused(plan_of: PlanOf) -> None:
    twins = (KnownSupporter(1, "Ana Quinn"), KnownSupporter(2, "Ana Quinn"))
    planned = plan_of("supporter", PEOPLE + "Ana Quinn,,,,,\n", twins)
    assert planned.rows == ()
    assert "More than one person" in planned.rejected[0].reason


def test_first_and_last_names_are_put_together(plan_of: PlanOf) -> None:
    planned = plan_of("supporter", "Last,First,Status\nPatel,Noor,Active\n,,Active\n12,34,Active\n")
    assert _only(planned).values["full_name"] == "Noor Patel"
    assert "first_name" not in planned.rows[0].values
    assert [each.row for each in planned.rejected] == [3, 4]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ("Ivy Ruiz,,sideways,,,", "status"),
        ("Ivy Ruiz,Grand Duke of Nowhere and of all the Islands beyond,active,,,", "rank_title"),
        ("Ivy Ruiz,Sgt,active,,2/30/2020,", "joined"),
        ("Ivy Ruiz,Sgt,active,,,perhaps", "on_call_willing"),
    ],
)
def test_what_a_roster_leaves_open_is_asked(plan_of: PlanOf, cells: str, field: str) -> None:
    good = "".join(f"{name} Vega,Sgt,active,,1/2/2020,yes\n" for name in ("Bo", "Cy", "Di"))
    planned = plan_of("supporter", PEOPLE + good + cells + "\n")
    assert field in {question.field for question in planned.rows[3].questions}
    assert planned.rows[3].values["status"] == "active"


@pytest.mark.parametrize("name", ["", "?", "1037", "Ana " + "Q" * 80])
def test_a_row_without_a_usable_name_is_rejected(plan_of: PlanOf, name: str) -> None:
    planned = plan_of("supporter", PEOPLE + f"Ivy Ruiz,,,,,\n{name},Sgt,,,,\n")
    assert [each.row for each in planned.rejected] == [3]
    assert "“Name”" in planned.rejected[0].reason


def test_texts_fit_the_fields_as_declared(plan_of: PlanOf) -> None:
    row = _only(plan_of("supporter", "Name,Phone,Languages\nIvy Ruiz,5550100,Spanish\n"))
    assert row.values["work_phone"] == "5550100"
    assert row.values["languages"] == "Spanish"


TALLY = "month,dimension,value,count,first_count\n"


def test_a_tally_file(plan_of: PlanOf) -> None:
    planned = plan_of(
        "tally",
        TALLY + "2025-01,total,all,12,5\n2025-01,mode,Phone calls,7,\nJan 2025,How,text,5,2\n",
    )
    assert [dict(row.values) for row in planned.rows] == [
        {"month": Month(2025, 1), "dimension": d, "value": v, "count": n, "first_count": f}
        for d, v, n, f in (
            ("total", "all", 12, 5),
            ("mode", "phone", 7, None),
            ("mode", "text", 5, 2),
        )
    ]
    assert planned.totals == {"lines": 3, "contacts": 12}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2025-01,mode,pigeon,5,2", "not a word"),
        ("2025-01,total,some,5,2", "not a word"),
        ("2025-01,shoe,phone,5,2", "does not know"),
        ("2025-01,mode,phone,many,2", "whole number"),
        ("2025-01,mode,phone,,2", "is empty"),
        ("2025-01,mode,,5,2", "is empty"),
        ("2025-01,mode,phone,5,6", "cannot be more than contacts"),
        ("2025-01,mode,phone,100001,6", "more than 100,000"),
        ("2099-01,mode,phone,5,2", "possible date"),
        ("2026-04,mode,phone,5,2", "has not begun"),
    ],
)
def test_a_bad_tally_line_is_rejected(plan_of: PlanOf, line: str, reason: str) -> None:
    planned = plan_of("tally", TALLY + "2025-01,total,all,12,5\n" + line + "\n")
    assert [each.row for each in planned.rejected] == [3]
    assert reason in planned.rejected[0].reason


def test_a_tally_line_counts_once(plan_of: PlanOf) -> None:
    line = "2025-01,mode,phone,5,2\n"
    planned = plan_of("tally", TALLY + line + line + line.replace("5,2", "6,2"))
    assert len(planned.rows) == 1
    assert [(each.row, each.into_row) for each in planned.merges] == [(3, 2)]
    assert [each.row for each in planned.rejected] == [4]


def test_a_mapping_for_another_kind_or_without_a_month_is_refused(table_of: TableOf) -> None:
    table = table_of("Peer,How\nRuiz,phone\n")
    with pytest.raises(InputRefused, match="another kind"):
        plan("supporter", table, propose("contact", table), (), TODAY)
    with pytest.raises(InputRefused, match="Month"):
        plan("contact", table, propose("contact", table), (), TODAY)


def test_a_plan_can_be_written_as_plain_json(plan_of: PlanOf) -> None:
    planned = plan_of("contact", LOG + "1/2/2025,Patel,phone,,,,\nx,,,,,,\n", ROSTER)
    parts: tuple[Any, ...] = (planned.rejected, planned.questions, planned.dropped, planned.skipped)
    assert json.dumps([[dataclasses.asdict(each) for each in part] for part in parts])


def test_ten_thousand_rows_take_little_time(
    plan_of: Callable[..., ImportPlan],
) -> None:
    lines = "".join(
        f"1/{i % 28 + 1}/2025,T. Garza,phone,Grief,{i % 200},x,\n" for i in range(10_000)
    )
    start = time.perf_counter()
    assert len(plan_of("contact", LOG + lines, ROSTER).rows) == 10_000
    # About one second on a slow office computer; the bound only catches a quadratic step.
    assert time.perf_counter() - start < 8
