"""The ways in which an issued report can leave again, each as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peerdesk.services.issuing.totals_file import own_totals, write_totals
from peerdesk.services.summaries.issued_numbers import told_csv, told_workbook
from peerdesk.services.workspace import Workspace


@dataclass(frozen=True)
class Way:
    """One entry of the menu."""

    label: str
    content: Callable[[Workspace, int], bytes]
    """Makes the file of the report of a number; raises UserFacing."""
    ending: str
    """How the name of the file goes on after the report's number."""


WAYS = {
    "paper": Way("The &paper, as PDF…", lambda space, n: space.ledger.paper(n), ".pdf"),
    "workbook": Way(
        "Its &numbers, for Excel…", lambda space, n: told_workbook(space.ledger.cells(n)), ".xlsx"
    ),
    "text": Way(
        "Its numbers, as plain &text (CSV)…",
        lambda space, n: told_csv(space.ledger.cells(n)),
        ".csv",
    ),
    "receipt": Way(
        "Its &receipt, to be kept apart…",
        lambda space, n: space.receipts.receipt(n).encode(),
        ".json",
    ),
    "totals": Way(
        "Its t&otals, for the regional team…",
        lambda space, n: write_totals(own_totals(space.ledger, space.agency, n)),
        " totals.json",
    ),
}
