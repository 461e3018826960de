"""Everything ever handed out, taken together, points at nobody; and what was issued stays so."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from peerdesk.app import issue_report
from peerdesk.clock import FixedClock
from peerdesk.errors import UsageError, UserFacing
from peerdesk.models.contact import Contact
from peerdesk.models.ledger import RestoreMark
from peerdesk.models.types import Codes
from peerdesk.periods import Month, Period
from peerdesk.safe import Note
from peerdesk.services import reporting
from peerdesk.services.counting import count_quarter
from peerdesk.services.ledger import Delivery
from peerdesk.services.sessions import note
from peerdesk.services.summaries.counted import hierarchies
from peerdesk.services.workspace import Workspace, open_workspace
from peerdesk.vault import vault as vaults
from peerdesk.vault.keys import fast_kdf
from peerdesk.vault.vault import Vault
from tests.conftest import PASSPHRASE
from tests.reports.samples import read
from tests.services.attack import Known, Truth, leaks, told
from tests.services.test_records import contact

YEARS = ("2024", "2025")
QUARTERS = [Period.parse(f"{year}-Q{n}") for year in YEARS for n in (1, 2, 3, 4)]
WEIGHTS = {
    "recipient_class": (
        ("responder", 62),
        ("support_staff", 24),
        ("family_or_retiree", 9),
        ("not_recorded", 2),
    ),
    "origin": (
        ("self", 27),
        ("peer_outreach", 26),
        ("post_incident", 15),
        ("supervisor", 11),
        ("coworker", 9),
        ("event", 6),
        ("line", 3),
    ),
    "mode": (("in_person", 56), ("phone", 24), ("text", 13), ("video", 5), ("email", 2)),
    "topic": (
        ("cumulative", 19),
        ("relationship", 17),
        ("organization", 15),
        ("incident", 13),
        ("general", 10),
        ("grief", 7),
        ("career", 6),
        ("mood", 4),
        ("health", 3),
    ),
}


class Agency:
    """Two years of an agency: contacts come in, quarters close, papers go out."""

    def __init__(self, vault: Vault, workspace: Workspace, clock: FixedClock, dice: Random) -> None:
        self.vault, self.workspace, self.clock, self.dice = vault, workspace, clock, dice
        self.papers: list[tuple[Period, bytes]] = []
        self.truth: dict[str, dict[str, Truth]] = {name: {} for name in WEIGHTS}

    def live(self, quarter: Period, contacts: int, *, late: bool) -> None:
        """Let a quarter pass, with some contacts of the one before reported late; close it."""
        months = [*quarter.months]
        before = quarter.start.plus(-1)
        rows = [self._row(self.dice.choice(months), quarter) for _ in range(contacts)]
        if late:
            rows += [self._row(before, quarter) for _ in range(3)]
        with self.vault.sessions.write() as session:
            if rows:
                session.execute(insert(Contact), rows)
            note(session, Note("import", kind="contact", outcome=str(len(rows))))
        self.clock._day = quarter.following.start.last_day
        self.workspace.closing.close(quarter)
        self._remember(quarter)

    def _row(self, month: Month, quarter: Period) -> dict[str, Any]:
        drawn = {name: self._pick(pairs) for name, pairs in WEIGHTS.items()}
        values = contact(
            month=month, first_this_quarter="yes" if self.dice.random() < 0.55 else "no"
        )
        values |= drawn | {"topic": Codes([drawn["topic"]]), "counted_in": quarter, "version": 1}
        return values | {
            "limits_advised": "na",
            "duty": "na",
            "kind": "unknown",
            "outcome": Codes(),
        }

    def _pick(self, pairs: tuple[tuple[str, int], ...]) -> str:
        names, weights = zip(*pairs, strict=True)
        return str(self.dice.choices(names, weights)[0])

    def _remember(self, quarter: Period) -> None:
        with self.vault.sessions.read() as session:
            counts = count_quarter(session, quarter)
        for name in WEIGHTS:
            cells = hierarchies()[name].folded(counts.by[name])
            self.truth[name][str(quarter)] = Truth(
                {code: each.contacts for (code,), each in cells.items()},
                {code: each.firsts for (code,), each in cells.items()},
            )

    def issue(self, period: Period) -> bytes:
        paper = issue_report(self.workspace, "quarterly", period, "letter")
        self.papers.append((period, paper))
        return paper

    def leaks(self) -> list[str]:
        """Return what a reader of all papers can work out."""
        known: dict[str, Known] = {name: {} for name in WEIGHTS}
        for period, paper in self.papers:
            for name, numbers in told(paper, period).items():
                for cells, number in numbers.items():
                    assert known[name].setdefault(cells, number) == number
        return [
            f"{name} {found}"
            for name in WEIGHTS
            for year in YEARS
            for found in leaks(known[name], hierarchies()[name].dimension, year, self.truth[name])
        ]


@contextmanager
def agency(seed: int) -> Iterator[Agency]:
    with tempfile.TemporaryDirectory() as folder:
        vault = vaults.create(Path(folder) / "vault", PASSPHRASE, kdf=fast_kdf())
        clock = FixedClock(date(2024, 1, 5))
        from peerdesk.exchange.reader import read_plan

        workspace = open_workspace(vault.sessions, clock, read_plan)
        workspace.agency.change(name="Pine County", logging_mode="coded")
        try:
            yield Agency(vault, workspace, clock, Random(seed))
        finally:
            vault.close()


def live_two_years(one: Agency, *, issuing: float = 0.75) -> None:
    """Live through eight quarters; after each, hand out, recall and print again at random."""
    dice = one.dice
    volume = dice.choice([14, 30, 55, 110])
    for quarter in QUARTERS:
        one.live(quarter, round(volume * dice.uniform(0.5, 1.4)), late=dice.random() < 0.4)
        due = [quarter]
        if str(quarter).endswith(("Q2", "Q4")):
            due.append(Period(quarter.start.plus(-3), 6))
        if str(quarter).endswith("Q4"):
            due.append(Period(quarter.start.plus(-9), 12))
        for period in due:
            if dice.random() < issuing:
                one.issue(period)
        if one.papers and dice.random() < 0.3:
            _print_again_or_replace(one)


def _print_again_or_replace(one: Agency) -> None:
    period, paper = one.dice.choice(one.papers)
    ledger = one.workspace.ledger
    standing = ledger.standing("quarterly", period)
    assert standing is not None
    number = standing.number
    if one.dice.random() < 0.5:
        ledger.recall(number, "replaced")
    else:
        assert paper == ledger.paper(number) or period in [p for p, _ in one.papers]
    one.issue(period)


@settings(max_examples=2, deadline=None, phases=[Phase.generate])
@given(st.integers(0, 10**6))
def test_two_years_of_papers_point_at_nobody(seed: int) -> None:
    with agency(seed) as one:
        live_two_years(one)
        assert one.leaks() == []


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_many_histories_of_papers_point_at_nobody(seed: int) -> None:
    with agency(seed) as one:
        live_two_years(one)
        assert one.leaks() == []


def test_without_the_ledger_the_same_reader_finds_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: each report alone is protected perfectly, and their differences are not."""
    monkeypatch.setattr(reporting, "published", lambda _session: {})
    found = 0
    for seed in range(2):
        with agency(seed) as one:
            live_two_years(one, issuing=1)
            found += bool(one.leaks())
    assert found == 2


