"""Every provider of what is due, in the order in which lines of one day are shown."""

from __future__ import annotations

from peerdesk.services.due import (
    contact,
    followup,
    headcount,
    provider,
    referral,
    supporter,
    training,
)
from peerdesk.services.due.line import Provider
from peerdesk.services.today import backup, closing, draft, opener

PROVIDERS: tuple[Provider, ...] = (
    draft.due,
    contact.due,
    closing.due,
    followup.due,
    referral.due,
    supporter.due,
    training.due,
    provider.due,
    headcount.due,
    backup.due,
    opener.due,
)
