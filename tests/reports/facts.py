"""Plausible facts for every working paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from peerdesk.reports.working import Letterhead
from peerdesk.safe import Backup, Drill, Sheet
from peerdesk.services.summaries.papers import (
    ActivityList,
    DrillRecord,
    HandOver,
    Holding,
    Holdings,
    OpenerLine,
    OpenerList,
    Register,
    RegisterLine,
)
from peerdesk.services.summaries.region import RegionSummary, combine
from tests.services.summaries.test_region import MODES, totals

DAY = date(2026, 11, 24)
WORDS = (
    *("academic", "acid", "acne", "acquire", "acrobat", "activity", "actress", "adapt"),
    *("adequate", "adjust", "admit", "adorn", "adult", "advance", "advocate", "afraid"),
    *("again", "agency", "agree", "aide"),
)
HEAD = Letterhead("Pine County Sheriff's Office", "36194460", DAY, "0.2.0")
HOLDINGS = (
    Holding("Supporters", 19),
    Holding("Contacts", 1215, "January 2025", "October 2026"),
)


def sheet(cards: int = 1) -> Sheet:
    """Make a sheet, or cards that differ in their first word."""
    words = tuple((WORDS[number], *WORDS[1:]) for number in range(cards))
    kind = "recovery" if cards == 1 else "cards"
    return Sheet(kind, HEAD.agency, HEAD.vault, DAY, words)


def backup(**changes: object) -> Backup:
    """Make a backup as a list shows it."""
    plain: dict[str, object] = {
        "path": Path("backups") / "peerdesk-20261124T213000Z-000017.pdbackup",
        "made_at": datetime(2026, 11, 24, 21, 30, tzinfo=UTC),
        "reason": "usb",
        "size": 1_843_200,
        "counts": {"supporter": 19, "contact": 1215, "audit": 900},
        "app_version": "0.2.0",
        "schema": 2,
        "openers": ("Jo Quill", "Recovery sheet"),
        "verified_at": datetime(2026, 11, 24, 21, 31, tzinfo=UTC),
        "off_machine": True,
    }
    return Backup(**{**plain, **changes})  # type: ignore[arg-type]  # names are checked by Backup


def drill() -> DrillRecord:
    """Make a drill as its certificate shows it."""
    done = Drill(backup(), datetime(2026, 11, 24, 22, 0, tzinfo=UTC), "recovery", 912)
    counts = (("Supporters", 19), ("Contacts", 1215))
    return DrillRecord(done, "Jo Quill", "The words of the recovery sheet", counts)


def hand_over() -> HandOver:
    """Make a hand-over."""
    return HandOver(
        old="Jo Quill",
        new="Sam Rivera",
        on=DAY,
        holdings=HOLDINGS,
        backup="Made today, opened and counted: 1,234 records.",
        retired=("Jo Quill's passphrase", "Recovery sheet of January 4, 2026"),
        old_backups=("Made on October 1, 2026, on another disk",),
        deleted=4,
    )


def region() -> RegionSummary:
    """Make the sums of two agencies, of which one hides how many met by video."""
    names = ("Elk Creek Fire", "Pine County Sheriff's Office")
    lines = (MODES, {**MODES, "video": None, "email": None})
    parts = [totals(name, modes) for name, modes in zip(names, lines, strict=True)]
    return combine(parts, DAY)


FACTS: Mapping[str, object] = {
    "recovery": sheet(),
    "cards": sheet(3),
    "openers": OpenerList(
        (OpenerLine("Jo Quill", "Coordinator", date(2026, 1, 4), "–"),), "No sheet opens it."
    ),
    "drill": drill(),
    "activity": ActivityList(
        tuple(f"Nov 24, 2:05 PM: Jo Quill added a supporter (no. {n})" for n in range(90)),
        "All time, Everyone, Everything",
        "All 90 entries are as written.",
        "90:0a1b2c3d",
    ),
    "register": Register(
        (
            RegisterLine(
                2,
                "Report to command staff, January to June 2026",
                date(2026, 7, 9),
                "Council, board or commission",
                "Budget and staffing; Policy 4.12",
                "25 printed, 6 left out",
                "Issued, recalled on July 12, 2026",
                "d4c14a942b491fb001f9f1c2c423b756fc376da88fab080b6d9313025f29393d",
            ),
        )
    ),
    "holdings": Holdings(HOLDINGS),
    "handover": hand_over(),
    "region": region(),
}
