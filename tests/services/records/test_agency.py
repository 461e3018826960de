"""The agency's profile is set up once and changed with care."""

from __future__ import annotations

import pytest

from peerdesk.clock import FixedClock
from peerdesk.errors import UserFacing
from peerdesk.services.records.agency import AgencyService
from peerdesk.services.store.checks import Invalid
from peerdesk.services.workspace import Workspace
from peerdesk.vault.vault import Vault


def test_before_set_up_there_is_no_profile(vault: Vault, clock: FixedClock) -> None:
    with pytest.raises(UserFacing, match="no agency"):
        AgencyService(vault.sessions, clock).profile()


def test_a_new_agency_logs_monthly_totals(vault: Vault, clock: FixedClock) -> None:
    service = AgencyService(vault.sessions, clock)
    service.change(name="Elk Creek Fire")
    profile = service.profile()
    assert (profile.logging_mode, profile.supporter_days) == ("tally", 90)
    assert (profile.persons_threshold, profile.contacts_threshold) == (5, 10)


def test_a_change_keeps_the_rest(workspace: Workspace) -> None:
    workspace.agency.change(program_name="Here For You")
    profile = workspace.agency.profile()
    assert (profile.name, profile.program_name) == ("Pine County Sheriff's Office", "Here For You")


@pytest.mark.parametrize(
    "change", [{"persons_threshold": 2}, {"contacts_threshold": 4}, {"supporter_days": 366}]
)
def test_protection_has_floors(workspace: Workspace, change: dict[str, int]) -> None:
    with pytest.raises(Invalid) as caught:
        workspace.agency.change(**change)
    assert set(caught.value.problems) == set(change)


def test_an_area_is_on_or_off_or_not_decided(workspace: Workspace) -> None:
    assert workspace.agency.areas() == {}
    workspace.agency.use("training", True)
    workspace.agency.use("referral", False)
    workspace.agency.use("training", True)
    assert workspace.agency.areas() == {"training": True, "referral": False}
