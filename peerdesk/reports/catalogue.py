"""The list of everything that can be printed, and the one call that prints it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from peerdesk.errors import UsageError


@dataclass(frozen=True)
class Page:
    """How the paper looks: its size, and whether it is marked as a draft."""

    paper: Literal["letter", "a4"] = "letter"
    draft: bool = True
    invariant: bool = False
    """Leave out the moment of printing, so that equal input gives equal bytes (for tests)."""
    anchor: str = ""
    """Mark of the record of activity at the time of issue, ``0a1b2c3d4e5f``: on paper in other
    hands, it shows whether entries were cut off later."""


@dataclass(frozen=True)
class Report:
    """One entry of the list: the module of the same name prints it."""

    name: str
    title: str
    audience: Literal["command", "team", "blank"]
    """Who reads it; only ``command`` reports leave the coordinator's hands with numbers."""
    periods: tuple[str, ...]
    """The kinds of period it can cover: ``quarter``, ``half``, ``year``, ``years``, or none."""


REPORTS: tuple[Report, ...] = (
    Report("quarterly", "Report to command staff", "command", ("quarter", "half", "year", "years")),
    Report("training", "Training and readiness", "command", ("quarter", "half", "year")),
    Report("incidents", "Incident response review", "command", ("quarter", "half", "year")),
    Report("roster", "Roster and call list", "team", ()),
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


def render(name: str, summary: object, page: Page) -> bytes:
    """Return the PDF of a report; raises UsageError when there is no report of that name.

    ``summary`` is of the type that the report's own module declares as ``SUMMARY``; anything else
    raises TypeError, because a record must never reach paper.
    """
    report(name)
    # ReportLab takes about half a second to load, so it loads at the first report.
    module = import_module(f"peerdesk.reports.{name}")
    if type(summary) is not module.SUMMARY:
        raise TypeError("not the summary of this report")
    pdf: bytes = module.document(summary, page)
    return pdf
