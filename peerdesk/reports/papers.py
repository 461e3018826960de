"""The list of papers that are no report of this agency, and the one call that prints them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from peerdesk.reports.catalogue import Page
from peerdesk.reports.recovery_sheet import recovery_sheet
from peerdesk.reports.region import region_paper
from peerdesk.reports.vault_papers import (
    activity_list,
    disclosure_register,
    drill_certificate,
    hand_over,
    holdings,
    opener_list,
)
from peerdesk.reports.working import Letterhead
from peerdesk.safe import Sheet
from peerdesk.services.summaries.papers import (
    ActivityList,
    DrillRecord,
    HandOver,
    Holdings,
    OpenerList,
    Register,
)
from peerdesk.services.summaries.region import RegionSummary

Printer = Callable[[Any, Letterhead, Page], bytes]

PAPERS: Mapping[str, tuple[type, Printer]] = {
    "recovery": (Sheet, recovery_sheet),
    "cards": (Sheet, recovery_sheet),
    "openers": (OpenerList, opener_list),
    "drill": (DrillRecord, drill_certificate),
    "activity": (ActivityList, activity_list),
    "register": (Register, disclosure_register),
    "holdings": (Holdings, holdings),
    "handover": (HandOver, hand_over),
    # Of no single agency, so it has no letterhead.
    "region": (RegionSummary, lambda summary, _head, page: region_paper(summary, page)),
}
"""Each paper by name: what it is made from, and what prints it. A sheet is named by its kind."""


def print_facts(name: str, facts: object, head: Letterhead, page: Page) -> bytes:
    """Return the PDF of a working paper; raises TypeError for facts of another paper."""
    kind, printer = PAPERS[name]
    if type(facts) is not kind:
        raise TypeError("not the facts of this paper")
    return printer(facts, head, page)
