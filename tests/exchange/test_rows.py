"""Each rule for reading a row of contacts: values, blanks, questions and rejections."""

from __future__ import annotations

import pytest

from peerdesk.exchange.names import KnownSupporter
from peerdesk.exchange.plan import ImportPlan, PlannedRow
from peerdesk.models.types import Codes
from peerdesk.periods import Month
from tests.exchange.conftest import PlanOf

LOG = "Date,Peer,How,Topic,Min,New?,Referred?\n"
ROSTER = (
    KnownSupporter(1, "Terrell Garza"),
    KnownSupporter(2, "Noor Patel"),
    KnownSupporter(3, "Omar Patel"),
)


def _only(planned: ImportPlan) -> PlannedRow:
    (row,) = planned.rows
    return row


def test_a_canonical_contact_row(plan_of: PlanOf) -> None:
    planned = plan_of(
        "contact",
        "month,first_this_quarter,recipient_class,origin,mode,topic,duration,duty,outcome,supporter\n"
        "2025-01,no,responder,self,phone,health;grief,15_30,on,referral_made;followup,Noor Patel\n",
        ROSTER,
    )
    row = _only(planned)
    assert row.values == {
        "month": Month(2025, 1),
        "supporter_id": 2,
        "first_this_quarter": "no",
        "recipient_class": "responder",
        "origin": "self",
        "mode": "phone",
        "topic": Codes(["grief", "health"]),
        "duration": "15_30",
        "duty": "on",
        "kind": "unknown",
        "outcome": Codes(["followup", "referral_made"]),
        "limits_advised": "na",
    }
    assert row.given == set(row.values) - {"kind", "limits_advised"}
    assert not planned.dropped
    assert not planned.questions


def test_blank_cells_take_the_declared_blanks(plan_of: PlanOf) -> None:
    row = _only(plan_of("contact", LOG + "1/2/2025,,n/a,,,,\n"))
    values = row.values
    assert (values["mode"], values["duration"], values["origin"]) == ("not_recorded",) * 3
    assert (values["duty"], values["kind"], values["first_this_quarter"]) == (
        *("na", "unknown", "not_recorded"),
    )
    assert values["topic"] == values["outcome"] == Codes()
    assert values["supporter_id"] is None
    assert row.given == {"month"}
    assert row.questions == ()


def test_a_tick_column_reads_blank_as_no_and_says_so(plan_of: PlanOf) -> None:
    ticked = plan_of("contact", LOG + "1/2/2025,,,,,x,\n1/3/2025,,,,,,\n")
    assert [row.values["first_this_quarter"] for row in ticked.rows] == ["yes", "no"]
    assert any("New?" in note and "read as no" in note for note in ticked.notes)
    mixed = plan_of("contact", LOG + "1/2/2025,,,,,x,\n1/3/2025,,,,,,\n1/4/2025,,,,,n,\n")
    assert [row.values["first_this_quarter"] for row in mixed.rows] == ["yes", "not_recorded", "no"]
    assert any("not recorded" in note for note in mixed.notes)


def test_referred_yes_is_an_outcome_and_no_is_none(plan_of: PlanOf) -> None:
    planned = plan_of("contact", LOG + "1/2/2025,,,,,,Y\n1/3/2025,,,,,,no\n1/4/2025,,,,,,\n")
    assert [row.values["outcome"] for row in planned.rows] == [
        *(Codes(["referral_made"]), Codes(), Codes()),
    ]
    assert planned.totals["referrals"] == 1


@pytest.mark.parametrize(
    ("header", "cell", "band", "minutes"),
    [
        ("Min", "10 min", "lt15", 10),
        ("Min", "1.5 h", "60_120", 90),
        ("Hours", "1.5", "60_120", 90),
        ("Duration", "1:30", "60_120", 90),
        ("Duration", "Over 2 h", "gt120", 0),
        ("Duration", "15-30 min", "15_30", 0),
    ],
)
def test_lengths_become_bands(
    plan_of: PlanOf, header: str, cell: str, band: str, minutes: int
) -> None:
    planned = plan_of("contact", f"Date,How,{header}\n1/2/2025,phone,{cell}\n")
    assert _only(planned).values["duration"] == band
    assert planned.totals["minutes"] == minutes
    assert any("hours" in note for note in planned.notes) == (header == "Hours")


