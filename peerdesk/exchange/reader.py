"""From a file on disk to a plan, in one call."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from datetime import date
from pathlib import Path
from typing import Any

from peerdesk.errors import InputRefused
from peerdesk.exchange.files import FILES
from peerdesk.exchange.head_row import Table, find_table
from peerdesk.exchange.mapping import fit, from_json, guess_kind, propose, without_refused
from peerdesk.exchange.names import KnownSupporter
from peerdesk.exchange.plan import ImportPlan, plan
from peerdesk.exchange.spreadsheet import read_sheet


def read_plan(
    path: Path,
    kind: str | None,
    mapping: Pairs[str, Any] | None,
    roster: tuple[KnownSupporter, ...],
    today: date,
) -> ImportPlan:
    """Read a file and work out what it would add; raises InputRefused."""
    table = find_table(read_sheet(path))
    wanted = mapping.get("kind") if mapping is not None else kind
    if any(each.name == wanted and each.about_team for each in FILES) and _holds_contacts(table):
        raise InputRefused(
            "This looks like a contact log, not a list of your team or its classes.",
            "Bring it in as contacts, so that the people who were helped stay out.",
        )
    if mapping is None:
        chosen = propose(kind or guess_kind(table), table)
    else:
        chosen = fit(from_json(mapping), table)
    return plan(chosen.kind, without_refused(table, chosen), chosen, roster, today)


def _holds_contacts(table: Table) -> bool:
    """Say whether a table reads as contacts, whatever it is said to hold."""
    try:
        return guess_kind(table) == "contact"
    except InputRefused:
        return False