QUARTER = Period.parse("2024-Q1")


def issued_once(one: Agency, contacts: int = 60) -> bytes:
    one.live(QUARTER, contacts, late=False)
    return one.issue(QUARTER)


def test_an_issued_report_is_the_same_to_the_last_byte_whatever_comes_after() -> None:
    """Property P10: late records count in the next open quarter and change no paper."""
    with agency(3) as one:
        first = issued_once(one)
        before = one.workspace.reporting.summary("quarterly", QUARTER).issued()
        one.clock._day = date(2024, 5, 2)
        for _ in range(7):
            one.workspace.records.save("contact", contact(month=Month(2024, 2)))
        assert one.issue(QUARTER) == first
        assert one.workspace.reporting.summary("quarterly", QUARTER).issued() == before
        late = one.workspace.reporting.summary("quarterly", Period.parse("2024-Q2"))
        assert late.figures[0].value is None or late.figures[0].value >= 7


def test_the_register_says_to_whom_why_and_how_much() -> None:
    with agency(3) as one:
        one.live(QUARTER, 60, late=False)
        given = Delivery("funder", "grant", " Grant 7 ")
        issue_report(one.workspace, "quarterly", QUARTER, "letter", given)
        (entry,) = one.workspace.ledger.register()
        assert (entry.delivery.audience, entry.delivery.purpose) == ("funder", "grant")
        assert entry.delivery.legal_basis == "Grant 7"
        assert (entry.state, entry.period, entry.has_paper) == ("issued", QUARTER, True)
        cells = one.workspace.ledger.cells(entry.number)
        assert entry.shown == sum(value is not None for value in cells.values()) > 0
        assert entry.hidden == sum(value is None for value in cells.values())


def test_an_open_period_is_not_issued() -> None:
    with agency(3) as one:
        one.live(QUARTER, 60, late=False)
        for period in ("2024-Q2", "2024-H1", "2024"):
            with pytest.raises(UsageError, match="not closed"):
                one.issue(Period.parse(period))
        assert one.workspace.ledger.register() == ()


