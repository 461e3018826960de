"""Everything that can be due, in the order in which lines of one day are shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from peerdesk.services.kinds.kind import Due
from peerdesk.services.kinds.registry import KINDS
from peerdesk.services.today import backup, closing, draft, opener

Provider = Callable[[Session, date], list[Due]]
"""Returns what is due about one thing, up to some time after the given day."""

PROVIDERS: tuple[Provider, ...] = (
    draft.due,
    closing.due,
    *(each.due for each in KINDS if each.due is not None),
    backup.due,
    opener.due,
)
