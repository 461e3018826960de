"""The first page: what is due and its next step, a few protected figures, and how to begin."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from peerdesk.clock import Clock
from peerdesk.models.contact import Contact
from peerdesk.models.headcount import Headcount
from peerdesk.models.supporter import Supporter
from peerdesk.models.tally import Tally
from peerdesk.periods import Period
from peerdesk.services.counts import quarters
from peerdesk.services.issuing.reporting import Reporting
from peerdesk.services.kinds.kind import Due
from peerdesk.services.sessions import Sessions
from peerdesk.services.summaries.command_report import Headline
from peerdesk.services.today.areas import suggested
from peerdesk.services.today.backup import last_off_machine
from peerdesk.services.today.registry import PROVIDERS

_FIGURES = ("contacts", "people_at_least", "active_supporters")


@dataclass(frozen=True)
class Step:
    """One of the first steps of a new agency."""

    words: str
    kind: str
    """The kind of record whose page has the step."""
    button: str
    done: bool


@dataclass(frozen=True)
class Figures:
    """Protected figures of the newest quarter that has numbers."""

    period: Period
    closed: bool
    headlines: tuple[Headline, ...]


@dataclass(frozen=True)
class Day:
    """Everything on the page but the figures, which take longer."""

    due: tuple[Due, ...]
    steps: tuple[Step, ...]
    """All three, until all are done; then none."""
    suggested: Mapping[str, str]
    """Areas that seem to be needed, each with the reason in a sentence."""
    figures: int
    """How many figures there will be."""
    backed_up: date | None
    """The day of the newest verified backup on another disk."""


class Today:
    """What the first page shows."""

    def __init__(self, sessions: Sessions, clock: Clock, reporting: Reporting) -> None:
        self._sessions = sessions
        self._clock = clock
        self._reporting = reporting

    def day(self, areas: Collection[str] = ()) -> Day:
        """Return what is due; ``areas`` are those that may be suggested."""
        today = self._clock.today()
        with self._sessions.read() as session:
            lines = [line for provider in PROVIDERS for line in provider(session, today)]
            steps = _steps(session)
            first = {step.kind for step in steps if not step.done}
            return Day(
                due=tuple(
                    sorted((x for x in lines if x.kind not in first), key=lambda line: line.on)
                ),
                steps=() if all(step.done for step in steps) else steps,
                suggested=suggested(session, areas),
                figures=len(_FIGURES) if steps[2].done else 0,
                backed_up=last_off_machine(session, today),
            )

    def figures(self) -> Figures | None:
        """Return the figures, or None where there are no numbers yet; slow, for a worker."""
        with self._sessions.read() as session:
            periods = quarters.quarters(session)
        if not periods:
            return None
        summary = self._reporting.summary("quarterly", max(periods))
        shown = tuple(each for each in summary.headlines if each.code in _FIGURES)
        over = max(periods).end.last_day < self._clock.today()
        return Figures(max(periods), over, shown)


def group(line: Due, today: date) -> str:
    """Return under which heading a line stands."""
    if line.on < today:
        return "Overdue"
    if line.on == today:
        return "Today"
    return "This week" if line.on <= today + timedelta(days=7) else "Later"


def _steps(session: Session) -> tuple[Step, ...]:
    numbers = _any(session, Contact) or _any(session, Tally)
    return (
        Step(
            "Add your supporters, or bring in your roster from a spreadsheet.",
            "supporter",
            "Add supporters",
            _any(session, Supporter),
        ),
        Step(
            "Say how many people your agency has, so that reports can give rates.",
            "headcount",
            "Add head counts",
            _any(session, Headcount),
        ),
        Step(
            "Enter your first month of contacts. No names of those who were helped.",
            "contact",
            "Enter contacts",
            numbers,
        ),
    )


def _any(session: Session, record: type[Contact | Tally | Supporter | Headcount]) -> bool:
    return bool(session.scalar(select(exists(select(record.id)))))
