"""The page of issued reports: the register, what a paper said, and the ways it can leave again."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from peerdesk.app import issue_report
from peerdesk.models.ledger import RestoreMark
from peerdesk.periods import Month
from peerdesk.services.issuing.ledger import Delivery
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.workspace import Workspace
from peerdesk.ui.guides.paper_dialog import PaperDialog
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.issued.page import IssuedPage, save_issued
from peerdesk.ui.pages.issued.region import RegionDialog
from peerdesk.ui.pages.issued.ways import WAYS
from peerdesk.ui.pages.issued.words import register_of
from peerdesk.vault.vault import Vault
from tests.reports.samples import text_of

MakeContext = Callable[[Workspace], PageContext]


@pytest.fixture
def page(qtbot: QtBot, tally_workspace: Workspace, context_on: MakeContext) -> IssuedPage:
    for month, contacts in ((7, 21), (8, 24), (9, 20)):
        cells = {
            TOTAL: TallyCell(contacts, contacts // 2),
            ("mode", "phone"): TallyCell(contacts - 2, contacts // 2),
            ("mode", "text"): TallyCell(2, 0),
        }
        tally_workspace.tallies.save_month(Month(2026, month), cells)
    quarter = Month(2026, 8).quarter
    tally_workspace.closing.close(quarter)
    given = Delivery("region", "budget", "Policy 4.12")
    issue_report(tally_workspace, "quarterly", quarter, "letter", given)
    page = IssuedPage(context_on(tally_workspace))
    qtbot.addWidget(page)
    page.show()
    return page


def _numbers(page: IssuedPage) -> dict[str, str]:
    items = [page.numbers.topLevelItem(i) for i in range(page.numbers.topLevelItemCount())]
    return {item.text(1): item.text(0) for item in items if item is not None}


def _as_shown(number: object) -> str:
    return f"{number:.0f}" if isinstance(number, float | int) else str(number)


def test_chosen_numbers_are_copied_as_they_were_issued(page: IssuedPage) -> None:
    page.numbers.selectAll()
    page.numbers.setFocus()
    QTest.keySequence(page.numbers, QKeySequence(QKeySequence.StandardKey.Copy))
    lines = QApplication.clipboard().text().splitlines()
    assert dict(line.split("\t") for line in lines) == _numbers(page)


def test_the_register_says_what_to_whom_and_why(page: IssuedPage) -> None:
    item = page.list.topLevelItem(0)
    assert item is not None
    assert [item.text(i) for i in range(4)] == [
        "July to September 2026",
        "Regional team",
        "Issued",
        "November 24, 2026",
    ]
    assert "Budget and staffing. Legal basis: Policy 4.12." in page.about.text()


def test_it_shows_what_the_paper_said_and_no_more(page: IssuedPage) -> None:
    shown = _numbers(page)
    assert shown["Contacts, July to September 2026"] == "65"
    assert shown["Contacts, July to September 2026: August 2026"] == "24"
    assert "6" not in shown.values()
    assert "." in shown.values()


@pytest.mark.parametrize("name", list(WAYS))
def test_every_way_out_is_as_it_was(page: IssuedPage, tmp_path: Path, name: str) -> None:
    page._save(name)
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "out.xlsx"))
    content = (tmp_path / "out.xlsx").read_bytes()
    ledger = page._context.workspace.ledger
    if name == "paper":
        assert content == ledger.paper(1)
    elif name == "text":
        rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
        assert rows[0] == ["Counted", "Number"]
        assert dict(rows[1:]) == _numbers(page)
    elif name == "workbook":
        sheet = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_index(0)
        read = {str(what): number for what, number in sheet.to_python()[1:]}
        assert {what: _as_shown(number) for what, number in read.items()} == _numbers(page)
    else:
        numbers = [line[3] for line in json.loads(content)["cells"]]
        cells = ledger.cells(1)
        assert numbers == [cells[key] for key in sorted(cells)]
    newest = page._context.safe.log.entries(1)[0]
    assert (newest.action, newest.kind, newest.record) == ("export", "publication", 1)


def test_a_recalled_reports_totals_do_not_leave(page: IssuedPage) -> None:
    page._context.workspace.ledger.recall(1, "words")
    page._save("totals")
    assert page.findChild(QFileDialog) is None
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "was recalled" in box.text()


def test_a_file_that_cannot_be_written_is_said_and_not_entered(
    page: IssuedPage, tmp_path: Path
) -> None:
    save_issued(page, page._context, 1, b"", tmp_path / "missing" / "out.pdf")
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "could not be saved" in box.text()
    assert page._context.safe.log.entries(1)[0].action != "export"


def test_the_chosen_report_is_the_first_of_the_region(page: IssuedPage) -> None:
    page._combine()
    dialog = page.findChild(RegionDialog)
    assert isinstance(dialog, RegionDialog)
    assert [each.agency for each in dialog.totals] == ["Pine County Sheriff's Office"]
    dialog.reject()


def test_the_register_on_paper_says_what_was_guarded(page: IssuedPage) -> None:
    workspace = page._context.workspace
    issue_report(workspace, "quarterly", Month(2026, 8).quarter, "letter")
    lines = register_of(workspace.ledger.register()).lines
    said = {each.audience: each.numbers.split(" left out. ")[1] for each in lines}
    assert said == {
        "Regional team": "Guarded against insiders.",
        "Command staff": "Not guarded against insiders.",
    }


def test_the_register_goes_on_paper(qtbot: QtBot, page: IssuedPage) -> None:
    page._print_register()
    dialog = page.findChild(PaperDialog)
    assert isinstance(dialog, PaperDialog)
    qtbot.waitUntil(lambda: bool(dialog.preview.content), timeout=10_000)
    text = text_of(dialog.preview.content)
    assert "Report to command staff, July to September 2026" in text
    assert "Budget and staffing; Policy 4.12" in text
    assert page._context.workspace.ledger.register()[0].digest in text
    dialog.reject()


def test_a_recall_asks_for_its_reason(page: IssuedPage) -> None:
    page.recall_button.click()
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    texts = [each.text() for each in box.findChildren(QPushButton)]
    assert "Keep it" in texts
    next(
        each for each in box.findChildren(QPushButton) if each.text() == "Numbers were wrong"
    ).click()
    assert page._context.workspace.ledger.register()[0].state == "recalled"
    assert "Recalled on November 24, 2026. Numbers were wrong." in page.about.text()
    assert not page.recall_button.isEnabled()


def test_after_a_restore_it_asks(page: IssuedPage, vault: Vault) -> None:
    assert not page.gap.isVisible()
    with vault.sessions.write() as session:
        session.add(RestoreMark())
    page.reload()
    assert page.gap.isVisible()
    page.gap.button.click()
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(
        each for each in box.findChildren(QPushButton) if each.text() == "None are missing"
    ).click()
    assert not page.gap.isVisible()
    assert page._context.workspace.receipts.missing_since() is None


def test_a_file_that_is_no_receipt_is_refused(page: IssuedPage, tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    page._received(tmp_path / "x.json")
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "not a receipt" in box.text()
    page._received(tmp_path / "missing.json")
