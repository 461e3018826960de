"""The words of an area stand with its term, for its switch and for Today alike."""

from __future__ import annotations

from peerdesk.models.types import Codes
from peerdesk.services.today.areas import suggested
from peerdesk.services.workspace import Workspace
from peerdesk.vault.vault import Vault
from peerdesk.vocabulary import vocabulary
from tests.services.records.test_records import contact, supporter

AREAS = vocabulary("area")


def test_every_area_says_what_it_is_about() -> None:
    assert all(term.hint.endswith(".") for term in AREAS.terms)


def test_every_suggestion_has_its_own_reason(workspace: Workspace, vault: Vault) -> None:
    workspace.records.save("supporter", supporter(status="provisional"))
    workspace.records.save(
        "contact", contact(origin="post_incident", outcome=Codes(["referral_accepted"]))
    )
    with vault.sessions.read() as session:
        found = suggested(session, AREAS.codes)
    assert found == {term.code: term.reason for term in AREAS.terms if term.reason}
    assert len(set(found.values())) == 3
