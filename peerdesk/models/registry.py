"""Every record type, in the order in which a reader meets them."""

from __future__ import annotations

from peerdesk.models.agency import Agency
from peerdesk.models.area import ProgramArea
from peerdesk.models.attendance import Attendance
from peerdesk.models.backup import KnownBackup
from peerdesk.models.binned import Binned
from peerdesk.models.certification import Certification
from peerdesk.models.closing import ClosedPeriod
from peerdesk.models.contact import Contact
from peerdesk.models.course import Course
from peerdesk.models.draft import Draft
from peerdesk.models.fields import Record, kind_of
from peerdesk.models.followup import Followup
from peerdesk.models.headcount import Headcount
from peerdesk.models.importing import ImportBatch, ImportedRecord
from peerdesk.models.incident import Incident
from peerdesk.models.intervention import Intervention
from peerdesk.models.ledger import (
    FrozenCount,
    Publication,
    PublishedCell,
    Recall,
    RestoreAnswer,
    RestoreMark,
)
from peerdesk.models.opener import KnownOpener
from peerdesk.models.provider import Provider
from peerdesk.models.referral import Referral
from peerdesk.models.requirement import Requirement
from peerdesk.models.responder import Responder
from peerdesk.models.revision import Revision
from peerdesk.models.searched import Searched
from peerdesk.models.supporter import Supporter
from peerdesk.models.tally import Tally
from peerdesk.models.training_session import TrainingSession

RECORDS: tuple[type[Record], ...] = (
    Agency,
    Headcount,
    Supporter,
    Course,
    TrainingSession,
    Attendance,
    Requirement,
    Certification,
    Contact,
    Tally,
    Incident,
    Intervention,
    Responder,
    Followup,
    Provider,
    Referral,
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
    ProgramArea,
    Binned,
    Revision,
    Searched,
)

ENTERED = tuple(each for each in RECORDS if each.by_hand)
"""The record types that people enter in a form."""


def record_type(kind: str) -> type[Record]:
    """Return the record type of a kind; raises KeyError for an unknown one."""
    return {kind_of(each): each for each in RECORDS}[kind]
