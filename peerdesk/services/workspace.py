"""Everything the window and the command line can do with an open vault, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from peerdesk.clock import Clock
from peerdesk.services.agency import AgencyService
from peerdesk.services.closing import Closing
from peerdesk.services.drafts import Drafts
from peerdesk.services.imports import Imports, Reader
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
    clock: Clock


def open_workspace(sessions: Sessions, clock: Clock, reader: Reader) -> Workspace:
    """Build the services, and forget what is due to be forgotten."""
    with sessions.write() as session:
        strip_supporters(session, clock.today())
    return Workspace(
        records=Records(sessions, clock),
        tallies=Tallies(sessions, clock),
        agency=AgencyService(sessions),
        closing=Closing(sessions, clock),
        drafts=Drafts(sessions, clock),
        imports=Imports(sessions, clock, reader),
        reporting=Reporting(sessions, clock),
        clock=clock,
    )
