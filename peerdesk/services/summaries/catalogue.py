"""Every report and working paper: whom it is for, what it needs, and what composes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Flag, auto
from typing import Literal

from peerdesk.disclosure.explain import Why
from peerdesk.errors import UsageError
from peerdesk.services.summaries.command_report import CommandReport
from peerdesk.services.summaries.composing import compose, explain_report
from peerdesk.services.summaries.incidents import compose_incidents
from peerdesk.services.summaries.report_facts import ReportFacts
from peerdesk.services.summaries.training import compose_training


class Needs(Flag):
    """Facts that have to be gathered for a report."""

    CONTACTS = auto()
    """Contacts and referrals by quarter, and every number that was ever issued about them."""
    LOGS = auto()
    """Training and responses to incidents, of the period and of those that the chart shows."""
    ROSTER = auto()
    """The team as it is today."""


_NOTHING = Needs(0)


@dataclass(frozen=True)
class Report:
    """One paper. The coordinator's own, which name people, are composed from the roster itself."""

    name: str
    title: str
    audience: Literal["command", "team", "blank"]
    """Who reads it; only ``command`` reports leave the coordinator's hands with numbers."""
    periods: tuple[str, ...] = ()
    """The kinds of period it can cover: ``quarter``, ``half``, ``year``, ``years``, or none."""
    needs: Needs = _NOTHING
    compose: Callable[[ReportFacts], CommandReport] | None = None
    why: Callable[[ReportFacts, CommandReport], tuple[Why, ...]] = lambda _facts, _made: ()
    """Why it leaves out what it leaves out, for the coordinator's screen alone."""

    def as_json(self) -> dict[str, object]:
        """Return the entry of ``report list``."""
        names = ("name", "title", "audience", "periods")
        return {name: getattr(self, name) for name in names}


REPORTS: tuple[Report, ...] = (
    Report(
        "quarterly",
        "Report to command staff",
        "command",
        ("quarter", "half", "year", "years"),
        Needs.CONTACTS | Needs.LOGS | Needs.ROSTER,
        compose,
        explain_report,
    ),
    Report(
        "training",
        "Training and readiness",
        "command",
        ("quarter", "half", "year"),
        Needs.LOGS | Needs.ROSTER,
        compose_training,
    ),
    Report(
        "incidents",
        "Incident response review",
        "command",
        ("quarter", "half", "year"),
        Needs.CONTACTS | Needs.LOGS,
        compose_incidents,
    ),
    Report("roster", "Roster and call list", "team"),
)


def report(name: str) -> Report:
    """Return an entry of the list; raises UsageError when there is none of that name."""
    found = {each.name: each for each in REPORTS}.get(name)
    if found is None:
        raise UsageError("There is no such report.", "Choose one from the list of reports.")
    return found


def is_working_paper(name: str) -> bool:
    """Say whether a report is the coordinator's own paper: it names people and is never issued."""
    return report(name).audience == "team"
