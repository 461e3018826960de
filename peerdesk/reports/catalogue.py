"""The one call that prints a report: for command on one sheet, a working paper on its own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from peerdesk.services.summaries.catalogue import report


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


def render(name: str, summary: object, page: Page) -> bytes:
    """Return the PDF of a report; raises UsageError when there is no report of that name.

    ``summary`` is of the type that the module which prints it declares as ``SUMMARY``; anything
    else raises TypeError, because a record must never reach paper.
    """
    paper = "command" if report(name).audience == "command" else name
    # ReportLab takes about half a second to load, so it loads at the first report.
    module = import_module(f"peerdesk.reports.{paper}")
    if type(summary) is not module.SUMMARY:
        raise TypeError("not the summary of this report")
    pdf: bytes = module.document(summary, page)
    return pdf
