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

from peerdesk.periods import Month
from peerdesk.services.tallies import TOTAL, TallyCell
from peerdesk.services.workspace import Workspace
from peerdesk.ui.context import PageContext
from peerdesk.ui.pages.report import ReportPage
from peerdesk.ui.preview import page_picture
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


def test_saves_exactly_what_was_shown(qtbot: QtBot, page: ReportPage, tmp_path: Path) -> None:
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


@pytest.mark.parametrize(("answer", "closed"), [("Close the quarter", 1), ("Keep it open", 0)])
def test_closing_takes_the_draft_mark_off(
    qtbot: QtBot, page: ReportPage, filled: Workspace, tmp_path: Path, answer: str, closed: int
) -> None:
    QTest.mouseClick(page.close_button, Qt.MouseButton.LeftButton)
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(each for each in box.findChildren(QPushButton) if each.text() == answer).click()
    qtbot.waitUntil(page.save_button.isEnabled, timeout=10_000)
    assert len(filled.closing.closed()) == closed
    assert page.close_button.isEnabled() is not bool(closed)
    assert ("DRAFT" in _text(page.preview.content, tmp_path)) is not bool(closed)


def test_a_quarter_that_is_not_over_stays_open(
    qtbot: QtBot, page: ReportPage, filled: Workspace
) -> None:
    page._close(Month(2026, 10).quarter)
    assert page.findChild(QMessageBox) is not None
    assert filled.closing.closed() == ()


def test_new_numbers_make_it_anew(qtbot: QtBot, page: ReportPage, filled: Workspace) -> None:
    before = page.preview.content
    filled.tallies.save_month(Month(2026, 7), {TOTAL: TallyCell(90, 30)})
    page._context.changes.changed.emit("tally")
    qtbot.waitUntil(page.save_button.isEnabled, timeout=10_000)
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
    qtbot.waitUntil(page.save_button.isEnabled, timeout=10_000)
    qtbot.wait(300)  # until the pages are painted
    assert list(home.iterdir()) == []
    page._write(home / "report.pdf")
    assert [each.name for each in home.iterdir()] == ["report.pdf"]


def test_is_freed_while_a_report_is_shown(qtbot: QtBot, page: ReportPage) -> None:
    with freed(qtbot, page.preview):
        page.preview.deleteLater()
