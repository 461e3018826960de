"""Closing quarters: after that, what was counted in them no longer changes."""

from __future__ import annotations

from sqlalchemy import select

from peerdesk.clock import Clock
from peerdesk.errors import UsageError
from peerdesk.models.closing import ClosedPeriod
from peerdesk.periods import Period
from peerdesk.safe import Note
from peerdesk.services.access import Access
from peerdesk.services.counts import quarters as held
from peerdesk.services.counts.frozen import freeze
from peerdesk.services.sessions import Sessions, note


class Closing:
    """Which quarters are closed, and which have numbers to report."""

    def __init__(self, sessions: Sessions, clock: Clock, access: Access | None = None) -> None:
        self._sessions = sessions
        self._clock = clock
        self._access = access or Access()

    def closed(self) -> tuple[Period, ...]:
        """Return the closed quarters, newest first."""
        with self._sessions.read() as session:
            return tuple(sorted(session.scalars(select(ClosedPeriod.period)), reverse=True))

    def is_closed(self, period: Period) -> bool:
        """Say whether every quarter of a period is closed."""
        return set(period.quarters) <= set(self.closed())

    def close(self, period: Period) -> None:
        """Close every quarter of a period that is still open, and empty ones before it.

        What is reported late for an empty quarter then counts in a later one; were it left open,
        sums that reports have told would change. Raises UsageError where the period is not over, or
        an earlier quarter with numbers is open, and NotAllowed.
        """
        self._access.require("close")
        today = self._clock.today()
        if today <= period.end.last_day:
            raise UsageError(f"{period.label} is not over.", "Close a quarter after its last day.")
        done = set(self.closed())
        open_quarters = [quarter for quarter in period.quarters if quarter not in done]
        if not open_quarters:
            raise UsageError(f"{period.label} is closed already.")
        earlier = [each for each in self.reportable() if each < period.start.quarter]
        if any(quarter not in done for quarter in earlier):
            raise UsageError(
                "An earlier quarter is still open.", "Close the quarters in their order."
            )
        first = min([*done, *self.reportable(), *open_quarters])
        open_quarters = [each for each in _between(first, period.end.quarter) if each not in done]
        with self._sessions.write() as session:
            for quarter in open_quarters:
                freeze(session, quarter)
                session.add(ClosedPeriod(period=quarter, closed_on=today))
            note(session, Note("close_period", outcome=str(period)))
            for quarter in open_quarters:
                note(session, Note("close_period", outcome=str(quarter)))

    def reportable(self, *, contacts: bool = True) -> tuple[Period, ...]:
        """Return the quarters that have numbers, newest first.

        With ``contacts`` False those count too that have classes, incidents or interventions only.
        """
        with self._sessions.read() as session:
            found = held.quarters(session)
            if not contacts:
                found |= held.active_quarters(session, self._clock.today())
            return tuple(sorted(found, reverse=True))


def _between(first: Period, last: Period) -> list[Period]:
    """Return every quarter from one to another, both included."""
    found = [first]
    while found[-1] < last:
        found.append(found[-1].following)
    return found
