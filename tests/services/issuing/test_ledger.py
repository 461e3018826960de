"""What was issued stays so, is known for ever, and stands in the register."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, inspect, text
from sqlalchemy.exc import IntegrityError

from peerdesk.app import issue_anew, issue_report
from peerdesk.disclosure.problem import Predicate
from peerdesk.errors import UsageError, UserFacing
from peerdesk.models.contact import Contact
from peerdesk.models.ledger import Publication, RestoreMark
from peerdesk.periods import Month, Period
from peerdesk.safe import Note
from peerdesk.services.issuing.issued import published
from peerdesk.services.issuing.ledger import Delivery, cell_rows
from peerdesk.services.sessions import note
from tests.reports.samples import read
from tests.services.agencies import Agency, Habits, agency
from tests.services.records.test_records import contact

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


def published_again(one: Agency, **changes: object) -> int:
    """Enter the first report once more, in another way; return its number."""
    with one.vault.sessions.write() as session:
        first = session.get_one(Publication, 1)
        kept = {
            each.key: getattr(first, each.key)
            for each in inspect(Publication).column_attrs
            if each.key != "id"
        }
        session.add(again := Publication(**{**kept, **changes}))
        session.flush()
        note(session, Note("create", "publication", again.id))
        return again.id


def test_the_newest_of_two_numbers_counts_as_known() -> None:
    """Whatever the order in which they were written."""
    key = Predicate("contacts", "2020-Q1")
    with agency(3) as one:
        issued_once(one)
        again = published_again(one)
        with one.vault.sessions.write() as session:
            session.add_all(cell_rows(again, {key: 50}))
            session.flush()
            session.add_all(cell_rows(1, {key: 40}))
            note(session, Note("import", "publication"))
        with one.vault.sessions.read() as session:
            assert published(session)[key] == 50


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


def test_what_one_place_leaves_blank_and_another_prints_is_known() -> None:
    """A table that is withheld does not take back the headline."""
    with agency(3) as one:
        first = one.row(QUARTER.start, QUARTER) | {"first_this_quarter": "yes"}
        one.enter(QUARTER, [first] * 8)
        summary = one.workspace.reporting.summary("quarterly", QUARTER)
        key = Predicate("contacts", str(QUARTER))
        assert any(table.issued().get(key, 0) is None for table in summary.tables)
        assert summary.figures[0].value == summary.issued()[key] == 8


def test_few_supporters_behind_first_contacts_hide_how_many_people_there_were() -> None:
    with agency(3, Habits(named=1)) as one:
        months = list(QUARTER.months)
        given = [(1, "yes")] * 20 + [(2, "no"), (3, "no"), (4, "no")] * 20
        one.enter(
            QUARTER,
            [
                one.row(months[number % 3], QUARTER)
                | {"supporter_id": who, "first_this_quarter": first}
                for number, (who, first) in enumerate(given)
            ],
        )
        figures = one.workspace.reporting.summary("quarterly", QUARTER).figures
        values = {each.code: each.value for each in figures}
        assert values["contacts"] == 80
        assert values["people_at_least"] is None


def test_the_quarter_that_was_closed_keeps_its_helpers() -> None:
    """After the supporters were stripped from the rows, the rule on contributors still holds."""
    with agency(3) as one:
        one.live(QUARTER, 60, late=False)
        summary = one.workspace.reporting.summary("quarterly", QUARTER)
        assert summary.figures[0].value == 60  # nobody is named as the supporter: no rule
        quarter = Period.parse("2024-Q2")
        with one.vault.sessions.write() as session:
            rows = [one.row(Month(2024, 5), quarter) | {"supporter_id": 1} for _ in range(60)]
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
        with pytest.raises(UserFacing, match="has the report already"):
            issue_anew(one.workspace, "quarterly", QUARTER, "letter", given, "Words to print.")
        newer, older = one.workspace.ledger.register()
        assert (newer.delivery.audience, older.delivery.audience) == ("team", "command")
        assert one.workspace.ledger.cells(2).items() >= {
            (key, value)
            for key, value in one.workspace.ledger.cells(1).items()
            if value is not None
        }


def test_lower_thresholds_are_for_periods_of_which_nothing_was_issued() -> None:
    """What was a dot by the rules of its day stays one, whoever the report is for."""
    with agency(3) as one:
        one.live(QUARTER, 8, late=False)
        one.issue(QUARTER)
        cells = one.workspace.ledger.cells(1)
        one.workspace.agency.change(persons_threshold=3, contacts_threshold=5)
        issue_report(one.workspace, "quarterly", QUARTER, "letter", Delivery("team"))
        assert one.workspace.ledger.cells(2) == cells
        assert one.workspace.reporting.thresholds(QUARTER).persons == 5
        assert one.workspace.reporting.thresholds(Period.parse("2025-Q1")).persons == 3


def test_a_late_contact_for_an_empty_quarter_leaves_the_year_whole() -> None:
    """Closing the quarter after it closes it too, so that told sums stay what they were."""
    with agency(3) as one:
        one.live(QUARTER, 60, late=False)
        third = Period.parse("2024-Q3")
        one.live(third, 60, late=False)
        assert one.workspace.closing.is_closed(Period.parse("2024-Q2"))
        one.issue(third)
        one.clock._day = date(2024, 10, 5)
        one.workspace.records.save("contact", contact(month=Month(2024, 8)))
        one.live(Period.parse("2024-Q4"), 60, late=False)
        half = one.workspace.reporting.summary("quarterly", Period.parse("2024-H2"))
        assert half.figures[0].value == 121