def test_a_recalled_report_is_still_known_and_can_be_replaced() -> None:
    with agency(3) as one:
        issued_once(one)
        known = one.workspace.ledger.cells(1)
        one.workspace.ledger.recall(1, "words")
        with pytest.raises(UserFacing, match="already"):
            one.workspace.ledger.recall(1, "words")
        one.issue(QUARTER)
        newer, older = one.workspace.ledger.register()
        assert (newer.state, older.state, older.reason) == ("issued", "recalled", "words")
        assert one.workspace.ledger.cells(2).items() >= {
            (key, value) for key, value in known.items() if value is not None
        }


@pytest.mark.parametrize(
    "table", ["frozen_count", "publication", "published_cell", "recall", "restore_mark"]
)
@pytest.mark.parametrize("change", ["UPDATE {} SET version = 9", "DELETE FROM {}"])
def test_the_ledger_cannot_be_changed(table: str, change: str) -> None:
    with agency(3) as one:
        issued_once(one)
        one.workspace.ledger.recall(1, "words")
        with one.vault.sessions.write() as session:
            session.add(RestoreMark())
        with (
            pytest.raises(IntegrityError, match="cannot be changed"),
            one.vault.sessions.write() as session,
        ):
            session.execute(text(change.format(table)))


def test_the_paper_is_in_the_ledger_before_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report whose entry fails leaves no byte."""
    with agency(3) as one:
        one.live(QUARTER, 60, late=False)

        def broken(*_: object) -> int:
            raise OSError

        monkeypatch.setattr(type(one.workspace.ledger), "issue", broken)
        with pytest.raises(OSError):  # noqa: PT011 - any
            one.issue(QUARTER)
        assert one.papers == []


def test_the_quarter_that_was_closed_keeps_its_helpers() -> None:
    """After the supporters were stripped from the rows, the rule on contributors still holds."""
    with agency(3) as one:
        ann = {"full_name": "Ann Lee", "role": "peer", "personnel_class": "sworn"}
        one.workspace.records.save("supporter", {**ann, "status": "active"})
        one.live(QUARTER, 60, late=False)
        summary = one.workspace.reporting.summary("quarterly", QUARTER)
        assert summary.figures[0].value == 60  # nobody is named as the supporter: no rule
        quarter = Period.parse("2024-Q2")
        with one.vault.sessions.write() as session:
            rows = [one._row(Month(2024, 5), quarter) | {"supporter_id": 1} for _ in range(60)]
            session.execute(insert(Contact), rows)
            note(session, Note("import", kind="contact"))
        one.clock._day = date(2024, 7, 5)
        one.workspace.closing.close(quarter)
        with one.vault.sessions.write() as session:
            session.execute(text("UPDATE contact SET supporter_id = NULL"))
            note(session, Note("aged"))
        hidden = one.workspace.reporting.summary("quarterly", quarter)
        assert hidden.nothing_shown
        assert not any(table.shown for table in hidden.tables)


def test_a_report_that_leaves_the_agency_is_guarded_against_insiders() -> None:
    """And any other where the agency says so; the register and the footnote tell."""
    with agency(3) as one:
        one.live(QUARTER, 60, late=False)
        one.issue(QUARTER)
        for audience in ("funder", "team"):
            given = Delivery(audience)
            issue_report(one.workspace, "quarterly", QUARTER, "letter", given)
        one.workspace.agency.change(guard_insiders=True)
        issue_report(one.workspace, "quarterly", QUARTER, "letter", Delivery("personnel"))
        entries = one.workspace.ledger.register()
        guarded = {each.delivery.audience: each.thresholds.insiders for each in entries}
        assert guarded == {"command": False, "funder": True, "team": False, "personnel": True}
        words = {
            audience: "alone in a line" in " ".join(page_text(one, audience).split())
            for audience in guarded
        }
        assert words == guarded


def page_text(one: Agency, audience: str) -> str:
    entry = one.workspace.ledger.standing("quarterly", QUARTER, audience)
    assert entry is not None
    return " ".join(
        page.extract_text() for page in read(one.workspace.ledger.paper(entry.number)).pages
    )


def test_each_reader_gets_an_entry_and_the_same_reader_the_same_paper() -> None:
    with agency(3) as one:
        first = issued_once(one)
        given = Delivery("team")
        other = issue_report(one.workspace, "quarterly", QUARTER, "letter", given)
        assert issue_report(one.workspace, "quarterly", QUARTER, "letter", given) == other
        assert one.issue(QUARTER) == first
        newer, older = one.workspace.ledger.register()
        assert (newer.delivery.audience, older.delivery.audience) == ("team", "command")
        assert one.workspace.ledger.cells(2).items() >= {
            (key, value)
            for key, value in one.workspace.ledger.cells(1).items()
            if value is not None
        }
