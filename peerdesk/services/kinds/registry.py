"""Every kind of record that does something beside others, in the order of what is due on a day."""

from __future__ import annotations

from peerdesk.models.fields import Record
from peerdesk.services.kinds.contact import CONTACT
from peerdesk.services.kinds.headcount import HEADCOUNT
from peerdesk.services.kinds.incident import INCIDENT, INTERVENTION
from peerdesk.services.kinds.kind import Kind
from peerdesk.services.kinds.provider import PROVIDER
from peerdesk.services.kinds.referral import REFERRAL
from peerdesk.services.kinds.supporter import SUPPORTER
from peerdesk.services.kinds.training import ATTENDANCE, REQUIREMENT, SESSION

KINDS: tuple[Kind, ...] = (
    CONTACT,
    INCIDENT,
    INTERVENTION,
    REFERRAL,
    SUPPORTER,
    SESSION,
    REQUIREMENT,
    ATTENDANCE,
    PROVIDER,
    HEADCOUNT,
)
_BY_RECORD = {each.record: each for each in KINDS}


def kind(record: type[Record]) -> Kind:
    """Return how a kind of record behaves; one that is not listed asks for nothing."""
    return _BY_RECORD.get(record) or Kind(record)
