"""The record of activity is read newest first, whole or by what was done, with who did it."""

from __future__ import annotations

import pytest

from peerdesk.errors import UsageError
from peerdesk.safe import Note
from peerdesk.vault.activity import ActivityLog
from peerdesk.vault.vault import Vault


@pytest.fixture
def log(vault: Vault) -> ActivityLog:
    log = ActivityLog(vault)
    log.note(Note("drill", outcome="pass"))
    log.note(Note("print", "drill"))
    return log


def test_newest_first_with_a_name(log: ActivityLog) -> None:
    actions = [each.action for each in log.entries()]
    assert actions[:2] == ["print", "drill"]
    assert actions[-1] == "vault_made"
    assert {each.who for each in log.entries()} == {"Coordinator"}


def test_as_many_as_asked_for(log: ActivityLog) -> None:
    assert [each.action for each in log.entries(1)] == ["print"]


def test_one_action_is_found_behind_any_number_of_others(log: ActivityLog) -> None:
    for _ in range(5):
        log.note(Note("print", "drill"))
    (drill,) = log.entries(3, "drill")
    assert (drill.action, drill.outcome) == ("drill", "pass")
    assert log.entries(3, "handover") == ()


def test_what_is_no_mark_is_said(log: ActivityLog) -> None:
    with pytest.raises(UsageError):
        log.check("hello")
