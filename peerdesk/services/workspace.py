"""Everything the window and the command line can do with an open vault, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from peerdesk.clock import Clock
from peerdesk.services.access import Access, ReadOnly
from peerdesk.services.agency import AgencyService
from peerdesk.services.closing import Closing
from peerdesk.services.drafts import Drafts, forget_old
from peerdesk.services.frozen import freeze_missing
from peerdesk.services.imports import Imports, Reader
from peerdesk.services.inventory import Inventory
from peerdesk.services.ledger import Ledger
from peerdesk.services.receipts import Receipts
from peerdesk.services.records import Records
from peerdesk.services.reporting import Reporting
from peerdesk.services.retention import strip_supporters
from peerdesk.services.sessions import Sessions
from peerdesk.services.tallies import Tallies


@dataclass(frozen=True)
class Workspace:
    """The services on one open vault."""

    records: Records
    tallies: Tallies
    agency: AgencyService
    closing: Closing
    drafts: Drafts
    imports: Imports
    reporting: Reporting
    ledger: Ledger
    receipts: Receipts
    inventory: Inventory
    access: Access
    clock: Clock


def open_workspace(
    opened: Sessions, clock: Clock, reader: Reader, role: str = "coordinator"
) -> Workspace:
    """Build the services for a role, and forget what is due to be forgotten."""
    with opened.write() as session:
        freeze_missing(session)
        strip_supporters(session, clock.today())
        forget_old(session, clock.now())
    access = Access(role)
    sessions: Sessions = opened if access.may("write") else ReadOnly(opened, access)
    return Workspace(
        records=Records(sessions, clock),
        tallies=Tallies(sessions, clock),
        agency=AgencyService(sessions, access),
        closing=Closing(sessions, clock, access),
        drafts=Drafts(sessions, clock),
        imports=Imports(sessions, clock, reader),
        reporting=Reporting(sessions, clock),
        ledger=Ledger(sessions, clock, access),
        receipts=Receipts(sessions, clock),
        inventory=Inventory(sessions),
        access=access,
        clock=clock,
    )
