"""Working papers: openers, drill certificate, activity, register, inventory, hand-over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from peerdesk.reports.catalogue import Page
from peerdesk.reports.frame import written_date
from peerdesk.reports.working import (
    Letterhead,
    masthead,
    print_paper,
    section,
    sentence,
    signing,
    table,
)
from peerdesk.services.summaries.papers import (
    ActivityList,
    DrillRecord,
    HandOver,
    Holding,
    Holdings,
    OpenerList,
    Register,
)

# isort: split
from reportlab.platypus import Flowable, KeepTogether, Spacer

_NO_CONTENTS = "Counts and dates only: nothing on this page is taken from inside a record."
_DRILL = (
    "The backup below was opened and counted as a real restore would do it. The vault in use was "
    "not touched."
)
_RECEIPT = (
    "From this day the new coordinator answers for the program's records. The data key was "
    "changed: the passphrase and the recovery sheet of the old coordinator no longer open the "
    "vault."
)
_REGISTER = (
    "Every report that left the coordinator's hands. Small numbers are left out of each, beside "
    "everything issued before it."
)
_STILL_OPEN = (
    "These backups were made before the hand-over and were kept. The old passphrase or the old "
    "sheet still opens them."
)


def opener_list(facts: OpenerList, head: Letterhead, page: Page) -> bytes:
    """Return the list of who and what can open the vault."""
    rows = [(one.name, one.what, written_date(one.since), one.proven) for one in facts.lines]

    def story(width: float) -> list[Flowable]:
        return [
            *masthead(
                "Who and what can open the vault",
                "Every person with a passphrase, and every sheet or set of cards.",
                head.agency,
            ),
            *([sentence(facts.warning), Spacer(1, 6)] if facts.warning else []),
            *table(
                ("Name", "What it is", "Since", "Last typed back"),
                rows,
                _shares(width, 0.3, 0.3, 0.2, 0.2),
            ),
            *signing(("Checked by", "On"), width),
        ]

    return print_paper("Who and what can open the vault", head, page, story)


def drill_certificate(facts: DrillRecord, head: Letterhead, page: Page) -> bytes:
    """Return the certificate of a restore that was tried."""
    drill, backup = facts.drill, facts.drill.backup
    where = "on another disk" if backup.off_machine else "on the same disk as the vault"
    rows = [
        ("Tried on", _moment(drill.done_at)),
        ("By", facts.by),
        ("Opened with", facts.opened_with),
        ("Backup made", _moment(backup.made_at)),
        ("Where it lay", where),
        ("Size", f"{backup.size:,} bytes"),
        ("Written by", f"PeerDesk {backup.app_version}"),
        ("Took", f"{drill.milliseconds / 1000:.1f} seconds"),
    ]

    def story(width: float) -> list[Flowable]:
        counts = [(label, f"{count:,}") for label, count in facts.counts]
        return [
            *masthead("Certificate of a restore drill", _DRILL, head.agency),
            *table(("What", "Found"), rows, _shares(width, 0.3, 0.7)),
            *section("What it holds"),
            *table(("Kind of record", "#Count"), counts, _shares(width, 0.5, 0.2)),
            *signing(("Coordinator", "Date", "Witness, if any", "Date"), width),
        ]

    return print_paper("Certificate of a restore drill", head, page, story)


def activity_list(facts: ActivityList, head: Letterhead, page: Page) -> bytes:
    """Return a part of the record of activity, newest first, with the mark to keep."""

    def story(width: float) -> list[Flowable]:
        moments = [text.partition(": ") for text in facts.sentences]
        rows = [(at, what) for at, _, what in moments]
        return [
            *masthead("Record of activity", facts.shown, head.agency),
            *table(("When", "Who did what"), rows, _shares(width, 0.27, 0.73)),
            KeepTogether(
                [
                    *section(f"Mark: {facts.mark}", facts.result),
                    sentence(
                        "Keep this page with somebody else. Type the mark on the Activity page "
                        "later: if entries were cut off or altered since, it no longer fits."
                    ),
                ]
            ),
        ]

    return print_paper("Record of activity", head, page, story)


def disclosure_register(facts: Register, head: Letterhead, page: Page) -> bytes:
    """Return the register of everything issued: to whom, why, and what it left out."""
    rows = [
        (
            str(one.number),
            f"{one.report}. {one.state}.",
            written_date(one.issued_on),
            f"{one.audience}. {one.purpose}.",
            one.numbers,
        )
        for one in facts.lines
    ]

    def story(width: float) -> list[Flowable]:
        return [
            *masthead("Disclosure register", _REGISTER, head.agency),
            *table(
                ("No.", "Report", "Issued on", "For whom and why", "Numbers"),
                rows,
                _shares(width, 0.07, 0.28, 0.18, 0.29, 0.18),
            ),
            *section("Marks of the papers"),
            *(sentence(f"No. {one.number}: {one.digest}") for one in facts.lines),
            *signing(("Coordinator", "Date"), width),
        ]

    return print_paper("Disclosure register", head, page, story)


def holdings(facts: Holdings, head: Letterhead, page: Page) -> bytes:
    """Return the inventory of what the vault holds."""

    def story(width: float) -> list[Flowable]:
        return [
            *masthead("What we hold", _NO_CONTENTS, head.agency),
            *_inventory(facts.holdings, width),
            *signing(("Coordinator", "Date"), width),
        ]

    return print_paper("What we hold", head, page, story)


def hand_over(facts: HandOver, head: Letterhead, page: Page) -> bytes:
    """Return the receipt that both coordinators sign."""
    rows = (
        ("Handed over by", facts.old),
        ("Received by", facts.new),
        ("On", written_date(facts.on)),
        ("Vault", head.vault),
        ("No longer opens it", "; ".join(facts.retired)),
        ("First backup", facts.backup),
        ("Old backups deleted", str(facts.deleted)),
    )

    def story(width: float) -> list[Flowable]:
        return [
            *masthead("Receipt of the peer support records", _RECEIPT, head.agency),
            *table(
                ("What", "Details"),
                rows,
                _shares(width, 0.3, 0.7),
            ),
            *section("What was handed over", _NO_CONTENTS),
            *_inventory(facts.holdings, width),
            *_kept(facts.old_backups),
            _signatures(facts, width),
        ]

    return print_paper("Receipt of the peer support records", head, page, story)


def _signatures(facts: HandOver, width: float) -> Flowable:
    names = (f"{facts.old} (handed over)", f"{facts.new} (received)", "Witness, if any")
    lines = [line for name in names for line in (name, "Date")]
    return KeepTogether([*section("Signed"), *signing(lines, width)])


def _kept(old_backups: Sequence[str]) -> list[Flowable]:
    if not old_backups:
        return []
    return section("Old backups", _STILL_OPEN, *old_backups)


def _inventory(lines: Sequence[Holding], width: float) -> list[Flowable]:
    rows = [(one.label, f"{one.count:,}", one.first, one.last) for one in lines]
    head = ("Kind of record", "#Count", "From", "To")
    return table(head, rows, _shares(width, 0.4, 0.15, 0.22, 0.23))


def _shares(width: float, *shares: float) -> list[float]:
    return [width * share for share in shares]


def _moment(at: datetime) -> str:
    local = at.astimezone()
    clock = f"{local:%I:%M %p}".lstrip("0")
    return f"{written_date(local.date())}, {clock}"
