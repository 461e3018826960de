"""The inventory counts every kind, names its span, and quotes nothing."""

from __future__ import annotations

from peerdesk.periods import Month, Period
from peerdesk.services.inventory import counts_in_words
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.summaries.papers import Holding
from peerdesk.services.workspace import Workspace


def _held(workspace: Workspace) -> dict[str, Holding]:
    return {each.label: each for each in workspace.inventory.holdings()}


def test_counts_and_spans(tally_workspace: Workspace) -> None:
    for month in (9, 7, 8):
        tally_workspace.tallies.save_month(Month(2026, month), {TOTAL: TallyCell(20, 9)})
    held = _held(tally_workspace)
    assert held["Monthly totals"] == Holding("Monthly totals", 3, "July 2026", "September 2026")


def test_days_and_periods_are_spelled_out(workspace: Workspace) -> None:
    workspace.closing.close(Period.parse("2026-Q2"))
    values = {"full_name": "Jo Quill", "role": "peer", "status": "active"}
    workspace.records.save("supporter", {**values, "personnel_class": "sworn"})
    held = _held(workspace)
    assert held["Closed periods"].first == "April to June 2026"
    assert held["Supporters"] == Holding("Supporters", 1)  # no day of joining was entered
    from datetime import date

    workspace.records.save(
        "supporter", {**values, "personnel_class": "sworn", "joined": date(2025, 3, 2)}
    )
    assert _held(workspace)["Supporters"].first == "March 2, 2025"


def test_kinds_without_records_are_left_out_and_names_are_not_in_it(workspace: Workspace) -> None:
    assert "Contacts" not in _held(workspace)
    assert "Pine County" not in repr(workspace.inventory.holdings())


def test_rows_of_a_backup_are_named_as_records_are() -> None:
    counts = {"contact": 215, "supporter": 19, "audit": 900, "draft": 2, "unknown": 1}
    assert counts_in_words(counts) == (("Supporters", 19), ("Contacts", 215))
