"""Everything the window and the command line can do with an open vault, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from peerdesk.clock import Clock
from peerdesk.safe import Note
from peerdesk.services.access import Access, ReadOnly
from peerdesk.services.counts.frozen import freeze_missing
from peerdesk.services.counts.training import Training
from peerdesk.services.importing.imports import Imports, Reader
from peerdesk.services.inventory import Inventory
from peerdesk.services.issuing.closing import Closing
from peerdesk.services.issuing.ledger import Ledger
from peerdesk.services.issuing.receipts import Receipts
from peerdesk.services.issuing.reporting import Reporting
from peerdesk.services.records.agency import AgencyService
from peerdesk.services.records.bin import Bin, erase_due
from peerdesk.services.records.drafts import Drafts, forget_old
from peerdesk.services.records.records import Records
from peerdesk.services.records.retention import strip_supporters
from peerdesk.services.records.roster_sheet import Sheets
from peerdesk.services.records.second_look import Cautions
from peerdesk.services.records.tallies import Tallies
from peerdesk.services.sessions import Sessions, note
from peerdesk.services.store import search
from peerdesk.services.store.search import Search
from peerdesk.services.today.day import Today


@dataclass(frozen=True)
class Workspace:
    """The services on one open vault."""

    records: Records
    bin: Bin
    search: Search
    tallies: Tallies
    agency: AgencyService
    closing: Closing
    drafts: Drafts
    imports: Imports
    reporting: Reporting
    ledger: Ledger
    receipts: Receipts
    inventory: Inventory
    today: Today
    access: Access
    training: Training
    sheets: Sheets
    cautions: Cautions
    clock: Clock


def open_workspace(
    opened: Sessions, clock: Clock, reader: Reader, role: str = "coordinator", who: str = ""
) -> Workspace:
    """Build the services for whoever opened the vault, and forget what is due to be forgotten."""
    if opened.writable:
        _put_in_order(opened, clock)
    access = Access(role)
    sessions: Sessions = opened if access.may("write") else ReadOnly(opened, access)
    reporting = Reporting(sessions, clock)
    return Workspace(
        records=Records(sessions, clock, who),
        bin=Bin(sessions, clock, access, who),
        search=Search(sessions),
        tallies=Tallies(sessions, clock),
        agency=AgencyService(sessions, clock, access, who),
        closing=Closing(sessions, clock, access),
        drafts=Drafts(sessions, clock),
        imports=Imports(sessions, clock, reader, who),
        reporting=reporting,
        ledger=Ledger(sessions, clock, access),
        receipts=Receipts(sessions, clock, access),
        inventory=Inventory(sessions),
        today=Today(sessions, clock, reporting),
        access=access,
        training=Training(sessions, clock),
        sheets=Sheets(sessions, clock, who),
        cautions=Cautions(sessions, clock),
        clock=clock,
    )


def _put_in_order(opened: Sessions, clock: Clock) -> None:
    with opened.write() as session:
        freeze_missing(session)
        strip_supporters(session, clock.today())
        erase_due(session, clock.today())
        if search.stale(session):
            note(session, Note("migrate", outcome=str(search.rebuild(session))))
        forget_old(session, clock.now())
