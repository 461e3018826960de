"""What an issued report is in words: on its page, and on the register's paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from peerdesk.services.issuing.ledger import Issue
from peerdesk.services.summaries.papers import Register, RegisterLine
from peerdesk.vocabulary import vocabulary


def described(one: Issue) -> str:
    """Return the lines beside the list."""
    purpose = vocabulary("report_purpose").term(one.delivery.purpose).label
    basis = one.delivery.legal_basis or "none given"
    lines = [
        f"Purpose: {purpose}. Legal basis: {basis}.",
        f"{one.shown} numbers printed, {one.hidden} left out.",
        f"Rules of PeerDesk {one.policy}: {_rules(one)}.",
        f"SHA-256 of the paper: {one.digest[:32]} {one.digest[32:]}",
    ]
    if one.recalled_on:
        reason = vocabulary("recall_reason").term(one.reason).label
        lines.insert(0, f"Recalled on {day_in_words(one.recalled_on)}. {reason}.")
    if not one.has_paper:
        lines.append("Known from its receipt; the paper itself is not in this vault.")
    return "\n".join(lines)


def to_whom(one: Issue) -> tuple[str, str]:
    """Return when a report was issued, and for whom."""
    audience = vocabulary("report_audience").term(one.delivery.audience).label
    return day_in_words(one.issued_on), audience


def _rules(one: Issue) -> str:
    guarded = ", guarded against readers behind a count of one" if one.thresholds.insiders else ""
    return f"{one.thresholds.persons} people, {one.thresholds.contacts} contacts{guarded}"


def day_in_words(day: date) -> str:
    """Return a day as it is written, ``March 3, 2026``."""
    return f"{day:%B} {day.day}, {day.year}"


def register_of(entries: Sequence[Issue]) -> Register:
    """Return what the register's paper is made from."""
    return Register(tuple(_line(each) for each in entries))


def _line(one: Issue) -> RegisterLine:
    basis = one.delivery.legal_basis
    purpose = vocabulary("report_purpose").term(one.delivery.purpose).label
    guarded = "Guarded" if one.thresholds.insiders else "Not guarded"
    recalled = f", recalled on {day_in_words(one.recalled_on)}" if one.recalled_on else ""
    return RegisterLine(
        number=one.number,
        report=f"{one.title}, {one.period.label}",
        issued_on=one.issued_on,
        audience=vocabulary("report_audience").term(one.delivery.audience).label,
        purpose=f"{purpose}; {basis}" if basis else purpose,
        numbers=f"{one.shown} printed, {one.hidden} left out. {guarded} against insiders.",
        state=f"Issued{recalled}",
        digest=one.digest,
    )
