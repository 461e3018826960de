"""A report is shown from memory, saved whole, and a draft until its quarter is closed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from peerdesk.app import issue_report
from peerdesk.periods import Month
from peerdesk.services.issuing.ledger import Delivery
from peerdesk.services.records.tallies import TOTAL, TallyCell
from peerdesk.services.workspace import Workspace
from peerdesk.ui.page import PageContext
from peerdesk.ui.pages.report.issue import IssueDialog
from peerdesk.ui.pages.report.page import ReportPage
from peerdesk.ui.pages.report.why import WhyDialog
from peerdesk.ui.widgets.preview import page_picture
from peerdesk.vocabulary import vocabulary
from tests.ui.freed import freed

MakeContext = Callable[[Workspace], PageContext]


@pytest.fixture
def filled(tally_workspace: Workspace) -> Workspace:
    for month, contacts in ((8, 21), (9, 24), (10, 20)):
        cells = {TOTAL: TallyCell(contacts, contacts // 2)}
        tally_workspace.tallies.save_month(Month(2026, month), cells)
    return tally_workspace


def _shown(qtbot: QtBot, context: PageContext) -> ReportPage:
    page = ReportPage(context)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


@pytest.fixture
def page(qtbot: QtBot, filled: Workspace, context_on: MakeContext) -> ReportPage:
    page = _shown(qtbot, context_on(filled))
    qtbot.waitUntil(lambda: bool(page.preview.content), timeout=10_000)
    return page


@pytest.fixture
def issued(qtbot: QtBot, page: ReportPage, filled: Workspace) -> ReportPage:
    """The page with a report that was issued through its dialog."""
    filled.closing.close(Month(2026, 8).quarter)
    page.context.changes.changed.emit("closed_period")
    qtbot.waitUntil(page.issue_button.isEnabled, timeout=10_000)
    page.issue_button.click()
    dialog = page.findChild(IssueDialog)
    assert isinstance(dialog, IssueDialog)
    dialog.narrative.text.setPlainText("We ask for two more courses.")
    dialog.button.click()
    qtbot.waitUntil(page.save_button.isEnabled, timeout=10_000)
    return page


def _text(content: bytes, tmp_path: Path) -> str:
    file = tmp_path / "read.pdf"
    file.write_bytes(content)
    return " ".join(each.extract_text() for each in PdfReader(file).pages)


def test_starts_with_the_newest_quarter_that_is_over(page: ReportPage) -> None:
    assert page.choice.quarter.currentText() == "July to September 2026"
    assert page.choice.quarter.itemText(0) == "October to December 2026 (so far)"


def test_shows_a_draft_from_memory(page: ReportPage, tmp_path: Path) -> None:
    assert page.preview.content.startswith(b"%PDF")
    assert "DRAFT" in page.state.text()
    assert "DRAFT" in _text(page.preview.content, tmp_path)


def test_nothing_to_report_is_said(
    qtbot: QtBot, tally_workspace: Workspace, context_on: MakeContext
) -> None:
    page = _shown(qtbot, context_on(tally_workspace))
    assert "nothing to report" in page.message.text()
    assert not page.save_button.isEnabled()
    assert not page.close_button.isEnabled()


def test_saves_exactly_what_was_shown(issued: ReportPage, tmp_path: Path) -> None:
    page = issued
    QTest.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("report.pdf")
    dialog.accept()
    assert (tmp_path / "report.pdf").read_bytes() == page.preview.content
    assert not list(tmp_path.glob("*.partial"))


def test_a_folder_that_cannot_be_written_is_said(page: ReportPage, tmp_path: Path) -> None:
    page._write(tmp_path / "missing" / "report.pdf")
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "could not be saved" in box.text()


@pytest.mark.parametrize(("answer", "closed"), [("Close it", 1), ("Keep it open", 0)])
def test_closing_lets_a_report_be_issued(
    qtbot: QtBot, page: ReportPage, filled: Workspace, tmp_path: Path, answer: str, closed: int
) -> None:
    QTest.mouseClick(page.close_button, Qt.MouseButton.LeftButton)
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(each for each in box.findChildren(QPushButton) if each.text() == answer).click()
    qtbot.waitUntil(lambda: bool(page.preview.content), timeout=10_000)
    assert len(filled.closing.closed()) == closed
    assert page.close_button.isEnabled() is not bool(closed)
    assert page.issue_button.isEnabled() is bool(closed)
    assert "DRAFT" in _text(page.preview.content, tmp_path)


def test_a_draft_does_not_leave(page: ReportPage) -> None:
    assert not page.save_button.isEnabled()
    assert not page.print_button.isEnabled()
    assert not page.issue_button.isEnabled()


def test_an_issued_report_is_the_paper_in_the_ledger(
    issued: ReportPage, filled: Workspace, tmp_path: Path
) -> None:
    (entry,) = filled.ledger.register()
    assert issued.preview.content == filled.ledger.paper(entry.number)
    text = _text(issued.preview.content, tmp_path)
    assert "DRAFT" not in text
    assert "We ask for two more courses." in text
    assert "Issued on November 24, 2026" in issued.state.text()
    assert issued.issue_button.text() == "&Issue to others…"


def test_an_issued_report_can_be_issued_to_other_readers(
    qtbot: QtBot, issued: ReportPage, filled: Workspace
) -> None:
    issued.issue_button.click()
    dialog = issued.findChildren(IssueDialog)[-1]
    assert dialog.outside.isHidden()
    dialog.audience.setCurrentIndex(dialog.audience.findData("funder"))
    assert not dialog.outside.isHidden()
    dialog.button.click()
    qtbot.waitUntil(lambda: "Grant funder" in issued.state.text(), timeout=10_000)
    newer, older = filled.ledger.register()
    assert (newer.delivery.audience, older.delivery.audience) == ("funder", "command")
    assert newer.thresholds.insiders
    qtbot.waitUntil(lambda: issued.preview.content == filled.ledger.paper(newer.number))


def test_who_has_a_report_is_not_offered_it_again(
    qtbot: QtBot, issued: ReportPage, filled: Workspace
) -> None:
    issued.issue_button.click()
    dialog = issued.findChildren(IssueDialog)[-1]
    assert dialog.audience.findData("command") == -1
    assert dialog.audience.count() == len(vocabulary("report_audience").terms) - 1
    quarter = Month(2026, 8).quarter
    issue_report(filled, "quarterly", quarter, "letter", Delivery("personnel"))  # meanwhile
    dialog.basis.text.setPlainText("Section 7")
    assert dialog.audience.currentData() == "personnel"
    dialog.button.click()
    qtbot.waitUntil(lambda: issued.findChild(QMessageBox) is not None, timeout=10_000)
    assert "has the report already" in issued.findChildren(QMessageBox)[0].text()
    for each in vocabulary("report_audience").codes:
        issue_report(filled, "quarterly", quarter, "letter", Delivery(each))
    issued.refresh()
    qtbot.waitUntil(issued.save_button.isEnabled, timeout=10_000)
    assert not issued.issue_button.isEnabled()


def test_marked_words_are_confirmed_before_issue(
    qtbot: QtBot, page: ReportPage, filled: Workspace
) -> None:
    filled.closing.close(Month(2026, 8).quarter)
    page.context.changes.changed.emit("closed_period")
    qtbot.waitUntil(page.issue_button.isEnabled, timeout=10_000)
    page.issue_button.click()
    dialog = page.findChild(IssueDialog)
    assert isinstance(dialog, IssueDialog)
    assert dialog.button.isEnabled()
    dialog.narrative.text.setPlainText("The officer who was hurt is back.")
    assert "The officer who" in dialog.narrative.found.text()
    assert len(dialog.narrative.text.extraSelections()) == 1
    assert not dialog.button.isEnabled()
    dialog.sure.setChecked(True)
    assert dialog.button.isEnabled()
    dialog.narrative.text.setPlainText("x " * 600)
    assert not dialog.button.isEnabled()
    dialog.reject()


def test_the_legal_basis_is_read_by_the_same_guard(
    qtbot: QtBot, page: ReportPage, filled: Workspace
) -> None:
    """It is printed in the register, and a request can name who asked."""
    filled.closing.close(Month(2026, 8).quarter)
    page.context.changes.changed.emit("closed_period")
    qtbot.waitUntil(page.issue_button.isEnabled, timeout=10_000)
    page.issue_button.click()
    dialog = page.findChild(IssueDialog)
    assert isinstance(dialog, IssueDialog)
    dialog.basis.text.setPlainText("Request of the officer who was hurt")
    assert "officer who" in dialog.basis.found.text()
    assert not dialog.button.isEnabled()
    dialog.basis.text.setPlainText("Section 7 " * 13)
    assert "120 characters" in dialog.basis.found.text()
    assert not dialog.button.isEnabled()
    dialog.basis.text.setPlainText(" Section 7\nof the policy ")
    assert not dialog.basis.findings
    dialog.button.click()
    qtbot.waitUntil(page.save_button.isEnabled, timeout=10_000)
    (entry,) = filled.ledger.register()
    assert entry.delivery.legal_basis == "Section 7 of the policy"


def test_half_years_and_years_are_offered_when_they_are_over(page: ReportPage) -> None:
    names = [page.choice.quarter.itemText(i) for i in range(page.choice.quarter.count())]
    assert names == ["October to December 2026 (so far)", "July to September 2026"]
    page.context.workspace.tallies.save_month(Month(2025, 2), {TOTAL: TallyCell(40, 20)})
    page.choice.reload()
    names = [page.choice.quarter.itemText(i) for i in range(page.choice.quarter.count())]
    assert "January to June 2025" in names
    assert "2025" in names
    assert "2026" not in names


def test_a_quarter_that_is_not_over_stays_open(
    qtbot: QtBot, page: ReportPage, filled: Workspace
) -> None:
    page._close(Month(2026, 10).quarter)
    assert page.findChild(QMessageBox) is not None
    assert filled.closing.closed() == ()


def test_new_numbers_make_it_anew(qtbot: QtBot, page: ReportPage, filled: Workspace) -> None:
    before = page.preview.content
    filled.tallies.save_month(Month(2026, 7), {TOTAL: TallyCell(90, 30)})
    page.context.changes.changed.emit("tally")
    qtbot.waitUntil(lambda: bool(page.preview.content), timeout=10_000)
    assert page.preview.content != before


def test_prints_pages_on_white(page: ReportPage, tmp_path: Path) -> None:
    picture = page_picture(page.preview._pages, 0)
    assert picture.size() == QSize(round(8.5 * 300), 11 * 300)
    assert picture.pixelColor(5, 5).name() == "#ffffff"
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    page.preview.print_to(printer)
    printed = PdfReader(tmp_path / "printed.pdf")
    assert len(printed.pages) == page.preview._pages.pageCount()


def test_a_preview_leaves_no_file(
    qtbot: QtBot,
    filled: Workspace,
    context_on: MakeContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setattr(tempfile, "tempdir", None)
    page = _shown(qtbot, context_on(filled))
    qtbot.waitUntil(lambda: bool(page.preview.content), timeout=10_000)
    qtbot.wait(300)  # until the pages are painted
    assert list(home.iterdir()) == []
    page._write(home / "report.pdf")
    assert [each.name for each in home.iterdir()] == ["report.pdf"]


def test_is_freed_while_a_report_is_shown(qtbot: QtBot, page: ReportPage) -> None:
    with freed(qtbot, page.preview):
        page.preview.deleteLater()


def test_dots_are_explained_on_the_screen_alone(page: ReportPage, filled: Workspace) -> None:
    cells = {
        TOTAL: TallyCell(60, 30),
        ("mode", "phone"): TallyCell(30, 20),
        ("mode", "in_person"): TallyCell(25, 10),
        ("mode", "text"): TallyCell(3, 0),
        ("mode", "email"): TallyCell(2, 0),
    }
    filled.tallies.save_month(Month(2026, 7), cells)
    page.why_button.click()
    dialog = page.findChild(WhyDialog)
    assert isinstance(dialog, WhyDialog)
    tables = [dialog.list.topLevelItem(i) for i in range(dialog.list.topLevelItemCount())]
    children = [item.child(i) for item in tables if item for i in range(item.childCount())]
    lines = [child.text(column) for child in children if child for column in (0, 1)]
    assert any("different people stand behind it" in each for each in lines)
    words = {word for each in lines for word in each.split()}
    assert {word for word in words if word.isdigit()} <= {"5", "10"}
    dialog.reject()


def test_what_changes_meanwhile_does_not_hide_that_a_report_was_issued(
    qtbot: QtBot, page: ReportPage, filled: Workspace
) -> None:
    filled.closing.close(Month(2026, 8).quarter)
    page.context.changes.changed.emit("closed_period")
    qtbot.waitUntil(page.issue_button.isEnabled, timeout=10_000)
    page.issue_button.click()
    dialog = page.findChild(IssueDialog)
    assert isinstance(dialog, IssueDialog)
    dialog.button.click()
    page.context.changes.changed.emit("backup")
    page.refresh()
    qtbot.waitUntil(page.save_button.isEnabled, timeout=10_000)
    assert "Issued on" in page.state.text()
