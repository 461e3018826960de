"""The monthly grid replaces a month as a whole, and refuses what cannot be."""

from __future__ import annotations

import pytest

from peerdesk.errors import UserFacing
from peerdesk.periods import Month, Period
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.store.checks import Invalid
from peerdesk.services.workspace import Workspace

OCTOBER = Month(2026, 10)


def test_a_month_is_replaced_as_a_whole(tally_workspace: Workspace) -> None:
    tallies = tally_workspace.tallies
    tallies.save_month(OCTOBER, {TOTAL: TallyCell(9, 4), ("mode", "phone"): TallyCell(9, 4)})
    tallies.save_month(OCTOBER, {TOTAL: TallyCell(11, 5), ("mode", "text"): TallyCell(0, 0)})
    assert tallies.month(OCTOBER) == {TOTAL: TallyCell(11, 5)}
    assert tallies.months() == (OCTOBER,)


@pytest.mark.parametrize(
    ("key", "cell", "problem"),
    [
        (("mode", "phone"), TallyCell(3, 4), "mode.phone"),
        (("mode", "phone"), TallyCell(-1), "mode.phone"),
        (("mode", "pigeon"), TallyCell(1), "mode.pigeon"),
        (("shoe_size", "x"), TallyCell(1), "shoe_size.x"),
    ],
)
def test_what_cannot_be_is_refused(
    tally_workspace: Workspace, key: tuple[str, str], cell: TallyCell, problem: str
) -> None:
    with pytest.raises(Invalid) as caught:
        tally_workspace.tallies.save_month(OCTOBER, {key: cell})
    assert set(caught.value.problems) == {problem}
    assert tally_workspace.tallies.month(OCTOBER) == {}


def test_a_month_to_come_is_refused(tally_workspace: Workspace) -> None:
    with pytest.raises(Invalid) as caught:
        tally_workspace.tallies.save_month(Month(2027, 1), {TOTAL: TallyCell(1)})
    assert set(caught.value.problems) == {"month"}


def test_a_month_of_a_closed_quarter_stays(tally_workspace: Workspace) -> None:
    september = Month(2026, 9)
    tally_workspace.tallies.save_month(september, {TOTAL: TallyCell(12, 6)})
    tally_workspace.closing.close(Period.parse("2026-Q3"))
    with pytest.raises(UserFacing, match="closed"):
        tally_workspace.tallies.save_month(september, {TOTAL: TallyCell(13, 6)})
    assert tally_workspace.tallies.month(september) == {TOTAL: TallyCell(12, 6)}
