"""The record of activity in plain sentences: who did what when, by number and never by name."""

from __future__ import annotations

from datetime import date, datetime

from peerdesk.models.fields import kind_of
from peerdesk.models.registry import RECORDS
from peerdesk.safe import Activity, Chain
from peerdesk.services.summaries.catalogue import REPORTS
from peerdesk.vocabulary import vocabulary

_WITH_OBJECT = ("create", "update", "delete", "undelete", "purge", "view", "print", "export")
_PAPERS = {
    "recovery": "a recovery sheet",
    "cards": "recovery cards",
    "openers": "the list of who can open the vault",
    "drill": "the certificate of a restore drill",
    "activity": "the record of activity",
    "holdings": "the inventory of the vault",
    "handover": "the receipt of a hand-over",
    "register": "the disclosure register",
    "region": "the totals of a region",
}
_OUTCOMES = {
    "pass": "with a passphrase",
    "second": "with a second person's passphrase",
    "recovery": "recovery sheet",
    "cards": "recovery cards",
    **{term.code: f"as {term.label.lower()}" for term in vocabulary("opener_role").terms},
}
_SAYS_NOTHING = ("", "ok", "refused")
_SOMEBODY = "Somebody"
"""Who stands where nobody had opened the vault yet."""


def sentence(entry: Activity, today: date) -> str:
    """Return ``Nov 24, 2:05 PM: Jo Quill added a supporter (no. 12)``, in local time."""
    return f"{moment(entry.at, today)}: {deed(entry)}"


def deed(entry: Activity) -> str:
    """Return who did what: ``Jo Quill added a supporter (no. 12)``."""
    parts = [entry.who or _SOMEBODY, vocabulary("activity").label(entry.action)]
    if entry.kind:
        parts.append(_thing(entry))
    notes = [f"no. {entry.record}"] if entry.record is not None else []
    if entry.outcome.isdecimal() and entry.action == "unlock_failed":
        notes.append(f"{entry.outcome} times")
    elif entry.outcome.isdecimal():
        notes.append("1 record" if entry.outcome == "1" else f"{int(entry.outcome):,} records")
    elif entry.outcome not in _SAYS_NOTHING:
        notes.append(_OUTCOMES.get(entry.outcome, entry.outcome.replace("_", " ")))
    if notes:
        parts.append(f"({', '.join(notes)})")
    return " ".join(part for part in parts if part)


def moment(at: datetime, today: date) -> str:
    """Return a moment in local time; the year is named where it is not this one."""
    local = at.astimezone()
    year = "" if local.year == today.year else f", {local.year}"
    clock = f"{local:%I:%M %p}".lstrip("0")
    return f"{local:%b} {local.day}{year}, {clock}"


def chain_in_words(chain: Chain, mark: str = "") -> str:
    """Return what checking the record found; ``mark`` is the one that was compared."""
    if chain.broken_at is not None:
        return (
            f"Entry {chain.broken_at} is not as it was written: it was altered, removed or put "
            "in. Keep the newest backup, and tell whoever oversees the program."
        )
    entries = "1 entry is" if chain.count == 1 else f"{chain.count:,} entries are"
    fits = f" The mark {mark} fits: nothing before it was cut off." if mark else ""
    return f"All {entries} as written.{fits}".replace("All 1 entry is", "The one entry is")


def _thing(entry: Activity) -> str:
    record = {kind_of(each): each for each in RECORDS}.get(entry.kind)
    if entry.action in _WITH_OBJECT:
        if record is not None:
            return f"{_article(record.label)} {record.label}"
        titles = {each.name: f"the {each.title.lower()}" for each in REPORTS}
        return {**titles, **_PAPERS}.get(entry.kind, "")
    return f"of {record.plural}" if record is not None and entry.action == "import" else ""


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"