@pytest.mark.parametrize(
    ("peer", "found", "choices"),
    [
        ("T. Garza", 1, None),
        ("Garza", 1, None),
        ("garza, terrell", 1, None),
        ("Patel", None, {2, 3}),
        ("Zqxwolf", None, set()),
        ("", None, None),
    ],
)
def test_supporters_are_matched_or_asked_for(
    plan_of: PlanOf, peer: str, found: int | None, choices: set[int] | None
) -> None:
    row = _only(plan_of("contact", LOG + f'1/2/2025,"{peer}",phone,,,,\n', ROSTER))
    assert row.values["supporter_id"] == found
    asked = {question.field: {code for code, _ in question.choices} for question in row.questions}
    assert asked == ({} if choices is None else {"supporter_id": choices})


def test_without_a_roster_there_is_one_note_and_no_questions(plan_of: PlanOf) -> None:
    planned = plan_of("contact", LOG + "1/2/2025,Patel,phone,,,,\n1/3/2025,Ruiz,phone,,,,\n")
    assert planned.questions == ()
    assert sum("roster" in note for note in planned.notes) == 1


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("13/45/2025,,phone,,,,", "“Date” does not hold a possible date."),
        (",,phone,,,,", "“Date” is empty."),
        ("4/2/2026,,phone,,,,", "“Date”: this month has not begun."),
        ("2025,,phone,,,,", "“Date” does not hold a possible date."),
    ],
)
def test_a_row_without_a_month_is_rejected(plan_of: PlanOf, cells: str, reason: str) -> None:
    planned = plan_of("contact", LOG + "1/2/2025,,phone,,,,\n" + cells + "\n")
    assert [(each.row, each.reason) for each in planned.rejected] == [(3, reason)]
    assert planned.read == 2
    assert planned.totals["contacts"] == 1


def test_words_not_known_are_asked_for_and_the_row_is_kept(plan_of: PlanOf) -> None:
    good = "1/2/2025,,phone,Grief,10,,no\n"
    planned = plan_of("contact", LOG + good * 3 + "1/3/2025,,pigeon,grief; Zqxwolf,abc,,perhaps\n")
    row = planned.rows[3]
    asked = {question.field: question for question in row.questions}
    assert set(asked) == {"mode", "topic", "duration", "outcome"}
    assert ("phone", "Phone") in asked["mode"].choices
    assert row.values["mode"] == row.values["duration"] == "not_recorded"
    assert row.values["topic"] == Codes(["grief"])
    assert planned.totals["rows_with_minutes"] == 3


def test_two_words_for_one_code_ask_which(plan_of: PlanOf) -> None:
    planned = plan_of("contact", LOG + "1/2/2025,,phone/text,,,,\n")
    (question,) = planned.questions
    assert {code for code, _ in question.choices} == {"phone", "text"}


def test_more_topics_than_two_are_asked_about(plan_of: PlanOf) -> None:
    row = _only(plan_of("contact", LOG + "1/2/2025,,phone,grief; health; sleep,,,\n"))
    assert len(row.values["topic"]) == 2
    assert {code for code, _ in row.questions[0].choices} == {"grief", "health", "cumulative"}


def test_days_first_only_where_the_column_proves_it(plan_of: PlanOf) -> None:
    body = "Date,How,Min\n2/1/2025,phone,1\n{}/2/2025,phone,1\n"
    doubtful = plan_of("contact", body.format(3))
    assert [str(row.values["month"]) for row in doubtful.rows] == ["2025-02", "2025-03"]
    assert any("does not show" in note for note in doubtful.notes)
    proved = plan_of("contact", body.format(31).replace("31/2", "31/3"))
    assert [str(row.values["month"]) for row in proved.rows] == ["2025-01", "2025-03"]
    assert any("day before the month" in note for note in proved.notes)


def test_equal_contacts_are_two_contacts(plan_of: PlanOf) -> None:
    assert len(plan_of("contact", LOG + "1/2/2025,,phone,Grief,10,,\n" * 2).rows) == 2
