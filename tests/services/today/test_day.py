"""The first page's facts: what is due, how to begin, what to suggest, and protected figures."""

from __future__ import annotations

from datetime import date

import pytest

from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.kinds.kind import Due
from peerdesk.services.today.day import group
from peerdesk.services.workspace import Workspace
from tests.services.records.test_records import contact, supporter

HEADCOUNT = {"period": Period.parse("2026"), "personnel_class": "sworn", "people": 40}


def test_a_new_agency_is_told_three_steps(workspace: Workspace) -> None:
    day = workspace.today.day()
    assert [step.done for step in day.steps] == [False, False, False]
    assert not {line.kind for line in day.due} & {step.kind for step in day.steps}
    workspace.records.save("supporter", supporter())
    workspace.records.save("contact", contact())
    assert [step.done for step in workspace.today.day().steps] == [True, False, True]
    workspace.records.save("headcount", HEADCOUNT)
    assert workspace.today.day().steps == ()


def test_lines_are_in_the_order_of_their_days(workspace: Workspace) -> None:
    for name, day in (("Ada", date(2026, 12, 1)), ("Berta", date(2026, 11, 1))):
        workspace.records.save("supporter", supporter(name, term_ends=day))
    days = [line.on for line in workspace.today.day().due]
    assert days == sorted(days)
    assert date(2026, 11, 1) in days


@pytest.mark.parametrize(
    ("day", "heading"),
    [
        (date(2026, 11, 23), "Overdue"),
        (date(2026, 11, 24), "Today"),
        (date(2026, 12, 1), "This week"),
        (date(2026, 12, 2), "Later"),
    ],
)
def test_a_line_stands_under_its_heading(day: date, heading: str) -> None:
    assert group(Due(day, "", "", None, ""), date(2026, 11, 24)) == heading


@pytest.mark.parametrize(
    ("area", "kind", "values"),
    [
        ("training", "supporter", supporter(status="provisional")),
        ("incident", "contact", contact(origin="post_incident")),
        ("referral", "contact", contact(outcome=Codes(["listened", "referral_accepted"]))),
    ],
)
def test_an_area_is_suggested_when_it_is_needed(
    workspace: Workspace, area: str, kind: str, values: dict[str, object]
) -> None:
    every = ("training", "incident", "referral")
    assert not workspace.today.day(every).suggested
    workspace.records.save(kind, values)
    assert list(workspace.today.day(every).suggested) == [area]
    assert not workspace.today.day(set(every) - {area}).suggested


def test_monthly_totals_suggest_areas_too(tally_workspace: Workspace) -> None:
    from peerdesk.services.records.tallies import TallyCell

    cells = {("total", "all"): TallyCell(3), ("origin", "post_incident"): TallyCell(3)}
    tally_workspace.tallies.save_month(Month(2026, 11), cells)
    assert list(tally_workspace.today.day(("incident",)).suggested) == ["incident"]


def test_figures_are_protected(workspace: Workspace) -> None:
    assert workspace.today.figures() is None
    for _ in range(3):
        workspace.records.save("contact", contact())
    few = workspace.today.figures()
    assert few is not None
    assert str(few.period) == "2026-Q4"
    assert not few.closed
    shown = {each.code: each.figure.value for each in few.headlines}
    assert shown["contacts"] is None
    for _ in range(20):
        workspace.records.save("contact", contact())
    many = workspace.today.figures()
    assert many is not None
    assert {each.code: each.figure.value for each in many.headlines}["contacts"] == 23
    assert workspace.today.day().figures == len(many.headlines)
