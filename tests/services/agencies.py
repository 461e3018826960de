"""An agency with a real vault for tests: contacts come in, quarters close, papers go out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert, select

from peerdesk.app import issue_report
from peerdesk.clock import FixedClock
from peerdesk.errors import UserFacing
from peerdesk.exchange.reader import read_plan
from peerdesk.models.contact import Contact
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.safe import Note
from peerdesk.services.sessions import note
from peerdesk.services.summaries.counted import hierarchies
from peerdesk.services.workspace import Workspace, open_workspace
from peerdesk.vault import vault as vaults
from peerdesk.vault.backups.keeping import KeptBackups
from peerdesk.vault.backups.restore import restore_here
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.opening import Way, unlock
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.services.attack import AGAIN, FIRST, MONTH, Known, Row, leaks, told
from tests.services.records.test_records import contact, supporter

WEIGHTS = {
    "recipient_class": {
        "responder": 62,
        "support_staff": 24,
        "family_or_retiree": 9,
        "not_recorded": 2,
    },
    "origin": {
        "self": 27,
        "peer_outreach": 26,
        "post_incident": 15,
        "supervisor": 11,
        "coworker": 9,
        "event": 6,
        "line": 3,
    },
    "mode": {"in_person": 56, "phone": 24, "text": 13, "video": 5, "email": 2},
    "topic": {
        "cumulative": 19,
        "relationship": 17,
        "organization": 15,
        "incident": 13,
        "general": 10,
        "grief": 7,
        "career": 6,
        "mood": 4,
        "health": 3,
    },
}
TEAM = 5


@dataclass(frozen=True)
class Habits:
    """How an agency logs: how well it answers questions, and who does the work."""

    answered: float = 1.0
    """Share of contacts for which "first this quarter" is answered."""
    named: float = 0.0
    """Share of contacts that say who gave the support."""
    busiest: float = 0.0
    """Share of those that one supporter gave, beside an even share of the rest."""


@dataclass(frozen=True)
class Saved:
    """A backup, and what had happened when it was made."""

    path: Path
    lived: int


@dataclass
class Agency:
    """An agency and its coordinator, who keeps backups and receipts; and all papers handed out."""

    root: Path
    vault: Vault
    clock: FixedClock
    dice: Random
    habits: Habits = field(default_factory=Habits)
    papers: list[tuple[Period, bytes]] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    rows: dict[Period, list[dict[str, Any]]] = field(default_factory=dict)
    refused: list[Period] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.workspace = self._opened()

    def live(self, quarter: Period, contacts: int, *, late: bool = False) -> None:
        """Let a quarter pass, with some contacts of the one before reported late; close it."""
        months = [*quarter.months]
        rows = [self.row(self.dice.choice(months), quarter) for _ in range(contacts)]
        if late:
            rows += [self.row(quarter.start.plus(-1), quarter) for _ in range(3)]
        self.enter(quarter, rows)

    def enter(self, quarter: Period, rows: list[dict[str, Any]]) -> None:
        """Log contacts that count in a quarter, and close it."""
        self.rows[quarter] = rows
        with self.vault.sessions.write() as session:
            if rows:
                session.execute(insert(Contact), rows)
            note(session, Note("import", kind="contact", outcome=str(len(rows))))
        self.clock._day = max(self.clock._day, quarter.following.start.last_day)
        self.workspace.closing.close(quarter)

    def row(self, month: Month, quarter: Period) -> dict[str, Any]:
        dice, habits = self.dice, self.habits
        drawn = {name: dice.choices([*by], [*by.values()])[0] for name, by in WEIGHTS.items()}
        first = "yes" if dice.random() < 0.55 else "no"
        values = contact(
            month=month,
            first_this_quarter=first if dice.random() < habits.answered else "not_recorded",
        )
        values |= drawn | {"topic": Codes([drawn["topic"]]), "counted_in": quarter, "version": 1}
        if habits.named:
            busiest = dice.random() < habits.busiest
            who = 1 if busiest else dice.randint(1, TEAM)
            values["supporter_id"] = who if dice.random() < habits.named else None
        coded = {"limits_advised": "na", "duty": "na", "kind": "unknown", "outcome": Codes()}
        return values | coded

    def issue(self, period: Period) -> bytes:
        """Hand out a report, and keep its receipt."""
        paper = issue_report(self.workspace, "quarterly", period, "letter")
        self.papers.append((period, paper))
        standing = self.workspace.ledger.standing("quarterly", period)
        assert standing
        self.receipts.append(self.workspace.receipts.receipt(standing.number))
        return paper

    def try_to_issue(self, period: Period) -> None:
        """Hand out a report, or note that the vault refused it."""
        try:
            self.issue(period)
        except UserFacing:
            self.refused.append(period)

    def correct(self, quarter: Period) -> None:
        """Try to change and to remove a contact of a closed quarter, as a careless user would."""
        with self.vault.sessions.read() as session:
            wanted = select(Contact.id).where(Contact.counted_in == quarter).limit(1)
            number = session.scalar(wanted)
        if number is None:
            return
        records = self.workspace.records
        with pytest.raises(UserFacing, match="closed quarter"):
            records.save("contact", contact(month=quarter.start), number)
        with pytest.raises(UserFacing, match="closed quarter"):
            records.delete("contact", number)

    def back_up(self) -> Saved:
        made = KeptBackups(self.vault, self.clock).make("asked", self.root / "stick")
        return Saved(made.path, len(self.rows))

    def restore_here(self, saved: Saved) -> None:
        """Put a backup in the vault's place: the ledger is carried over."""
        KeptBackups(self.vault, self.clock).restore(saved.path, PASSPHRASE)
        self.vault.close()
        self._reopen(self.vault.folder)

    def restore_elsewhere(self, saved: Saved) -> None:
        """Lose the computer: a new one, a backup, and the office's own lists typed in again."""
        self.vault.close()
        folder = self.root / f"computer{len(list(self.root.iterdir()))}"
        restore_here(saved.path, PASSPHRASE, folder, self.clock.now())
        self._reopen(folder)
        for quarter, rows in [*self.rows.items()][saved.lived :]:
            self.enter(quarter, rows)

    def leaks(self) -> list[str]:
        """Return what a reader of all papers can work out."""
        known: Known = {}
        for period, paper in self.papers:
            for cells, number in told(paper, period).items():
                assert known.setdefault(cells, number) == number
        return leaks(
            known, {str(q): [_truth(row, q) for row in rows] for q, rows in self.rows.items()}
        )

    def _reopen(self, folder: Path) -> None:
        self.vault = unlock(folder, PASSPHRASE, Way("pass"))
        self.workspace = self._opened()

    def _opened(self) -> Workspace:
        return open_workspace(self.vault.sessions, self.clock, read_plan)


def _truth(row: dict[str, Any], quarter: Period) -> Row:
    month = row["month"] if row["month"] in quarter.months else quarter.start
    leaves = {
        name: hierarchies()[name].fold.get(str(code), str(code)) for name, code in _codes(row)
    }
    first = row["first_this_quarter"]
    leaves |= {MONTH: str(month), FIRST: "yes" if first == "yes" else AGAIN}
    return Row(first, row.get("supporter_id"), leaves)


def _codes(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in WEIGHTS:
        yield name, row[name][0] if name == "topic" else row[name]


@contextmanager
def agency(seed: int, habits: Habits | None = None) -> Iterator[Agency]:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "stick").mkdir()
        vault = vaults.create(root / "vault", PASSPHRASE, kdf=fast_kdf())
        one = Agency(root, vault, FixedClock(date(2024, 1, 5)), Random(seed), habits or Habits())
        one.workspace.agency.change(name="Pine County", logging_mode="coded")
        for who in ("Ann Lee", "Bo Cruz", "Cy Dale", "Di East", "Ed Farr")[:TEAM]:
            one.workspace.records.save("supporter", supporter(who))
        try:
            yield one
        finally:
            one.vault.close()
