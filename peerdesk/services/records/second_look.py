"""What deserves a second look on a form, asked of the vault as the form stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peerdesk.clock import Clock
from peerdesk.models.registry import record_type
from peerdesk.services.kinds.kind import Look
from peerdesk.services.kinds.registry import kind as behavior
from peerdesk.services.sessions import Sessions


class Cautions:
    """Second looks at one record, by what else is known."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        self._sessions = sessions
        self._clock = clock

    def has_any(self, kind: str) -> bool:
        """Say whether there is ever anything to say about a kind of record; asks no vault."""
        return behavior(record_type(kind)).looks is not None

    def of(self, kind: str, values: Mapping[str, Any], record_id: int | None) -> tuple[Look, ...]:
        """Return sentences about a record as it stands in its form."""
        looks = behavior(record_type(kind)).looks
        if looks is None:
            return ()
        with self._sessions.read() as session:
            return tuple(looks(session, values, record_id, self._clock.today()))
