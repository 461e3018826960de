"""Every provider of what is due, in the order in which lines of one day are shown."""

from __future__ import annotations

from peerdesk.services.due import backup, closing, contact, draft, headcount, opener, supporter
from peerdesk.services.due.line import Provider

PROVIDERS: tuple[Provider, ...] = (
    draft.due,
    contact.due,
    closing.due,
    supporter.due,
    headcount.due,
    backup.due,
    opener.due,
)
