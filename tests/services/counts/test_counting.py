"""Counting: the same numbers whether contacts are rows or monthly totals."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from peerdesk.disclosure.table import Count
from peerdesk.models.contact import Contact
from peerdesk.models.supporter import Supporter
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.services.counts.counting import count_quarter, countable
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.workspace import Workspace
from peerdesk.vault.vault import Vault
from tests.services.records.test_records import contact

QUARTER = Period.parse("2026-Q4")


def _count(vault: Vault) -> Any:
    with vault.sessions.read() as session:
        return count_quarter(session, QUARTER)


def test_rows_are_counted_by_every_dimension(workspace: Workspace, vault: Vault) -> None:
    both = Codes(["grief", "mood"])
    workspace.records.save("contact", contact())
    workspace.records.save("contact", contact(first_this_quarter="no", mode="text"))
    workspace.records.save("contact", contact(month=Month(2026, 10), topic=both))
    counted = _count(vault)
    assert counted.total == Count(3, 2)
    assert counted.by["mode"] == {"phone": Count(2, 2), "text": Count(1, 0)}
    assert counted.months == {Month(2026, 11): Count(2, 1), Month(2026, 10): Count(1, 1)}
    assert counted.by["topic"] == {"grief": Count(3, 2), "mood": Count(1, 0)}


def test_a_contact_with_two_topics_is_one_first_person(workspace: Workspace, vault: Vault) -> None:
    """However topics are merged, first contacts never add up to more than there were people."""
    dice = Random(5)
    topics = ["grief", "mood", "health", "incident"]
    for _ in range(30):
        chosen = Codes(dice.sample(topics, dice.choice([1, 2])))
        workspace.records.save("contact", contact(topic=chosen))
    counted = _count(vault)
    assert sum(each.firsts for each in counted.by["topic"].values()) == counted.total.firsts == 30
    assert sum(each.contacts for each in counted.by["topic"].values()) > 30


def test_attempts_are_counted_apart(workspace: Workspace, vault: Vault) -> None:
    workspace.records.save("contact", contact())
    workspace.records.save("contact", contact(kind="attempt"))
    counted = _count(vault)
    assert (counted.total.contacts, counted.attempts) == (1, 1)
    assert counted.by["mode"] == {"phone": Count(1, 1)}


def test_other_quarters_are_not_counted(workspace: Workspace, vault: Vault) -> None:
    workspace.records.save("contact", contact(month=Month(2026, 9)))
    assert _count(vault).total == Count(0, 0)


def test_monthly_totals_are_completed_with_not_recorded(
    tally_workspace: Workspace, vault: Vault
) -> None:
    tally_workspace.tallies.save_month(
        Month(2026, 10), {TOTAL: TallyCell(20, 8), ("mode", "phone"): TallyCell(15, 8)}
    )
    counted = _count(vault)
    assert counted.total == Count(20, 8)
    assert counted.by["mode"] == {"phone": Count(15, 8), "not_recorded": Count(5, 0)}
    assert counted.by["duty"] == {"na": Count(20, 8)}
    assert counted.firsts_recorded


PHONE, TEXT = ("mode", "phone"), ("mode", "text")


@pytest.mark.parametrize(
    ("lines", "firsts"),
    [
        ({PHONE: (15, 8), TEXT: (5, 0)}, {"phone": 8, "text": 0}),
        ({PHONE: (15, 8)}, {"phone": 8, "not_recorded": 0}),
        ({PHONE: (12, None)}, {"phone": 0, "not_recorded": 0}),
        ({PHONE: (15, 8), TEXT: (5, None)}, {"phone": 0, "text": 0}),
        ({PHONE: (15, 9)}, {"phone": 0, "not_recorded": 0}),
        ({PHONE: (15, 3)}, {"phone": 3, "not_recorded": 5}),
        ({PHONE: (15, 2)}, {"phone": 0, "not_recorded": 0}),
    ],
)
def test_lines_tell_of_first_contacts_only_where_every_one_does_and_they_add_up(
    tally_workspace: Workspace,
    vault: Vault,
    lines: dict[tuple[str, str], tuple[int, int | None]],
    firsts: dict[str, int],
) -> None:
    cells = {TOTAL: TallyCell(20, 8)} | {key: TallyCell(*line) for key, line in lines.items()}
    tally_workspace.tallies.save_month(Month(2026, 10), cells)
    counted = _count(vault)
    assert (counted.total, counted.flagged) == (Count(20, 8), 20)
    assert {code: each.firsts for code, each in counted.by["mode"].items()} == firsts
    assert sum(each.contacts for each in counted.by["mode"].values()) == 20


@pytest.mark.parametrize("lines", [{}, {PHONE: TallyCell(15, 8)}])
def test_first_contacts_that_are_blank_in_all_are_recorded_nowhere(
    tally_workspace: Workspace, vault: Vault, lines: dict[tuple[str, str], TallyCell]
) -> None:
    tally_workspace.tallies.save_month(Month(2026, 10), {TOTAL: TallyCell(20), **lines})
    counted = _count(vault)
    assert counted.flagged == 0
    assert not counted.firsts_recorded


def test_a_month_without_its_total_takes_the_largest_sum(
    tally_workspace: Workspace, vault: Vault
) -> None:
    tally_workspace.tallies.save_month(
        Month(2026, 10),
        {
            ("mode", "phone"): TallyCell(9),
            ("mode", "text"): TallyCell(4),
            ("origin", "self"): TallyCell(11),
            ("topic", "grief"): TallyCell(30),
        },
    )
    counted = _count(vault)
    assert counted.total.contacts == 13
    assert not counted.firsts_recorded


def test_the_flag_counts_as_recorded_from_nine_in_ten(workspace: Workspace, vault: Vault) -> None:
    for number in range(10):
        flag = "not_recorded" if number == 0 else "no"
        workspace.records.save("contact", contact(first_this_quarter=flag))
    assert _count(vault).firsts_recorded
    workspace.records.save("contact", contact(first_this_quarter="not_recorded"))
    assert not _count(vault).firsts_recorded


def test_only_countable_fields_can_be_counted() -> None:
    assert countable(Contact, "mode") is not None
    with pytest.raises(ValueError, match="may not be counted"):
        countable(Contact, "supporter_id")
    with pytest.raises(ValueError, match="may not be counted"):
        countable(Supporter, "full_name")
