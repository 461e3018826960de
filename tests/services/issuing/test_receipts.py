"""After a restore the vault asks what it has forgotten, and learns it from signed receipts."""

from __future__ import annotations

import json
from datetime import date

import pytest

from peerdesk.disclosure.problem import Predicate
from peerdesk.errors import InputRefused, NotAllowed, NotShown
from peerdesk.exchange.reader import read_plan
from peerdesk.models.ledger import RestoreMark
from peerdesk.periods import Period
from peerdesk.services.issuing.issued import Gap
from peerdesk.services.workspace import open_workspace
from tests.services.agencies import Agency, agency
from tests.services.issuing.test_ledger import QUARTER, issued_once

NEXT = Period.parse("2024-Q2")


def mark(one: Agency, day: date | None = None) -> None:
    """Do what the vault does when it is put back from a backup."""
    with one.vault.sessions.write() as session:
        session.add(RestoreMark(restored_on=day))


def test_a_receipt_holds_printed_numbers_and_blanks_only() -> None:
    with agency(5) as one:
        issued_once(one)
        receipt = json.loads(one.workspace.receipts.receipt(1))
        cells = one.workspace.ledger.cells(1)
        assert len(receipt["cells"]) == len(cells)
        assert [cell[3] for cell in receipt["cells"]] == [cells[key] for key in sorted(cells)]
        assert "paper" not in receipt


def test_a_forgotten_report_is_learned_from_its_receipt() -> None:
    """The same agency twice: the second vault is the first as it was before the issue."""
    with agency(5) as one:
        issued_once(one)
        receipt = one.workspace.receipts.receipt(1)
        key = _key(one)
        with agency(5) as restored:
            restored.live(QUARTER, 60, late=False)
            _set_key(restored, key)
            mark(restored)
            assert restored.workspace.receipts.missing_since() == Gap(date.max)
            with pytest.raises(NotShown, match="restored"):
                restored.issue(QUARTER)
            assert restored.workspace.receipts.receive(receipt) is True
            assert restored.workspace.receipts.receive(receipt) is False
            assert restored.workspace.ledger.cells(1) == one.workspace.ledger.cells(1)
            (entry,) = restored.workspace.ledger.register()
            assert not entry.has_paper
            with pytest.raises(Exception, match="not in the vault"):
                restored.workspace.ledger.paper(1)


def test_a_report_known_from_its_receipt_can_be_issued_again() -> None:
    """Its paper cannot be shown, so it must not stand in the way of one that can."""
    with agency(5) as one, agency(5) as restored:
        issued_once(one)
        restored.live(QUARTER, 60, late=False)
        _set_key(restored, _key(one))
        restored.workspace.receipts.receive(one.workspace.receipts.receipt(1))
        assert restored.workspace.ledger.standing("quarterly", QUARTER) is None
        assert restored.issue(QUARTER).startswith(b"%PDF")
        assert restored.workspace.ledger.cells(2) == one.workspace.ledger.cells(1)


def test_without_an_answer_only_later_periods_are_reported() -> None:
    with agency(5) as one:
        issued_once(one)
        mark(one, date(2024, 2, 20))
        mark(one, date(2024, 5, 2))
        one.live(NEXT, 60, late=False)
        assert one.workspace.receipts.missing_since() == Gap(date(2024, 5, 2))
        one.workspace.ledger.recall(1, "words")
        for period in (QUARTER, Period.parse("2024-H1")):
            with pytest.raises(NotShown, match="restored"):
                one.issue(period)
        assert one.issue(NEXT).startswith(b"%PDF")
        one.workspace.receipts.nothing_missing()
        assert one.workspace.receipts.missing_since() is None
        assert one.issue(QUARTER).startswith(b"%PDF")


def test_without_an_answer_no_earlier_total_is_told_for_the_first_time() -> None:
    """A forgotten half-year, less what the chart would tell of its second quarter, is the first."""
    key = Predicate("contacts", str(QUARTER))
    with agency(5) as one:
        one.live(QUARTER, 60)
        mark(one, date(2024, 5, 2))
        one.live(NEXT, 60)
        reporting = one.workspace.reporting
        assert reporting.summary("quarterly", NEXT).issued()[key] is None
        one.workspace.receipts.nothing_missing()
        assert reporting.summary("quarterly", NEXT).issued()[key] == 60


@pytest.mark.parametrize("role", ["deputy", "clinical_adviser"])
def test_only_who_may_issue_takes_receipts_in_and_answers(role: str) -> None:
    with agency(5) as one:
        issued_once(one)
        receipt = one.workspace.receipts.receipt(1)
        mark(one, date(2024, 5, 2))
        others = open_workspace(one.vault.sessions, one.clock, read_plan, role).receipts
        with pytest.raises(NotAllowed):
            others.receive(receipt)
        with pytest.raises(NotAllowed):
            others.nothing_missing()
        assert others.missing_since() == Gap(date(2024, 5, 2))


@pytest.mark.parametrize("wrong", ["", "[]", "{}", "[" * 9999, '{"signature": 3}', "nul"])
def test_what_is_no_receipt_is_refused(wrong: str) -> None:
    with agency(5) as one, pytest.raises(InputRefused):
        one.workspace.receipts.receive(wrong)


def test_a_changed_receipt_is_refused() -> None:
    with agency(5) as one:
        issued_once(one)
        said = json.loads(one.workspace.receipts.receipt(1))
        said["cells"][0][3] = 1
        with pytest.raises(InputRefused):
            one.workspace.receipts.receive(json.dumps(said))


def test_another_vaults_receipt_is_refused() -> None:
    with agency(5) as one, agency(6) as other:
        issued_once(one)
        with pytest.raises(InputRefused):
            other.workspace.receipts.receive(one.workspace.receipts.receipt(1))


def _key(one: Agency) -> str:
    from sqlalchemy import text

    with one.vault.sessions.read() as session:
        return str(session.scalar(text("SELECT audit_key FROM vault_meta")))


def _set_key(one: Agency, key: str) -> None:
    from sqlalchemy import text

    from peerdesk.safe import Note
    from peerdesk.services.sessions import note

    with one.vault.sessions.write() as session:
        session.execute(text("UPDATE vault_meta SET audit_key = :key"), {"key": key})
        note(session, Note("settings"))
