"""Summaries on request: counts what a report needs and has it protected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from peerdesk import __version__
from peerdesk.clock import Clock
from peerdesk.disclosure.explain import Why
from peerdesk.disclosure.table import Thresholds
from peerdesk.errors import NotShown, UsageError, UserFacing
from peerdesk.log import Event, write
from peerdesk.models.agency import Agency
from peerdesk.models.area import ProgramArea
from peerdesk.models.headcount import Headcount
from peerdesk.models.supporter import Supporter
from peerdesk.periods import Month, Period
from peerdesk.services.counts.frozen import quarter_counts
from peerdesk.services.counts.logbook import begun, log_facts, roster_facts
from peerdesk.services.issuing.issued import kept_levels, left_out, open_gap, published, strictest
from peerdesk.services.issuing.roster_paper import roster_summary
from peerdesk.services.sessions import Sessions
from peerdesk.services.summaries import catalogue
from peerdesk.services.summaries.catalogue import Needs, Report
from peerdesk.services.summaries.command_report import CommandReport
from peerdesk.services.summaries.levels import starting_levels
from peerdesk.services.summaries.log_facts import LogFacts
from peerdesk.services.summaries.population import refuse_small_agency
from peerdesk.services.summaries.report_facts import EARLIER, ReportFacts
from peerdesk.services.summaries.roster import RosterSummary
from peerdesk.services.summaries.tables import check_catalogue


class Reporting:
    """The summaries that reports are printed from."""

    def __init__(self, sessions: Sessions, clock: Clock) -> None:
        check_catalogue()
        self._sessions = sessions
        self._clock = clock

    def summary(
        self, report: str, period: Period, narrative: str = "", *, outside: bool = False
    ) -> CommandReport:
        """Return a report's protected summary, with what the coordinator wrote for its reader.

        ``outside``: it leaves the agency. Raises UsageError for an unknown report, or a period it
        does not cover.
        """
        entry = catalogue.report(report)
        if entry.compose is None:
            raise UsageError("This paper has no summary.", "See: peerdesk report list")
        compose = entry.compose
        with self._sessions.read() as session:
            made = _or_nothing(
                lambda: compose(_facts(session, self._clock, (entry, period), outside=outside))
            )
        return replace(made, narrative=narrative.strip())

    def working_paper(self, report: str) -> RosterSummary:
        """Return what a NAMED paper of the coordinator's own says today; raises UsageError."""
        if not catalogue.is_working_paper(report):
            raise UsageError("There is no such working paper.", "See: peerdesk report list")
        with self._sessions.read() as session:
            return roster_summary(session, self._clock.today())

    def why(self, report: str, period: Period) -> tuple[Why, ...]:
        """Return why a report leaves out what it leaves out; for the coordinator's screen alone."""
        entry = catalogue.report(report)
        if entry.compose is None:
            return ()
        with self._sessions.read() as session:
            facts = _facts(session, self._clock, (entry, period))
        return entry.why(facts, entry.compose(facts))

    def thresholds(self, period: Period, *, outside: bool = False) -> Thresholds:
        """Return the smallest counts that a report shows, whether it leaves the agency or stays."""
        with self._sessions.read() as session:
            return _thresholds(session, period, outside=outside)


def _or_nothing(make: Callable[[], CommandReport]) -> CommandReport:
    """Make a summary; whatever goes wrong, nothing is shown, and the log learns the kind only."""
    try:
        return make()
    except (UserFacing, DatabaseError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever goes wrong, nothing may be shown
        write(Event("protection_failed", error=type(error).__name__))
        raise NotShown(
            "Not shown to protect confidentiality.",
            "PeerDesk could not make sure that the numbers point at nobody.",
        ) from None


def _facts(
    session: Session, clock: Clock, wanted: tuple[Report, Period], *, outside: bool = False
) -> ReportFacts:
    """Gather what a report needs, and no more."""
    entry, period = wanted
    if period.start.last_day.replace(day=1) > clock.today():
        raise UsageError("This period has not begun.", "Choose an earlier one.")
    agency = session.scalars(select(Agency)).one()
    headcount = _headcount(session, period)
    staff = sum(headcount.values()) or None
    refuse_small_agency(period, staff)
    active = select(func.count()).where(Supporter.status == "active")
    facts = ReportFacts(
        agency=agency.name,
        program=agency.program_name,
        sample=agency.sample,
        today=clock.today(),
        version=__version__,
        thresholds=_thresholds(session, period, outside=outside),
        period=period,
        quarters=(),
        active_supporters=session.scalar(active) or 0,
        staff=staff,
        areas=frozenset(session.scalars(select(ProgramArea.area).where(ProgramArea.used))),
    )
    if Needs.CONTACTS in entry.needs:
        facts = _with_contacts(session, clock, facts, entry.name, headcount)
    if Needs.LOGS in entry.needs:
        logs = _logs(session, period, clock)
        facts = replace(facts, logs=logs, begun=begun(session))
    if Needs.ROSTER in entry.needs:
        facts = replace(facts, roster=roster_facts(session, clock.today()))
    return facts


def _with_contacts(
    session: Session, clock: Clock, facts: ReportFacts, report: str, headcount: dict[str, int]
) -> ReportFacts:
    period, gap = facts.period, open_gap(session)
    return replace(
        facts,
        quarters=tuple(quarter_counts(session, each) for each in _needed(period, clock)),
        published=published(session),
        left_out=left_out(session),
        known_from=gap.known_from if gap else None,
        kept_levels=starting_levels(kept_levels(session, report, period), period, headcount),
    )


def _logs(session: Session, period: Period, clock: Clock) -> dict[Period, LogFacts]:
    backs = range(EARLIER + 1) if period.length <= 12 else (0,)
    periods = [Period(period.start.plus(-period.length * back), period.length) for back in backs]
    return {each: log_facts(session, each, clock.today()) for each in periods}


def _needed(period: Period, clock: Clock) -> list[Period]:
    """Return the quarters that have begun of all years that the report speaks of."""
    back = min(period.length, 12) * EARLIER if period.length <= 12 else 0
    years = range(period.start.plus(-back).year, period.end.year + 1)
    quarters = [each for year in years for each in Period(Month(year, 1), 12).quarters]
    return [each for each in quarters if each.start <= Month.of(clock.today())]


def _thresholds(session: Session, period: Period, *, outside: bool) -> Thresholds:
    agency = session.scalars(select(Agency)).one()
    guarded = outside or agency.guard_insiders
    today = Thresholds(agency.persons_threshold, agency.contacts_threshold, guarded)
    return strictest(session, period, today)


def _headcount(session: Session, period: Period) -> dict[str, int]:
    """Return people by class, of the newest period given that does not begin after this one."""
    rows = session.scalars(select(Headcount)).all()
    usable = [each.period for each in rows if each.period.start <= period.end]
    newest = max(usable, default=None)
    return {each.personnel_class: each.people for each in rows if each.period == newest}
