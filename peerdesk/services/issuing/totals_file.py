"""The totals file: what one issued report made known, for a regional team; and such files read.

Files of others are not trusted. Their SHA-256 shows damage on the way; it is no signature, and
anybody could make a file with a right one. So each line is checked for what it says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from peerdesk.disclosure.problem import Predicate
from peerdesk.disclosure.sums import whole
from peerdesk.disclosure.table import Thresholds
from peerdesk.errors import InputRefused, UsageError, UserFacing
from peerdesk.foreign import LAST_YEAR, OBJECT, Unreadable, content_of, day, parse
from peerdesk.periods import Period
from peerdesk.services.issuing.issued import read_cell, write_cells, write_place
from peerdesk.services.issuing.ledger import Ledger
from peerdesk.services.records.agency import AgencyService
from peerdesk.services.summaries.counted import FIRST, hierarchies, log_hierarchies
from peerdesk.services.summaries.log_blocks import LOG_MEASURES
from peerdesk.services.summaries.region import REPORT, AgencyTotals
from peerdesk.services.summaries.tables import CONTACTS, MENTIONS, TOPICS

KIND = "peerdesk-totals-1"
_MOST_BYTES = 2_000_000
_MOST_LETTERS = 120
_MOST = 10**9
_MOST_MONTHS = 120
_NOTE = (
    "Numbers of an issued report, dots as null. The SHA-256 shows damage; it is no signature: ask "
    "the sender whether the file is theirs."
)
_TYPES: Mapping[str, type] = {
    "kind": str,
    "note": str,
    "agency": str,
    "report": str,
    "title": str,
    "period": str,
    "issued_on": str,
    "persons_threshold": int,
    "contacts_threshold": int,
    "insiders": bool,
    "version": str,
    "sample": bool,
    "cells": list,
    "sha256": str,
}
_ASK = "Ask the agency to save it again, on the page Issued reports."
_MONTH = "month"
_QUARTER = 3
_READER = "region"


def own_totals(ledger: Ledger, agency: AgencyService, number: int) -> AgencyTotals:
    """Return what an issued report of this vault made known; it is read from the ledger alone.

    Raises UserFacing where there is none, where it was recalled, has no totals to add up, or was
    not issued to the regional team: only then is it guarded as what leaves the agency must be.
    """
    issue = {each.number: each for each in ledger.register()}.get(number)
    if issue is None:
        raise UserFacing("There is no issued report of this number.")
    if issue.recalled_on:
        raise UserFacing(
            "This report was recalled.", "Issue it again, and share the totals of the new one."
        )
    if issue.report != REPORT:
        raise UserFacing("This report has no totals to share.", "Use the report to command staff.")
    if issue.delivery.audience != _READER:
        raise UserFacing(
            "This report was not made for the regional team.",
            "On the page Reports, issue it for the regional team, and share those totals.",
        )
    if not issue.thresholds.insiders:
        raise UserFacing(
            "This report was issued before reports that leave the agency were guarded.",
            "Recall it, then issue it again for the regional team.",
        )
    profile = agency.profile()
    return AgencyTotals(
        agency=profile.name,
        report=issue.report,
        title=issue.title,
        period=issue.period,
        issued_on=issue.issued_on,
        thresholds=issue.thresholds,
        version=issue.policy,
        sample=profile.sample,
        cells=ledger.cells(number),
    )


def write_totals(totals: AgencyTotals) -> bytes:
    """Return the file: the same numbers and dots as on the paper."""
    said = {
        "kind": KIND,
        "note": _NOTE,
        "agency": totals.agency,
        "report": totals.report,
        "title": totals.title,
        "period": str(totals.period),
        "issued_on": totals.issued_on.isoformat(),
        "persons_threshold": totals.thresholds.persons,
        "contacts_threshold": totals.thresholds.contacts,
        "insiders": totals.thresholds.insiders,
        "version": totals.version,
        "sample": totals.sample,
        "cells": write_cells(totals.cells),
    }
    return json.dumps({**said, "sha256": digest(said)}, indent=1, ensure_ascii=False).encode()


def digest(said: Mapping[str, Any]) -> str:
    """Return the SHA-256 over everything in a file but itself."""
    content = {name: value for name, value in said.items() if name != "sha256"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def open_totals(path: Path) -> AgencyTotals:
    """Read a file from its place; raises InputRefused."""
    try:
        content = content_of(path, _MOST_BYTES)
    except (OSError, ValueError):
        raise InputRefused(
            "The file cannot be read, or is too large.", "Choose a file of totals."
        ) from None
    return read_totals(content)


def read_totals(content: bytes) -> AgencyTotals:
    """Read a file that somebody sent; raises InputRefused, saying what is wrong with it."""
    said = _structure(content)
    thresholds = _thresholds(said)
    if said["report"] != REPORT:
        raise InputRefused("This file is of a report without totals.", _ASK)
    period = _period(said["period"])
    cells = _cells(said["cells"], thresholds)
    if whole(CONTACTS, str(period)) not in cells:
        raise InputRefused("This file does not tell of contacts in its own period.", _ASK)
    return AgencyTotals(
        agency=_words(said["agency"]),
        report=said["report"],
        title=_words(said["title"]),
        period=period,
        issued_on=_day(said["issued_on"]),
        thresholds=thresholds,
        version=_words(said["version"]),
        sample=said["sample"],
        cells=cells,
    )


def _structure(content: bytes) -> dict[str, Any]:
    refused = InputRefused("This is not a file of totals.", "Choose one that PeerDesk has saved.")
    if len(content) > _MOST_BYTES:
        raise InputRefused("This file is too large to be a file of totals.")
    try:
        said: dict[str, Any] = parse(content, OBJECT)
    except Unreadable:
        raise refused from None
    kind = said.get("kind")
    if isinstance(kind, str) and kind != KIND and kind.startswith("peerdesk-totals-"):
        raise InputRefused("A newer PeerDesk saved this file.", "Bring PeerDesk up to date.")
    if said.keys() != _TYPES.keys() or said["kind"] != KIND:
        raise refused
    if any(type(said[name]) is not kind for name, kind in _TYPES.items()):
        raise refused
    if digest(said) != said["sha256"]:
        raise InputRefused("This file is damaged: it is not as it was saved.", _ASK)
    return said


def _thresholds(said: Mapping[str, Any]) -> Thresholds:
    if not said["insiders"]:
        raise InputRefused(
            "These numbers were not made to leave their agency.",
            "Ask the agency to issue its report for the regional team.",
        )
    try:
        return Thresholds(said["persons_threshold"], said["contacts_threshold"], insiders=True)
    except ValueError:
        raise InputRefused(
            "The rules by which this file was made do not protect enough.",
            "The smallest number must be 3 people and 5 contacts, or more.",
        ) from None


def _period(text: str) -> Period:
    try:
        period = Period.parse(text)
    except (UsageError, ValueError):
        period = None
    if period is None or str(period) != text:
        raise InputRefused("This file names a period that does not exist.", _ASK)
    if period.length > _MOST_MONTHS:
        raise InputRefused("This file names a period of more than ten years.", _ASK)
    if period.end.year > LAST_YEAR:
        raise InputRefused("This file names a period that nobody has seen yet.", _ASK)
    return period


def _day(text: str) -> date:
    try:
        return day(text)
    except Unreadable:
        raise InputRefused("This file names a day that does not exist.", _ASK) from None


def _words(text: str) -> str:
    if not text.strip() or not text.isprintable() or len(text) > _MOST_LETTERS:
        raise InputRefused("A name in this file is empty, too long, or cannot be printed.", _ASK)
    return text.strip()


def _cells(lines: list[Any], thresholds: Thresholds) -> dict[Predicate, int | None]:
    found: dict[Predicate, int | None] = {}
    for line in lines:
        key, value = _cell(line)
        if key in found:
            raise InputRefused("This file gives a number twice.", _ASK)
        if value is not None and 0 < value < thresholds.persons:
            raise InputRefused(
                "This file shows numbers so small that they could point at someone.",
                "Do not pass it on, and tell the agency that sent it.",
            )
        found[key] = value
    if any(_beyond(found, key) for key in found):
        raise InputRefused("In this file a part is larger than its total.", _ASK)
    return found


def _beyond(cells: Mapping[Predicate, int | None], key: Predicate) -> bool:
    part, total = cells[key], cells.get(whole(key.measure, key.period))
    return part is not None and total is not None and part > total


def _cell(line: Any) -> tuple[Predicate, int | None]:
    refused = InputRefused("This file counts something that this PeerDesk does not know.", _ASK)
    if not isinstance(line, list) or [type(each) for each in line[:3]] != [str] * 3:
        raise refused
    if len(line) != 4 or not (line[3] is None or (type(line[3]) is int and 0 <= line[3] <= _MOST)):
        raise InputRefused("This file holds a number that is no count.", _ASK)
    key, value = read_cell(line)
    period = _period(key.period)
    names = [name for name, _ in key.at]
    known = (
        key.measure in _measures()
        and write_place(key.at) == line[2]
        and names == sorted(set(names))
        and all(_known(name, leaves, period) for name, leaves in key.at)
    )
    if not known:
        raise refused
    return key, value


def _known(name: str, leaves: tuple[str, ...], period: Period) -> bool:
    if name == _MONTH:  # only a quarter's report counts by month
        every = set(map(str, period.months)) if period.length == _QUARTER else set[str]()
    else:
        every = _leaves().get(name, set[str]())
    return list(leaves) == sorted(set(leaves)) and set(leaves) < every


def _measures() -> set[str]:
    return {CONTACTS, MENTIONS, TOPICS, *LOG_MEASURES.values()}


@cache
def _leaves() -> Mapping[str, set[str]]:
    """Return the finest codes of every dimension that a report counts by."""
    both = {**hierarchies(), **log_hierarchies()}
    return {FIRST: {"yes", "other"}} | {
        name: set(each.dimension.leaves) for name, each in both.items()
    }
