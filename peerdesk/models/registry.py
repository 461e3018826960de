"""Every record type, in the order in which a reader meets them."""

from __future__ import annotations

from peerdesk.models.agency import Agency
from peerdesk.models.backup import KnownBackup
from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.contact import Contact
from peerdesk.models.draft import Draft
from peerdesk.models.fields import Record, kind_of
from peerdesk.models.headcount import Headcount
from peerdesk.models.importing import ImportBatch, ImportedRecord
from peerdesk.models.ledger import (
    FrozenCount,
    Publication,
    PublishedCell,
    Recall,
    RestoreAnswer,
    RestoreMark,
)
from peerdesk.models.opener import KnownOpener
from peerdesk.models.supporter import Supporter
from peerdesk.models.tally import Tally

RECORDS: tuple[type[Record], ...] = (
    Agency,
    Headcount,
    Supporter,
    Contact,
    Tally,
    ClosedPeriod,
    ImportBatch,
    ImportedRecord,
    KnownOpener,
    KnownBackup,
    Draft,
    FrozenCount,
    Publication,
    PublishedCell,
    Recall,
    RestoreAnswer,
    RestoreMark,
)


def record_type(kind: str) -> type[Record]:
    """Return the record type of a kind; raises KeyError for an unknown one."""
    return {kind_of(each): each for each in RECORDS}[kind]
