"""A coded contact forgets its supporter after the time the agency set."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from peerdesk.clock import FixedClock
from peerdesk.periods import Month
from peerdesk.services.records.retention import strip_supporters
from peerdesk.services.workspace import Workspace
from peerdesk.vault.vault import Vault
from tests.services.records.test_records import contact, supporter


@pytest.mark.parametrize(
    ("today", "kept"),
    [(date(2026, 12, 29), True), (date(2027, 1, 29), True), (date(2027, 1, 30), False)],
)
def test_the_supporter_is_forgotten_in_time(
    workspace: Workspace, vault: Vault, today: date, kept: bool
) -> None:
    helper = workspace.records.save("supporter", supporter())
    number = workspace.records.save("contact", contact(month=Month(2026, 10), supporter_id=helper))
    with vault.sessions.write() as session:
        strip_supporters(session, today)
    assert (workspace.records.get("contact", number)["supporter_id"] == helper) is kept


def test_removing_a_supporter_keeps_the_contact(workspace: Workspace) -> None:
    helper = workspace.records.save("supporter", supporter())
    number = workspace.records.save("contact", contact(supporter_id=helper))
    workspace.records.delete("supporter", helper)
    assert workspace.records.get("contact", number)["supporter_id"] is None


def test_opening_the_vault_forgets(vault: Vault, clock: FixedClock, tmp_path: Path) -> None:
    from peerdesk.exchange.reader import read_plan
    from peerdesk.services.workspace import open_workspace

    first = open_workspace(vault.sessions, clock, read_plan)
    first.agency.change(name="Elk Creek Fire", logging_mode="coded")
    helper = first.records.save("supporter", supporter())
    number = first.records.save("contact", contact(month=Month(2026, 10), supporter_id=helper))
    later = open_workspace(vault.sessions, FixedClock(date(2027, 6, 1)), read_plan)
    assert later.records.get("contact", number)["supporter_id"] is None
